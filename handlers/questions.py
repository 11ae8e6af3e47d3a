"""Plain words, or /tanya: ask, and get the best answer with its source and date, or an honest "not known"."""

import re
from functools import partial

from telegram import Message
from telegram.ext import MessageHandler, filters

from handlers.context import Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from notices import answers, desk
from notices.news import NewsWords
from services import asking, forms, newschoice, questions
from services.asking import Answer, Choices, Nothing, NotKnown, Shelf, SmallTalk

NUMBER = r"([1-9]\d{0,14})"
PASSAGE = r"([a-z]{1,12}:[A-Za-z0-9_.-]{1,24})"
_TANYA = re.compile(r"/tanya(?:@\w+)?(?:\s+|\Z)", re.IGNORECASE)


def add_to(app: App) -> None:
    """Listen to /tanya and to what stands under answers everywhere, to plain words in the private chat only."""
    on_press(app, "v1:question:show", show)
    on_press(app, "v1:question:forwarded", forwarded)
    on_press(app, f"v1:question:none:{NUMBER}", none_of_them)
    on_press(app, f"v1:answer:open:{PASSAGE}", open_one, in_groups=True)
    on_press(app, f"v1:answer:choose:{NUMBER}:{PASSAGE}", choose)
    on_command(app, "tanya", ask, in_groups=True)
    here = filters.ChatType.PRIVATE & (filters.TEXT | filters.CAPTION) & ~filters.FORWARDED
    app.add_handler(MessageHandler(here & filters.UpdateType.MESSAGE & ~filters.COMMAND, asked))
    app.add_handler(MessageHandler(here & filters.UpdateType.EDITED_MESSAGE, edited))


async def show(update: Update, context: Context) -> None:
    """What would you like to know? And before, what one passed on and how far it is."""
    passed_on = context.run(questions.open_of, person_id=context.person.id, now=context.now)
    text, buttons = desk.mine(context.house.texts, context.language, passed_on) if passed_on else ("", [])
    whole = "\n\n".join(part for part in (text, context.text("question.ask")) if part)
    context.change(text=whole, buttons=[*buttons, *context.way_back()])


async def ask(update: Update, context: Context) -> None:
    """/tanya with a question, or alone: as its button."""
    question = " ".join(context.args or ())
    if question:
        _answer(context, question)
    elif context.in_group:
        context.say("question.ask_in_group")
    else:
        await show(update, context)


async def asked(update: Update, context: Context) -> None:
    """Words that are a question; also those under a picture."""
    assert update.message is not None
    question = _words(update.message)
    _answer(context, _TANYA.sub("", question, count=1), "" if update.message.text else "question.caption")


async def edited(update: Update, context: Context) -> None:
    """A question in other words is answered anew; what a form or a command took already is not taken again."""
    assert update.edited_message is not None
    question = _words(update.edited_message)
    if context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now):
        context.say("question.edited_in_form", beneath=True)
    elif question.startswith("/") and not _TANYA.match(question):
        context.say("question.edited_command", beneath=True)
    else:
        _answer(context, _TANYA.sub("", question, count=1), "question.edited")


async def forwarded(update: Update, context: Context) -> None:
    """What somebody else wrote is asked after all: the button's message replies to it."""
    hint = update.callback_query.message if update.callback_query else None
    original = hint.reply_to_message if isinstance(hint, Message) else None
    if original and _words(original):
        _answer(context, _words(original))
    else:
        context.toast("question.forwarded_gone", alert=True)


async def open_one(update: Update, context: Context) -> None:
    """A related question's answer; in a group in place, so that it is not flooded."""
    answer = _told(context, context.pressed[0], context.language)
    if answer is None:
        context.toast("answer.gone", alert=True)
        return
    say = context.change if context.in_group else context.say
    say(text=_quoted(context, answer), buttons=answers.onward(context.house.texts, context.house.city, answer))


