"""What people are told of their seats: offers, approvals, reminders, what was closed; with the buttons that answer."""

from collections.abc import Sequence
from datetime import datetime

from notices import seatwords as words
from notices.teller import Teller
from services.coworking.news import Letter
from services.coworking.values import News
from wire import outbox
from wire.outbox import Button, Draft

Rows = list[list[Button]]
_HEAD = {
    News.OFFER: "told.offer",
    News.OFFER_EXPIRED: "told.offer_expired",
    News.APPROVED: "told.approved",
    News.REJECTED: "told.rejected",
    News.CANCELLED: "told.cancelled",
    News.UNANSWERED: "told.unanswered",
    News.NO_SHOW: "told.no_show",
    News.SLOT_CLOSED: "told.slot_closed",
    News.LINE_CLOSED: "told.line_closed",
    News.SLOT_MOVED: "told.slot_moved",
    News.SLOT_OVER: "told.slot_over",
    News.TOMORROW: "told.tomorrow",
    News.SOON: "told.soon",
    News.NEW_SLOTS: "told.new_slots",
}


def tell(teller: Teller, letters: Sequence[Letter], *, now: datetime) -> list[Draft]:
    """Drafts of all the letters; not at night, and not at all when it would be too late."""
    return [draft for letter in letters for draft in _letter(teller, letter, now)]


def worded(teller: Teller, letter: Letter) -> str:
    """What stands in a letter, as Telegram's HTML."""
    texts, language, one = teller.texts, letter.person.speaks, letter.told
    until = texts.moment(language, one.not_after) if one.not_after else ""
    where = words.kecamatan(teller.city, one.slot.kecamatan)
    told = {"party": one.party, "code": letter.code, "until": until, "kecamatan": where}
    parts = [texts.say(language, _HEAD[one.news], **told)]
    parts += [texts.say(language, "told.reason", reason=one.reason)] if one.reason else []
    parts.append(words.slot(texts, language, one.slot, teller.city, space=letter.space))
    clashes = "; ".join(words.named(texts, language, slot) for slot in letter.clashes)
    parts += [texts.say(language, "told.clashes", others=clashes)] if clashes else []
    parts += [texts.say(language, "told.code", code=letter.code)] if letter.code and one.news in _WITH_SEAT else []
    parts += [texts.say(language, "told.instead")] if letter.elsewhere else []
    return "\n\n".join(parts)


def _letter(teller: Teller, letter: Letter, now: datetime) -> list[Draft]:
    person = letter.person
    drafts = outbox.say(
        worded(teller, letter),
        kind="notice",
        chat_id=person.telegram_id,
        person_id=person.id,
        buttons=buttons(teller, letter),
    )
    return teller.by_day(drafts, now=now, not_after=letter.told.not_after)


_WITH_SEAT = (News.APPROVED, News.TOMORROW, News.SOON)
_MINE = (*_WITH_SEAT, News.SLOT_MOVED)


def buttons(teller: Teller, letter: Letter) -> Rows:
    """What the reader can do about it."""
    texts, language, one = teller.texts, letter.person.speaks, letter.told
    if one.news is News.OFFER and one.place_id:
        return words.offer(texts, language, one.place_id)
    if one.news is News.NEW_SLOTS:
        book = Button(texts.plain(language, "told.book"), f"v1:book:slot:{one.slot.id}")
        return [[book], [Button(texts.plain(language, "told.all_slots"), f"v1:ruang:in:{one.slot.kecamatan}")]]
    rows = words.under_seat(texts, language, one.seat_id) if one.seat_id and one.news in _WITH_SEAT else []
    rows += words.elsewhere(texts, language, letter.elsewhere, one.party, teller.city)
    last = ("told.my_seats", "v1:mine:show") if one.news in _MINE else ("told.other_slots", "v1:ruang:show")
    return [*rows, [Button(texts.plain(language, last[0]), last[1])]]
