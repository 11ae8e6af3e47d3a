"""/ideku: one's own ideas and those one supports, how far each is; change, withdraw or share one's own."""

from collections.abc import Callable
from dataclasses import replace

from telegram import Message

from handlers import proposing
from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from notices.ideawords import Trail
from notices.myideas import TEXT, Words
from services.ideas import browsing, editing, helping, mine, writing as written
from services.ideas.browsing import Card
from services.ideas.mine import Page
from services.ideas.values import Attachment, Outcome, Status
from services.ideas.writing import Came, Writing, Wrong
from services.questions import shortened
from wire.markup import units

NUMBER = "([0-9]{1,18})"
LISTS = {"sent": mine.sent, "supported": mine.supported}


def add_to(app: App) -> None:
    """Listen to /ideku, its lists, and the buttons of one's own ideas."""
    on_press(app, "v1:myideas:show", show)
    on_press(app, f"v1:myideas:(sent|supported)(?::{NUMBER})?", show_list)
    on_press(app, f"v1:myideas:card:{NUMBER}", show_card)
    on_press(app, f"v1:myideas:story:{NUMBER}", story)
    on_press(app, f"v1:myideas:whole:{NUMBER}", whole)
    on_press(app, f"v1:myideas:files:{NUMBER}", files)
    on_press(app, f"v1:myideas:edit:{NUMBER}", edit)
    on_press(app, f"v1:myideas:reword:{NUMBER}", use_new_words)
    on_press(app, f"v1:myideas:add:{NUMBER}", add_message)
    on_press(app, f"v1:myideas:withdraw:{NUMBER}", ask_to_withdraw)
    on_press(app, f"v1:myideas:end:{NUMBER}", withdraw)
    on_command(app, "ideku", show)


async def show(update: Update, context: Context) -> None:
    """What one sent; where that is nothing, what one supports."""
    sent = context.run(mine.sent, person_id=context.person.id)
    if sent.count or not context.run(mine.supported, person_id=context.person.id, size=1).count:
        _list(context, "sent")
    else:
        _list(context, "supported")


async def show_list(update: Update, context: Context) -> None:
    """A page of one's own, or of those one supports."""
    which, before = context.pressed
    _list(context, which, int(before) if before else None)


async def show_card(update: Update, context: Context) -> None:
    """One's own idea, how far it is, what can be done with it."""
    card = _card(context)
    if card:
        _show(context, card)


async def story(update: Update, context: Context) -> None:
    """Everything the satgas answered."""
    card = _card(context)
    if card:
        context.change(text=_words(context).story(card), buttons=[[_to_card(context, card)]])


async def whole(update: Update, context: Context) -> None:
    """All its words, however many messages that takes."""
    card = _card(context)
    if card:
        context.say("myideas.words", words=card.idea.text, buttons=[[_to_card(context, card)]])


async def files(update: Update, context: Context) -> None:
    """Its pictures and documents once more."""
    card = _card(context)
    for kind in ("photo", "document"):
        _give(context, [one for one in card.idea.files if one.kind == kind] if card else [])


async def edit(update: Update, context: Context) -> None:
    """Change it, as it was written."""
    card = _card(context)
    if card is None:
        return
    if editing.can_change(card.idea, context.now):
        proposing.show(context, written.of_idea(card.idea, context.house.city))
    else:
        context.toast("myideas.no_change", alert=True)
        _show(context, card)


async def use_new_words(update: Update, context: Context) -> None:
    """Its message was edited after it was sent: these words are to be in it."""
    _take(context, lambda begun, came: written.take(begun, replace(came, file=None)))


async def add_message(update: Update, context: Context) -> None:
    """A picture or document that was sent after it is to be in it too, with its words."""
    _take(context, lambda begun, came: written.take(replace(begun, fresh=False), came))


async def ask_to_withdraw(update: Update, context: Context) -> None:
    """Are you sure? Asked once."""
    card = _card(context)
    if card is None:
        return
    yes = Button(context.label("myideas.yes"), f"v1:myideas:end:{card.idea.id}")
    told = {"code": card.idea.code, "title": card.idea.title}
    context.change("myideas.sure", buttons=[[yes], [_keep_it(context, card)]], **told)


async def withdraw(update: Update, context: Context) -> None:
    """It is taken back."""
    number, person = int(context.pressed[0]), context.person.id
    done = context.run(editing.withdraw, idea_id=number, author_id=person, now=context.now)
    if done.idea is None:
        _gone(context)
        return
    if done.outcome is Outcome.WITHDRAWN:
        _leave_form(context, number)
    again = Button(context.label("ide.another"), "v1:ide:new")
    buttons = [[again], [_to_list(context)], *context.way_back()]
    context.change(Outcome.WITHDRAWN, code=done.idea.code, title=done.idea.title, buttons=buttons)


