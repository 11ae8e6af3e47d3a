"""The register of personal columns: of each table, why it is kept, how long, how exported, how erased."""

from models.personal import PLAIN, Personal
from models.register_announcements import ANNOUNCEMENTS, ANNOUNCEMENTS_PERSON_OF
from models.register_coworking import COWORKING, COWORKING_PERSON_OF
from models.register_ideas import IDEAS, IDEAS_PERSON_OF
from models.register_incidents import INCIDENTS, INCIDENTS_PERSON_OF
from models.register_kpis import KPIS
from models.register_milestones import MILESTONES
from models.register_news import NEWS, NEWS_PERSON_OF

__all__ = ["PERSON_OF", "PLAIN", "REGISTER", "Personal"]

_profile = Personal("address", "while_known", erase="clear")
_role = Personal("role", "while_role")
_deed = Personal("accountability", "accountability", export="count", erase="clear")
_trail = Personal("accountability", "accountability", export="count", erase="keep")
_speech = Personal("answer", "until_sent", export="count")
_form = Personal("form", "form")
_question = Personal("question", "question")
_counted = Personal("question", "question", export="count")
_aside = Personal("repair", "week", export="count")

REGISTER: dict[str, dict[str, Personal | None]] = {
    "people": {
        "id": PLAIN,
        "telegram_id": _profile,
        "name": _profile,
        "username": _profile,
        "telegram_language": _profile,
        "language": _profile,
        "reach": _profile,
        "menu": PLAIN,
        "banned_at": Personal("address", "while_known", export="count", erase="clear"),
        "frozen_at": _profile,
        "created_at": Personal("address", "while_known", erase="keep"),
        "seen_at": Personal("address", "while_known", erase="keep"),
    },
    "roles": {
        "id": PLAIN,
        "person_id": _role,
        "role": _role,
        "kecamatan": _role,
        "granted_by": _deed,
        "granted_at": _role,
        "ended_at": _role,
    },
    "invites": {
        "id": PLAIN,
        "secret_hash": PLAIN,
        "role": PLAIN,
        "kecamatan": PLAIN,
        "label": Personal("role", "invite"),
        "made_by": _trail,
        "made_at": PLAIN,
        "expires_at": PLAIN,
        "used_by": _role,
        "used_at": PLAIN,
        "withdrawn_at": PLAIN,
    },
    "audit_entries": {"id": PLAIN, "at": PLAIN, "actor_id": _trail, "deed": PLAIN, "subject": _trail, "detail": PLAIN},
    "forms": {"person_id": _form, "form": _form, "step": PLAIN, "data": _form, "expires_at": PLAIN},
    "articles": {
        "id": PLAIN,
        "key": PLAIN,
        "language": PLAIN,
        "title": PLAIN,
        "body": PLAIN,
        "sources": PLAIN,
        "doubt": PLAIN,
        "kecamatan": PLAIN,
        "topics": PLAIN,
        "point": PLAIN,
        "asked_as": PLAIN,
        "origin": PLAIN,
        "pack_print": PLAIN,
        "created_at": PLAIN,
        "changed_at": PLAIN,
        "changed_by": _deed,
        "retired_at": PLAIN,
    },
    "article_versions": {
        "id": PLAIN,
        "article_id": PLAIN,
        "at": PLAIN,
        "changed_by": _deed,
        "what": PLAIN,
        "before": PLAIN,
    },
    "asked": {
        "id": PLAIN,
        "person_id": _counted,
        "words": _question,
        "language": PLAIN,
        "passage": _counted,
        "helpful": _counted,
        "asked_at": _question,
        "question_id": PLAIN,
    },
    "questions": {
        "id": PLAIN,
        "key": PLAIN,
        "opened_at": PLAIN,
        "held_by": _deed,
        "closed_at": PLAIN,
        "closed_by": _deed,
        "outcome": PLAIN,
        "answer": PLAIN,
        "source": PLAIN,
        "article_id": PLAIN,
        "told": PLAIN,
        "missed": PLAIN,
    },
    "marks": {"name": PLAIN, "value": PLAIN},
    "taken_updates": {"update_id": PLAIN, "at": PLAIN},
    "attempts": {"update_id": PLAIN, "tries": PLAIN},
    "set_aside": {
        "id": PLAIN,
        "update_id": PLAIN,
        "person_id": _aside,
        "raw": _aside,
        "surprise": PLAIN,
        "at": PLAIN,
    },
    "outbox": {
        "id": PLAIN,
        "kind": PLAIN,
        "chat_id": _speech,
        "person_id": _speech,
        "method": PLAIN,
        "payload": _speech,
        "items": PLAIN,
        "edits": PLAIN,
        "gate": PLAIN,
        "state": PLAIN,
        "tries": PLAIN,
        "message_ids": _speech,
        "error": PLAIN,
        "created_at": PLAIN,
        "done_at": PLAIN,
        "not_after": PLAIN,
    },
    "sent_files": {"hash": PLAIN, "kind": PLAIN, "file_id": PLAIN, "bot_id": PLAIN, "at": PLAIN},
    "later": {
        "id": PLAIN,
        "due_at": PLAIN,
        "not_after": PLAIN,
        "kind": PLAIN,
        "method": PLAIN,
        "payload": _speech,
        "chat_id": _speech,
        "person_id": _speech,
        "items": PLAIN,
        "created_at": PLAIN,
    },
    "holds": {"chat_id": _speech, "person_id": _speech, "until": PLAIN, "seconds": PLAIN},
    **COWORKING,
    **IDEAS,
    **MILESTONES,
    **KPIS,
    **NEWS,
    **ANNOUNCEMENTS,
    **INCIDENTS,
}
"""table → column → Personal or PLAIN. A column that is not here fails tests/models/test_register.py."""

PERSON_OF: dict[str, str] = {
    "people": "id",
    "roles": "person_id",
    "invites": "used_by",
    "audit_entries": "actor_id",
    "forms": "person_id",
    "asked": "person_id",
    "set_aside": "person_id",
    "outbox": "person_id",
    "later": "person_id",
    "holds": "person_id",
    **COWORKING_PERSON_OF,
    **IDEAS_PERSON_OF,
    **NEWS_PERSON_OF,
    **ANNOUNCEMENTS_PERSON_OF,
    **INCIDENTS_PERSON_OF,
}
"""Which column of a table says whose row it is."""
