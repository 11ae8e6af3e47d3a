"""An idea's card: read it, support it and take that back, pass it on; from a list, a link, or any chat it is in."""

from functools import partial
from typing import Any

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_link, on_press
from notices.ideawords import ANY, IdeaWords, Trail, is_cut, payload
from services import forms, menu
from services.ideas import browsing, cards, helping, reading, supports
from services.ideas.browsing import Card
from services.ideas.values import Attachment, Outcome

NUMBER = "([0-9]{1,18})"


def add_to(app: App) -> None:
    """Listen to links to ideas, and to every button of a card."""
    on_link(app, "(ide-[0-9]{4}-[0-9]{1,9})", from_link)
    on_press(app, f"v1:ideas:press:{NUMBER}:(id|en|jv)", press_elsewhere, in_groups=True)
    on_press(app, f"v1:idea:card:{NUMBER}", show)
    on_press(app, f"v1:ideas:card:{Trail.PATTERN}:{NUMBER}", show)
    on_press(app, f"v1:ideas:support:{Trail.PATTERN}:{NUMBER}", support)
    on_press(app, f"v1:ideas:unsupport:{Trail.PATTERN}:{NUMBER}", take_back)
    on_press(app, f"v1:ideas:share:{Trail.PATTERN}:{NUMBER}", share)
    on_press(app, f"v1:idea:whole:{NUMBER}", show_whole)
    on_press(app, f"v1:idea:files:{NUMBER}", show_files)


async def from_link(update: Update, context: Context) -> None:
    """Come by a link: the card, in one message, where one tap supports."""
    context.run(forms.close, person_id=context.person.id, now=context.now)
    idea = context.run(reading.by_code, code=context.pressed[0])
    _show(context, idea.id if idea else 0, Trail())


async def show(update: Update, context: Context) -> None:
    """The card, in place of the list or of another card."""
    trail, number = _pressed(context)
    _show(context, number, trail)


async def support(update: Update, context: Context) -> None:
    """I want this too."""
    trail, number = _pressed(context)
    done = context.run(supports.support, idea_id=number, person_id=context.person.id, now=context.now)
    _toast(context, done.outcome)
    _show(context, number, trail)


async def take_back(update: Update, context: Context) -> None:
    """After all I do not."""
    trail, number = _pressed(context)
    done = context.run(supports.take_back, idea_id=number, person_id=context.person.id, now=context.now)
    _toast(context, done.outcome)
    _show(context, number, trail)


async def press_elsewhere(update: Update, context: Context) -> None:
    """Support it, or take that back, in any chat; who is not known yet is led to the private chat by the press."""
    number, language = int(context.pressed[0]), context.pressed[1]
    if context.person.known:
        done = context.run(supports.toggle, idea_id=number, person_id=context.person.id, now=context.now)
        _toast(context, done.outcome)
    elif (idea := context.run(reading.read_idea, idea_id=number)) and idea.public:
        context.lead(payload(idea))
    else:
        context.toast("ideacard.not_there", alert=True)
    card, press = context.run(browsing.card, idea_id=number, person_id=0), update.callback_query
    if card and press and press.inline_message_id:
        told: dict[str, Any] = {"inline_message_id": press.inline_message_id, "idea_id": number, "language": language}
        context.run(cards.know, now=context.now, **told)


async def share(update: Update, context: Context) -> None:
    """Its link, and the way into another chat."""
    trail, number = _pressed(context)
    card = _card(context, number)
    if card is None or not card.idea.public:
        _show(context, number, trail)
        return
    send = Button(context.label("ideacard.send_to_chat"), inline=card.idea.code)
    back = Button(context.label("ideacard.back"), trail.data("card", context.house.city, number))
    told = {"link": context.link(payload(card.idea)), "code": card.idea.code, "title": card.idea.title}
    context.change("ideacard.share", buttons=[[send], [back], *context.way_back()], **told)


async def show_whole(update: Update, context: Context) -> None:
    """All its words and every answer, below."""
    card = _card(context, int(context.pressed[0]))
    if card is None:
        context.toast("ideacard.not_there", alert=True)
    else:
        context.say(text=_words(context).story(card), buttons=[_back_to(context, card)])


async def show_files(update: Update, context: Context) -> None:
    """The pictures and documents it came with."""
    card = _card(context, int(context.pressed[0]))
    if card is None:
        context.toast("ideacard.not_there", alert=True)
        return
    for kind in ("photo", "document"):
        _send(context, [one for one in card.idea.files if one.kind == kind], as_photos=kind == "photo")
    context.say("ideacard.files_of", buttons=[_back_to(context, card)], code=card.idea.code, title=card.idea.title)


def _send(context: Context, files: list[Attachment], *, as_photos: bool) -> None:
    """Several go together; an album holds 2 to 10."""
    if len(files) > 1:
        context.send_album([one.file_id for one in files], as_photos=as_photos)
    elif files and as_photos:
        context.send_photo(files[0].file_id)
    elif files:
        context.send_document(files[0].file_id)


