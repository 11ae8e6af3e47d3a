"""Saya bisa bantu: offer a skill to somebody's idea; its author says yes or no, and only then learns who it is."""

from typing import Any

from telegram.ext import MessageHandler, filters

from handlers.context import Button, Context, Update
from handlers.listening import App, OpenForm, on_press
from notices import ideas as told
from services import consents, forms, sectors
from services.consents import Purpose
from services.ideas import browsing, helping
from services.ideas.helping import A_DAY, LONGEST, Done, Helping, Offer
from services.ideas.values import Idea
from services.people import Person

FORM = "helping"
NUMBER = "([0-9]{1,18})"
FIRST = ("apps", "games", "visual", "product")
NARROW = 18
"""Characters that half the width of a phone shows."""
_STATES = {
    "offered": "helping.state_offered",
    "accepted": "helping.state_accepted",
    "declined": "helping.state_declined",
}


def add_to(app: App) -> None:
    """Listen to the buttons of an offer, to those of its answer, and to the words that go with one."""
    on_press(app, f"v1:helping:offer:{NUMBER}", offer)
    on_press(app, f"v1:helping:agree:{NUMBER}", agree)
    on_press(app, f"v1:helping:skill:{NUMBER}:([a-z]{{1,16}})", choose_skill)
    on_press(app, f"v1:helping:send:{NUMBER}:([a-z]{{1,16}})", send)
    on_press(app, f"v1:helping:leave:{NUMBER}", leave)
    on_press(app, f"v1:helping:mine:{NUMBER}", show_mine)
    on_press(app, f"v1:helping:withdraw:{NUMBER}", withdraw)
    on_press(app, f"v1:helping:list:{NUMBER}", show_offers)
    on_press(app, f"v1:helping:accept:{NUMBER}", accept)
    on_press(app, f"v1:helping:welcome:{NUMBER}", agree_and_accept)
    on_press(app, f"v1:helping:decline:{NUMBER}", decline)
    sent = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE & ~filters.COMMAND & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(sent & OpenForm(FORM), take))


async def offer(update: Update, context: Context) -> None:
    """First whether the two may be introduced, then which skill it is."""
    idea = _idea(context)
    if idea is None:
        return
    held = context.run(consents.held, person_id=context.person.id)
    if Purpose.INTRODUCE in held:
        _ask_skill(context, idea)
    else:
        yes = Button(context.label("helping.agree"), f"v1:helping:agree:{idea.id}")
        context.change("helping.consent", buttons=[[yes], [_not_now(context, idea.id)]])


async def agree(update: Update, context: Context) -> None:
    """They may be."""
    idea = _idea(context)
    if idea is not None:
        _consent(context)
        _ask_skill(context, idea)


async def choose_skill(update: Update, context: Context) -> None:
    """With some words, or without."""
    idea, skill = _idea(context), context.pressed[1]
    if idea is None:
        return
    if sectors.sector(skill) is None:
        context.toast("helping.needs_skill")
        _ask_skill(context, idea)
        return
    data: dict[str, Any] = {"form": FORM, "step": "words", "data": {"idea": idea.id, "skill": skill}}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **data)
    silent = Button(context.label("helping.without_words"), f"v1:helping:send:{idea.id}:{skill}")
    name = sectors.name(skill, context.language)
    context.change("helping.ask_words", buttons=[[silent], [_not_now(context, idea.id)]], skill=name)


async def send(update: Update, context: Context) -> None:
    """Without words."""
    _offer(context, int(context.pressed[0]), context.pressed[1], "")


async def take(update: Update, context: Context) -> None:
    """The words that go with it."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    message, words = update.message, context.words.strip()
    if form is None or message is None:
        return
    if message.forward_origin or not 0 < len(words) <= LONGEST:
        context.say("helping.not_words", buttons=[[_not_now(context, form.data["idea"])]], most=LONGEST)
    else:
        _offer(context, form.data["idea"], form.data["skill"], words)


async def leave(update: Update, context: Context) -> None:
    """No offer after all."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    if form and form.form == FORM:
        context.run(forms.close, person_id=context.person.id, now=context.now)
    number = int(context.pressed[0])
    context.change("helping.left", buttons=[[_to_card(context, number)], *context.way_back()])


