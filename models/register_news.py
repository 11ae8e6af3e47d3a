"""The register's part for news: what somebody wants to hear, and the groups and channels that hear it."""

from models.personal import Personal, plain

_news = Personal("news_wanted", "news_wanted")
_counted = Personal("news_wanted", "news_wanted", export="count")
_deed = Personal("accountability", "accountability", export="count", erase="clear")

NEWS: dict[str, dict[str, Personal | None]] = {
    "news": plain("month", "told_until")
    | {
        "person_id": _counted,
        "asked_at": _news,
        "home": _news,
        "kind": _news,
        "every": _news,
        "snoozed_until": _news,
        "monthly_cap": _news,
        "got": _counted,
    },
    "news_follows": {"person_id": _counted, "kecamatan": _news},
    "news_mutes": {"person_id": _counted, "topic": _news},
    "chats": plain("id", "active", "seen_at", "kind", "title", "state", "asked_at", "decided_at")
    | {"decided_by": _deed},
}

NEWS_PERSON_OF: dict[str, str] = {"news": "person_id", "news_follows": "person_id", "news_mutes": "person_id"}
