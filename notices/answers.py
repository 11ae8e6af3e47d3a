"""The buttons under an answer, under close readings and under "not known"; in a group those that keep nothing."""

from services.asking import Answer, Choice, Choices
from services.city import City
from services.facts import Fact
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]


def onward(texts: Texts, city: City, answer: Answer) -> Rows:
    """Where it leads: the live fact's own door, or where complaints go, and related questions."""
    return [*_doors(texts, city, answer), *([_open(one)] for one in answer.related)]


def _doors(texts: Texts, city: City, answer: Answer) -> Rows:
    if isinstance(answer.told, Fact):
        door = answer.told.door
        return [[Button(texts.plain(answer.language, door.label.key, **door.label.values), door.press)]] if door else []
    complains = city.complaints is not None and answer.told.key == city.complaints.article
    return [[Button(one.name, url=one.link) for one in city.complaints.links]] if complains and city.complaints else []


def helped(texts: Texts, language: str, asked_id: int) -> Rows:
    """Did this help?"""
    words = {"yes": "answer.helped", "no": "answer.not_helped"}
    return [[Button(texts.plain(language, key), f"v1:asked:{word}:{asked_id}") for word, key in words.items()]]


def readings(texts: Texts, choices: Choices, asked_id: int) -> Rows:
    """Which one was meant, or none of them."""
    found = [[Button(one.title, f"v1:answer:choose:{asked_id}:{one.passage}")] for one in choices.options]
    return [*found, [Button(texts.plain(choices.language, "choice.none"), f"v1:question:none:{asked_id}")]]


def readings_in_group(texts: Texts, choices: Choices, bot_username: str) -> Rows:
    """Which one was meant; or on to the private chat."""
    return [*([_open(one)] for one in choices.options), *private(texts, choices.language, bot_username)]


def not_known(texts: Texts, language: str, asked_id: int) -> Rows:
    """On to the task force."""
    return [
        [Button(texts.plain(language, "answer.pass_on"), f"v1:asked:pass:{asked_id}")],
        [Button(texts.plain(language, "start.back"), "v1:start:show")],
    ]


def private(texts: Texts, language: str, bot_username: str) -> Rows:
    """On to the private chat, where it can be passed on; the link carries nothing about anybody."""
    return [[Button(texts.plain(language, "question.in_private"), url=f"https://t.me/{bot_username}?start=ask")]]


def _open(one: Choice) -> Button:
    return Button(one.title, f"v1:answer:open:{one.passage}")