async def show_mine(update: Update, context: Context) -> None:
    """What one offered, and how it stands; it may be taken back."""
    number = int(context.pressed[0])
    mine = context.run(helping.my_offer, idea_id=number, person_id=context.person.id)
    card = context.run(browsing.card, idea_id=number, person_id=context.person.id)
    if mine is None or card is None:
        context.change("helping.not_found", buttons=[[_to_card(context, number)], *context.way_back()])
        return
    waits = mine.state == "offered"
    back = [Button(context.label("helping.withdraw"), f"v1:helping:withdraw:{mine.id}")] if waits else []
    told = {"code": card.idea.code, "title": card.idea.title, "skill": sectors.name(mine.skill, context.language)}
    told |= {"words": mine.text or context.label("helping.no_words"), "state": context.label(_STATES[mine.state])}
    context.change("helping.mine", buttons=[back, [_to_card(context, number)], *context.way_back()], **told)


async def withdraw(update: Update, context: Context) -> None:
    """After all I cannot."""
    done = context.run(helping.withdraw_help, **_answering(context))
    _say(context, done)


async def show_offers(update: Update, context: Context) -> None:
    """What waits for the author's word, and whom they were introduced to."""
    card = context.run(browsing.card, idea_id=int(context.pressed[0]), person_id=context.person.id)
    if card is None or not card.own:
        context.change("helping.not_found", buttons=context.way_back())
        return
    whose: dict[str, Any] = {"idea_id": card.idea.id, "author_id": context.person.id}
    waiting, helpers = context.run(helping.offers_for, **whose), context.run(helping.helpers, **whose)
    lines = [_line(context, one, number) for number, one in enumerate(waiting, start=1)]
    lines = lines or [context.text("helping.none")]
    lines += [context.text("helping.helper", name=one.name, link=told.link_to(one)) for one in helpers]
    head = context.text("helping.list", code=card.idea.code, title=card.idea.title)
    rows = [_yes_or_no(context, one, number) for number, one in enumerate(waiting, start=1)]
    text = "\n\n".join([head, *lines])
    context.change(text=text, buttons=[*rows, [_to_card(context, card.idea.id)], *context.way_back()])


async def accept(update: Update, context: Context) -> None:
    """Yes: both hear who the other is, if both let themselves be introduced."""
    done = context.run(helping.accept_help, **_answering(context))
    if done.outcome is Helping.NO_CONSENT and done.offer:
        yes = Button(context.label("helping.agree"), f"v1:helping:welcome:{done.offer.id}")
        no = Button(context.label("helping.not_now"), f"v1:helping:list:{done.offer.idea_id}")
        context.change("helping.consent_author", buttons=[[yes], [no]])
    elif done.outcome is Helping.INTRODUCED and done.idea and done.author and done.helper:
        _introduce(context, done.author, done.helper, done.idea)
    else:
        _say(context, done)


async def agree_and_accept(update: Update, context: Context) -> None:
    """They may be introduced: done."""
    _consent(context)
    await accept(update, context)


async def decline(update: Update, context: Context) -> None:
    """No, thank you; who offered hears so kindly."""
    done = context.run(helping.decline_help, **_answering(context))
    if done.outcome is Helping.DECLINED and done.idea and done.helper:
        context.turn.drafts += told.help_declined(context.house.teller, done.helper, done.idea, now=context.now)
    _say(context, done)