def _show(context: Context, number: int, trail: Trail) -> None:
    card = _card(context, number)
    if card is None:
        context.change("ideacard.not_there", buttons=[_to_list(context, trail), *context.way_back()])
        return
    parts = [_words(context).card(card)]
    by_link = context.happened.message is not None
    if by_link and card.idea.public and not card.own and not card.supported:
        parts.append(context.text("ideacard.one_tap"))
    rows = _buttons(context, card, trail)
    if by_link and context.person.is_new:
        parts.append(context.text("start.privacy"))
        rows = [*rows, [Button(context.label("door.privasi"), "v1:privacy:show")]]
    context.change(text="\n\n".join(parts), buttons=rows)


def _buttons(context: Context, card: Card, trail: Trail) -> Buttons:
    """Support first, then what else can be done with it, then the way on and back."""
    city, idea = context.house.city, card.idea
    rows = [_supporting(context, card, trail), _helping(context, card)]
    if idea.public:
        rows.append([Button(context.label("ideacard.pass_on"), trail.data("share", city, idea.id))])
    more = [Button(context.label("ideacard.whole"), f"v1:idea:whole:{idea.id}")] if is_cut(card) else []
    if idea.files:
        more.append(Button(context.label("ideacard.files", count=len(idea.files)), f"v1:idea:files:{idea.id}"))
    return [*rows, more, _neighbours(context, card, trail), _to_list(context, trail, card), *context.way_back()]


def _supporting(context: Context, card: Card, trail: Trail) -> list[Button]:
    """Of one's own: the way to what an author can do."""
    city, idea, count = context.house.city, card.idea, card.counted.supports
    if card.own:
        own = any(one.name == "ideku" for one in menu.COMMANDS)
        return [Button(context.label("ideacard.manage"), f"v1:myideas:card:{idea.id}")] if own else []
    if card.supported:
        return [Button(context.label("ideacard.unsupport", count=count), trail.data("unsupport", city, idea.id))]
    return [Button(context.label("ideacard.support", count=count), trail.data("support", city, idea.id))]


def _helping(context: Context, card: Card) -> list[Button]:
    number, person_id = card.idea.id, context.person.id
    if card.own:
        offers = context.run(helping.offers_for, idea_id=number, author_id=person_id)
        count = len(offers) + len(context.run(helping.helpers, idea_id=number, author_id=person_id))
        return [Button(context.label("ideacard.offers", count=count), f"v1:helping:list:{number}")] if count else []
    if context.run(helping.my_offer, idea_id=number, person_id=person_id):
        return [Button(context.label("ideacard.my_offer"), f"v1:helping:mine:{number}")]
    can = card.idea.public and not card.idea.gone and card.idea.author_id
    return [Button(context.label("ideacard.help"), f"v1:helping:offer:{number}")] if can else []


def _neighbours(context: Context, card: Card, trail: Trail) -> list[Button]:
    if trail.order is None:
        return []
    before, after = context.run(browsing.neighbours, idea=card.idea, order=trail.order, which=trail.which)
    ways = ((before, "ideacard.before"), (after, "ideacard.after"))
    return [Button(context.label(key), trail.data("card", context.house.city, one)) for one, key in ways if one]


def _to_list(context: Context, trail: Trail, card: Card | None = None) -> list[Button]:
    """The page of the list on which the card stands."""
    if trail.found:
        return [Button(context.label("ideacard.to_found"), "v1:ideas:found:0")]
    if trail.order is None:
        return [Button(context.label("ideacard.others"), "v1:ideas:show")]
    listed: dict[str, Any] = {"order": trail.order, "which": trail.which}
    place = context.run(browsing.page_with, idea=card.idea, **listed) if card else None
    at = f"a{place}" if place else ANY
    return [Button(context.label("ideacard.to_list"), trail.data("list", context.house.city, at))]


def _back_to(context: Context, card: Card) -> list[Button]:
    return [Button(context.label("ideacard.back"), f"v1:idea:card:{card.idea.id}")]


def _pressed(context: Context) -> tuple[Trail, int]:
    *trail, number = context.pressed
    return (Trail.of(tuple(trail), context.house.city) if trail else Trail()), int(number)


def _card(context: Context, number: int) -> Card | None:
    return context.run(partial(browsing.card, idea_id=number), person_id=context.person.id)


def _toast(context: Context, outcome: Outcome) -> None:
    key = "ideacard.not_there" if outcome is Outcome.NOT_FOUND else outcome
    context.toast(key, alert=outcome in (Outcome.NOT_FOUND, Outcome.OWN))


def _words(context: Context) -> IdeaWords:
    return IdeaWords(context.house.texts, context.language, context.house.city)