def _list(context: Context, which: str, before: int | None = None) -> None:
    page = context.run(LISTS[which], person_id=context.person.id, before_id=before)
    words, own = _words(context), which == "sent"
    head = context.text("myideas.title" if own else "myideas.supported_title", count=page.count)
    if not page.count:
        head = context.text("myideas.none" if own else "myideas.none_supported")
    lines = [words.line(one) for one in page.items]
    context.change(text="\n\n".join([head, *lines]), buttons=_under_list(context, which, page, before))


def _under_list(context: Context, which: str, page: Page, before: int | None) -> Buttons:
    press = "v1:myideas:card" if which == "sent" else "v1:idea:card"
    looks = [
        [Button(shortened(f"{one.idea.code} · {one.idea.title}", 48), f"{press}:{one.idea.id}")] for one in page.items
    ]
    turns = [Button(context.label("myideas.newest"), f"v1:myideas:{which}")] if before else []
    if page.further:
        turns.append(Button(context.label("myideas.older"), f"v1:myideas:{which}:{page.further}"))
    other, key = ("supported", "myideas.to_supported") if which == "sent" else ("sent", "myideas.to_sent")
    tab = Button(context.label(key), f"v1:myideas:{other}")
    return [*looks, turns, [tab, Button(context.label("ide.another"), "v1:ide:new")], *context.way_back()]


def _show(context: Context, card: Card, note: str = "") -> None:
    context.change(text=_words(context).card(card, note), buttons=_under_card(context, card))


def _under_card(context: Context, card: Card) -> Buttons:
    idea = card.idea
    deeds = [_button(context, "myideas.edit", "edit", card)] if editing.can_change(idea, context.now) else []
    deeds += [_button(context, "myideas.withdraw", "withdraw", card)] if idea.status is not Status.WITHDRAWN else []
    reads = [_button(context, "myideas.to_whole", "whole", card)] if units(idea.text) > TEXT else []
    reads += [_button(context, "myideas.to_files", "files", card)] if idea.files else []
    reads += [_button(context, "myideas.to_story", "story", card)] if len(card.story) > 1 else []
    more = []
    if idea.public:
        more.append(Button(context.label("myideas.share"), Trail().data("share", context.house.city, idea.id)))
    if offers := context.run(helping.offers_for, idea_id=idea.id, author_id=context.person.id):
        label = context.label("myideas.offers", count=len(offers))
        more.append(Button(label, f"v1:helping:list:{idea.id}"))
    target = [Button(context.label("myideas.to_target"), f"v1:idea:card:{card.target.id}")] if card.target else []
    return [deeds, reads, more, target, [_to_list(context)], *context.way_back()]


def _card(context: Context) -> Card | None:
    """The person's own idea that was pressed; where it is none of theirs, a kind word."""
    card = context.run(browsing.card, idea_id=int(context.pressed[0]), person_id=context.person.id)
    if card is None or not card.own:
        _gone(context)
        return None
    return card


def _take(context: Context, take: Callable[[Writing, Came], tuple[Writing, Wrong | None]]) -> None:
    """What a message brings is to be in the idea; the message with the button replies to it."""
    card = _card(context)
    hint = context.happened.callback_query.message if context.happened.callback_query else None
    original = hint.reply_to_message if isinstance(hint, Message) else None
    if card is None:
        return
    if original is None or not editing.can_change(card.idea, context.now):
        context.toast("myideas.no_change", alert=True)
        _show(context, card)
        return
    begun = written.of_idea(card.idea, context.house.city)
    taken, wrong = take(begun, proposing.came(original, proposing.words(original)))
    proposing.show(context, taken, "" if wrong is Wrong.EMPTY else wrong or "")


def _gone(context: Context) -> None:
    context.toast("myideas.not_found", alert=True)


def _give(context: Context, given: list[Attachment]) -> None:
    """One by itself, several as an album."""
    as_photos = bool(given) and given[0].kind == "photo"
    if len(given) > 1:
        context.send_album([one.file_id for one in given], as_photos=as_photos)
    elif given and as_photos:
        context.send_photo(given[0].file_id)
    elif given:
        context.send_document(given[0].file_id)


def _leave_form(context: Context, number: int) -> None:
    """Who was changing it is not any more."""
    writing = proposing.mine(context)
    if writing and writing.idea_id == number:
        proposing.close(context)


def _words(context: Context) -> Words:
    return Words(context.house.texts, context.language, context.house.city, context.now)


def _button(context: Context, key: str, verb: str, card: Card) -> Button:
    return Button(context.label(key), f"v1:myideas:{verb}:{card.idea.id}")


def _to_card(context: Context, card: Card) -> Button:
    return _button(context, "myideas.to_card", "card", card)


def _keep_it(context: Context, card: Card) -> Button:
    return _button(context, "myideas.no", "card", card)


def _to_list(context: Context) -> Button:
    return Button(context.label("myideas.back"), "v1:myideas:show")