def _offer(context: Context, number: int, skill: str, words: str) -> None:
    offered: dict[str, Any] = {"idea_id": number, "person_id": context.person.id, "skill": skill, "text": words}
    done = context.run(helping.offer_help, now=context.now, **offered)
    context.run(forms.close, person_id=context.person.id, now=context.now)
    if done.outcome is Helping.OFFERED and done.idea and done.offer and done.author:
        teller = context.house.teller
        context.turn.drafts += told.help_offered(teller, done.author, done.idea, done.offer, now=context.now)
    _say(context, done)


def _say(context: Context, done: Done) -> None:
    """What came of it, and the way to the idea."""
    way = [_to_card(context, done.idea.id)] if done.idea else []
    context.change(done.outcome, buttons=[way, *context.way_back()], most=A_DAY)


def _introduce(context: Context, author: Person, helper: Person, idea: Idea) -> None:
    """The author at once, who pressed; the other as a notice."""
    context.toast(Helping.INTRODUCED)
    told_author = {"name": helper.name, "link": told.link_to(helper), "code": idea.code, "title": idea.title}
    buttons = [[_to_card(context, idea.id)], *context.way_back()]
    context.change("ideahelp.introduced", buttons=buttons, **told_author)
    context.turn.drafts += told.introduced(context.house.teller, helper, author, idea, now=context.now)


def _idea(context: Context) -> Idea | None:
    """The idea that was pressed, if help can be offered to it; else it is said why not."""
    number = int(context.pressed[0])
    card = context.run(browsing.card, idea_id=number, person_id=context.person.id)
    why = Helping.NOT_FOUND if card is None or not card.idea.public or card.idea.gone else None
    if card and not why and (card.own or card.idea.author_id is None):
        why = Helping.OWN if card.own else Helping.NOT_FOUND
    if card and not why and context.run(helping.my_offer, idea_id=number, person_id=context.person.id):
        why = Helping.ALREADY
    if why:
        context.change(why, buttons=[[_to_card(context, number)], *context.way_back()])
    return card.idea if card and not why else None


def _ask_skill(context: Context, idea: Idea) -> None:
    """Each sub-sector, those first that work with every other; the idea's own last."""
    order = [*FIRST, *(one.id for one in sectors.sectors() if one.id not in FIRST)]
    each = sorted(order, key=lambda one: one == idea.sector)
    named = [(one, sectors.name(one, context.language)) for one in each]
    rows = _rows([Button(name, f"v1:helping:skill:{idea.id}:{one}") for one, name in named])
    context.change(
        "helping.which_skill", buttons=[*rows, [_not_now(context, idea.id)]], code=idea.code, title=idea.title
    )


def _rows(buttons: list[Button]) -> list[list[Button]]:
    """Two in a row, where both can be read on a phone."""
    rows: list[list[Button]] = []
    for one in buttons:
        last = rows[-1] if rows else []
        if len(last) == 1 and max(len(last[0].text), len(one.text)) <= NARROW:
            last.append(one)
        else:
            rows.append([one])
    return rows


def _consent(context: Context) -> None:
    who: dict[str, Any] = {"person_id": context.person.id, "language": context.language, "now": context.now}
    context.run(consents.give, purpose=Purpose.INTRODUCE, **who)


def _answering(context: Context) -> dict[str, Any]:
    return {"offer_id": int(context.pressed[0]), "person_id": context.person.id, "now": context.now}


def _line(context: Context, one: Offer, number: int) -> str:
    words = one.text or context.label("helping.no_words")
    return context.text("helping.waiting", number=number, skill=sectors.name(one.skill, context.language), words=words)


def _yes_or_no(context: Context, one: Offer, number: int) -> list[Button]:
    yes = Button(context.label("helping.accept_number", number=number), f"v1:helping:accept:{one.id}")
    return [yes, Button(context.label("helping.decline_number", number=number), f"v1:helping:decline:{one.id}")]


def _not_now(context: Context, number: int) -> Button:
    return Button(context.label("helping.not_now"), f"v1:helping:leave:{number}")


def _to_card(context: Context, number: int) -> Button:
    return Button(context.label("ideacard.back"), f"v1:idea:card:{number}")