async def choose(update: Update, context: Context) -> None:
    """The reading that was meant."""
    number, passage = int(context.pressed[0]), context.pressed[1]
    meant = context.run(asking.chose, asked_id=number, person_id=context.person.id, passage=passage)
    question, language = meant or ("", context.language)
    answer = _told(context, passage, language, question)
    if answer is None:
        context.toast("answer.gone", alert=True)
        return
    context.say(text=_quoted(context, answer), buttons=_under(context, answer, number if meant else None))


async def none_of_them(update: Update, context: Context) -> None:
    """None of the readings was meant: not known, then."""
    buttons = answers.not_known(context.house.texts, context.language, int(context.pressed[0]))
    context.change("answer.unknown", buttons=buttons)


def _words(message: Message) -> str:
    return message.text or message.caption or ""


def _told(context: Context, passage: str, language: str, question: str = "") -> Answer | None:
    return context.run(asking.tell, shelf=_shelf(context), passage=passage, language=language, question=question)


def _shelf(context: Context) -> Shelf:
    return Shelf(context.house.library, context.house.city, context.now)


def _answer(context: Context, question: str, note: str = "") -> None:
    """What the question comes to; `note` is the key of what is said before an answer."""
    outcome = context.run(asking.ask, shelf=_shelf(context), question=question, language=context.language)
    text, buttons = _said(context, question, outcome)
    note = "" if isinstance(outcome, SmallTalk | Nothing) else note
    parts = [context.text(note) if note else "", text, context.text("question.form_open") if _in_form(context) else ""]
    context.say(text="\n\n".join(part for part in parts if part), buttons=buttons, beneath=bool(note))


def _in_form(context: Context) -> bool:
    """Whether something else is half-filled, whose step took no words or was passed by with /tanya."""
    if context.in_group:
        return False
    return context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now) is not None


def _said(context: Context, question: str, outcome: asking.Outcome) -> tuple[str, Buttons]:
    match outcome:
        case Answer(told=told, language=language):
            number = _remember(context, question, language, told.passage)
            return _quoted(context, outcome), _under(context, outcome, number)
        case Choices(language=language):
            return context.house.texts.say(language, "choice.which"), _readings(context, question, outcome)
        case NotKnown(language):
            return _not_known(context, question, language)
        case SmallTalk(kind):
            return context.text(f"smalltalk.{kind}"), () if context.in_group else context.doors()
    if context.in_group:
        return context.text("question.ask_in_group"), ()
    return context.text("question.nothing"), context.doors()


def _remember(context: Context, question: str, language: str, passage: str | None = None) -> int | None:
    """Keep what was asked, for the buttons under its answer; in a group nothing is kept."""
    if context.in_group:
        return None
    remember = partial(questions.remember, person=context.person, now=context.now)
    return context.run(partial(remember, words=question, language=language, passage=passage))


def _quoted(context: Context, answer: Answer) -> str:
    return context.quote(answer.told, sentence=answer.sentence, language=answer.language)


def _under(context: Context, answer: Answer, number: int | None) -> Buttons:
    texts = context.house.texts
    helped = answers.helped(texts, answer.language, number) if number else ()
    return [*answers.onward(texts, context.house.city, answer), *helped, *_news(context, answer.language)]


def _news(context: Context, language: str) -> Buttons:
    """Under the first answer somebody gets, and never again: would you like news?"""
    first = not context.in_group and context.run(newschoice.ask_once, person_id=context.person.id, now=context.now)
    return NewsWords(context.house.texts, language, context.house.city).asked() if first else ()


def _readings(context: Context, question: str, choices: Choices) -> Buttons:
    house, number = context.house, _remember(context, question, choices.language)
    if number is None:
        return answers.readings_in_group(house.texts, choices, house.bot_username)
    return answers.readings(house.texts, choices, number)


def _not_known(context: Context, question: str, language: str) -> tuple[str, Buttons]:
    texts, number = context.house.texts, _remember(context, question, language)
    if number is None:
        buttons = answers.private(texts, language, context.house.bot_username)
        return texts.say(language, "answer.unknown_in_group"), buttons
    return texts.say(language, "answer.unknown"), answers.not_known(texts, language, number)
