"""The tables and their constraints; nothing here decides."""

from models.articles import ArticleVersion
from models.audit import AuditEntry
from models.base import Base, upsert
from models.chats import Chat
from models.files import SentFile
from models.forms import Form
from models.intake import Attempt, SetAside, TakenUpdate
from models.knowledge import Article
from models.marks import Mark
from models.outbox import Later, Outbox
from models.people import Person
from models.questions import Asked, Question
from models.roles import Invite, Role

__all__ = [
    "Article",
    "ArticleVersion",
    "Asked",
    "Attempt",
    "AuditEntry",
    "Base",
    "Chat",
    "Form",
    "Invite",
    "Later",
    "Mark",
    "Outbox",
    "Person",
    "Question",
    "Role",
    "SentFile",
    "SetAside",
    "TakenUpdate",
    "upsert",
]
