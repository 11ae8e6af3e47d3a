"""The tables and their constraints; nothing here decides."""

from models.announcements import (
    Announcement,
    AnnouncementWatch,
    Correction,
    Delivery,
    DeliveryCount,
    DeliveryState,
    PollCopy,
    PollVote,
)
from models.articles import ArticleVersion
from models.audit import AuditEntry
from models.bans import Ban
from models.base import Base, upsert
from models.cards import IdeaCard
from models.chats import Chat
from models.consents import Consent
from models.files import SentFile
from models.forms import Form
from models.ideas import Idea, IdeaAnswer, IdeaEvent, IdeaHelp, IdeaNews, IdeaNote, IdeaYear, Support
from models.incidents import Incident, IncidentNotice
from models.intake import Attempt, SetAside, TakenUpdate
from models.keepers import Digest, Watch
from models.knowledge import Article
from models.kpis import Kpi, KpiImport, KpiReading
from models.marks import Mark
from models.milestones import Milestone, MilestoneUpdate
from models.news import News, NewsFollow, NewsMute
from models.outbox import Hold, Later, Outbox
from models.people import Person
from models.questions import Asked, Question
from models.roles import Invite, Role
from models.seats import CheckIn, Seat, SeatEvent, WaitlistPlace
from models.slots import Slot
from models.spaces import Closure, Pattern, Space, Wish

__all__ = [
    "Announcement",
    "AnnouncementWatch",
    "Article",
    "ArticleVersion",
    "Asked",
    "Attempt",
    "AuditEntry",
    "Ban",
    "Base",
    "Chat",
    "CheckIn",
    "Closure",
    "Consent",
    "Correction",
    "Delivery",
    "DeliveryCount",
    "DeliveryState",
    "Digest",
    "Form",
    "Hold",
    "Idea",
    "IdeaAnswer",
    "IdeaCard",
    "IdeaEvent",
    "IdeaHelp",
    "IdeaNews",
    "IdeaNote",
    "IdeaYear",
    "Incident",
    "IncidentNotice",
    "Invite",
    "Kpi",
    "KpiImport",
    "KpiReading",
    "Later",
    "Mark",
    "Milestone",
    "MilestoneUpdate",
    "News",
    "NewsFollow",
    "NewsMute",
    "Outbox",
    "Pattern",
    "Person",
    "PollCopy",
    "PollVote",
    "Question",
    "Role",
    "Seat",
    "SeatEvent",
    "SentFile",
    "SetAside",
    "Slot",
    "Space",
    "Support",
    "TakenUpdate",
    "WaitlistPlace",
    "Watch",
    "Wish",
    "upsert",
]
