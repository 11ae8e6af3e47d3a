"""Under an answer or a "not known": pass it on to satgas, say whether it helped; see and withdraw one's own."""

from functools import partial

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_press
from notices import desk
from services import questions, roles
from services.questions import PassedOn, Passing, named, shortened

NUMBER = "([0-9]{1,18})"


def add_to(app: App) -> None:
    """Listen to the buttons under answers, and to those of one's own questions."""
    on_press(app, f"v1:asked:pass:{NUMBER}", pass_on)
    on_press(app, f"v1:asked:yes:{NUMBER}", helped)
    on_press(app, f"v1:asked:no:{NUMBER}", not_helped)
    on_press(app, "v1:asked:mine", mine)
    on_press(app, f"v1:asked:withdraw:{NUMBER}", withdraw)


async def pass_on(update: Update, context: Context) -> None:
    """The question gets its number, in place of the message that had no answer."""
    pass_on = partial(questions.pass_on, asked_id=int(context.pressed[0]), person=context.person, now=context.now)
    passed = context.run(pass_on, stems=context.house.library.index.stems)
    if _is_passed(context, passed):
        context.change(text=_told(context, passed), buttons=_onward(context, passed))


async def helped(update: Update, context: Context) -> None:
    """Good to know."""
    gone = _helped(context, helpful=True)
    context.toast(gone.outcome if gone else "desk.thanks", alert=gone is not None)


async def not_helped(update: Update, context: Context) -> None:
    """The question goes to satgas too; the answer stays as it is, the number stands below it."""
    passed = _helped(context, helpful=False)
    if passed and _is_passed(context, passed) and passed.outcome is not Passing.AGAIN:
        context.say(text=_told(context, passed), buttons=_onward(context, passed))


async def mine(update: Update, context: Context) -> None:
    """What I passed on, and how far it is."""
    passed_on = context.run(questions.open_of, person_id=context.person.id, now=context.now)
    text, buttons = desk.mine(context.house.texts, context.language, passed_on)
    context.change(text=text, buttons=[*buttons, *context.way_back()])


async def withdraw(update: Update, context: Context) -> None:
    """I do not ask this any more; it can be passed on again."""
    number = int(context.pressed[0])
    asked_id = context.run(questions.withdraw, number=number, person=context.person)
    if asked_id is None:
        context.toast("desk.not_open")
        await mine(update, context)
        return
    again = Button(context.label("desk.pass_again"), f"v1:asked:pass:{asked_id}")
    context.change("desk.withdrawn", number=named(number), buttons=[[again], [_all(context)], *context.way_back()])


def _helped(context: Context, helpful: bool) -> PassedOn | None:
    helped = partial(questions.helped, asked_id=int(context.pressed[0]), person=context.person, now=context.now)
    return context.run(helped, helpful=helpful, stems=context.house.library.index.stems)


def _is_passed(context: Context, passed: PassedOn) -> bool:
    """Answer the press, and tell satgas of what is new; False where nothing was passed on."""
    if passed.number is None:
        context.toast(passed.outcome, alert=True)
        return False
    context.toast("desk.number", number=named(passed.number))
    if passed.outcome is Passing.NEW:
        for satgas in context.run(roles.task_force, satgas_ids=context.house.satgas_ids):
            if satgas.id != context.person.id:
                teller, number = context.house.teller, passed.number
                context.turn.drafts += desk.passed_on(teller, satgas, number, passed.words, now=context.now)
    return True


def _told(context: Context, passed: PassedOn) -> str:
    """To who comes back to a question nobody else asks it is as new."""
    alone = passed.outcome is Passing.JOINED and not passed.others
    words = shortened(passed.words, desk.QUOTED)
    told = {"number": named(passed.number or 0), "words": words, "others": passed.others}
    return context.text(Passing.NEW if alone else passed.outcome, **told)


def _onward(context: Context, passed: PassedOn) -> Buttons:
    take_back = Button(context.label("desk.take_back"), f"v1:asked:withdraw:{passed.number}")
    closed = passed.outcome is Passing.CLOSED
    return [[_all(context)] if closed else [_all(context), take_back], *context.way_back()]


def _all(context: Context) -> Button:
    return Button(context.label("desk.all_mine"), "v1:asked:mine")
