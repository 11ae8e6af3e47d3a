"""An announcement under way and after: pause, go on, call it off; who did not get it, and once more to these."""

from functools import partial
from typing import Any

from handlers import announce_card as card
from handlers.announce_card import NUMBER, button
from handlers.context import Button, Context, Update
from handlers.listening import App, ketua_or_satgas_only, on_press, satgas_only
from services.announcements import desk, results, running
from services.announcements.results import Missed
from services.announcements.values import Announcement, Outcome, State

PAGE = 15
ENDS = {
    "failed": "announce.end_failed",
    "unknown": "announce.end_unknown",
    "blocked": "announce.end_blocked",
    "unmarked": "announce.end_blocked",
    "unwanted": "announce.end_unwanted",
    "unreachable": "announce.end_unreachable",
}
AGAIN = {
    "failed": "announce.again_failed",
    "unknown": "announce.again_unknown",
    "unmarked": "announce.again_unmarked",
}
SURE = {
    "failed": "announce.sure_failed",
    "unknown": "announce.sure_unknown",
    "unmarked": "announce.sure_unmarked",
}


def add_to(app: App) -> None:
    """Listen to the buttons under the progress, and to those that look at who did not get it."""
    on_press(app, f"v1:announce:pause:{NUMBER}", pause)
    on_press(app, f"v1:announce:resume:{NUMBER}", resume)
    on_press(app, f"v1:announce:cancel:{NUMBER}", cancel)
    on_press(app, f"v1:announce:end:{NUMBER}", end)
    on_press(app, f"v1:announce:missed:{NUMBER}:([0-9]{{1,18}})", missed)
    on_press(app, f"v1:announce:csv:{NUMBER}", export)
    on_press(app, f"v1:announce:again:{NUMBER}", again)
    on_press(app, f"v1:announce:resend:{NUMBER}:({'|'.join(AGAIN)})", sure)
    on_press(app, f"v1:announce:resent:{NUMBER}:({'|'.join(AGAIN)})", resend)


@ketua_or_satgas_only
async def pause(update: Update, context: Context) -> None:
    """Nothing more of it goes out until somebody says go on."""
    number = int(context.pressed[0])
    card.tell(context, context.run(running.pause, announcement_id=number, **card.who(context)))


@ketua_or_satgas_only
async def resume(update: Update, context: Context) -> None:
    """It goes on where it stopped."""
    number = int(context.pressed[0])
    card.tell(context, context.run(running.resume, announcement_id=number, **card.who(context)))


@ketua_or_satgas_only
async def cancel(update: Update, context: Context) -> None:
    """It rests at once; whether it shall end is asked."""
    number = int(context.pressed[0])
    done = context.run(running.pause, announcement_id=number, **card.who(context))
    if done.outcome is Outcome.PAUSED or (done.announcement and done.announcement.state is State.PAUSED):
        context.toast("announce.cancel_sure", alert=True)
        if done.announcement:
            card.show(context, done.announcement)
    else:
        card.tell(context, done)


@ketua_or_satgas_only
async def end(update: Update, context: Context) -> None:
    """Whoever has none yet gets none."""
    number = int(context.pressed[0])
    done = context.run(running.cancel, announcement_id=number, **card.who(context))
    if done.outcome is Outcome.CANCELLED and done.announcement and card.follow(context, done.announcement):
        context.toast(done.outcome)
    else:
        card.tell(context, done)


@satgas_only
async def missed(update: Update, context: Context) -> None:
    """Who did not get it, and why."""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    after = int(context.pressed[1])
    rows = context.run(results.who_missed, announcement=one, after=after, most=PAGE + 1)
    lines = [_line(context, row) for row in rows[:PAGE]]
    text = "\n".join([context.text("announce.missed", code=one.code), "", *(lines or [context.text("announce.none")])])
    turns = [Button("«", f"v1:announce:missed:{one.id}:0")] if after else []
    turns += [Button("›", f"v1:announce:missed:{one.id}:{rows[PAGE - 1].person_id}")] if len(rows) > PAGE else []
    table = [button(context, "announce.csv", f"v1:announce:csv:{one.id}")] if lines else []
    context.change(text=text, buttons=[turns, table, [card.back_to(context, one.id)]])


@satgas_only
async def export(update: Update, context: Context) -> None:
    """All of them as a table, which is written in the audit trail."""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    rows = context.run(desk.export_missed, announcement_id=one.id, **card.who(context)) or ()
    called = f"{one.code.lower()}-{context.label('announce.file_name')}.csv"
    context.send_file("csv", _table(context, rows), "announce.file", called=called, count=len(rows))


@ketua_or_satgas_only
async def again(update: Update, context: Context) -> None:
    """To whom once more? Nobody gets it again by itself."""
    one = card.read(context, context.pressed[0])
    if one is None:
        return
    many = _many(context, one)
    rows = [
        [button(context, key, f"v1:announce:resend:{one.id}:{what}", count=many[what])]
        for what, key in AGAIN.items()
        if many[what]
    ]
    key = "announce.again" if rows else "announce.nobody_left"
    context.change(key, buttons=[*rows, [card.back_to(context, one.id)]], code=one.code)


@ketua_or_satgas_only
async def sure(update: Update, context: Context) -> None:
    """Really? What that may mean is said."""
    number, what = context.pressed
    one = card.read(context, number)
    if one is not None:
        yes = button(context, "announce.resend_yes", f"v1:announce:resent:{one.id}:{what}")
        count = _many(context, one)[what]
        context.change(SURE[what], buttons=[[yes], [card.back_to(context, one.id)]], count=count)


@ketua_or_satgas_only
async def resend(update: Update, context: Context) -> None:
    """They wait for it once more."""
    number, what = context.pressed
    deed = partial(running.send_again, announcement_id=int(number))
    card.tell(context, context.run(deed, **{what: True}, **card.who(context)))


def _many(context: Context, one: Announcement) -> dict[str, int]:
    told = context.run(results.result, announcement=one)
    return {"failed": told.refused, "unknown": told.unknown, "unmarked": told.unmarked}


def _line(context: Context, row: Missed) -> str:
    name = row.name or context.label("announce.a_chat" if row.person_id < 0 else "news.somebody")
    where = context.where([row.kecamatan]) or "–"
    why = context.label(ENDS[row.end], words=row.words)
    return context.text("announce.missed_line", name=name, where=where, why=why)


def _table(context: Context, rows: tuple[Missed, ...]) -> dict[str, Any]:
    keys = ("announce.column_number", "announce.column_where", "announce.column_why")
    return {
        "columns": [[context.label(key), kind] for key, kind in zip(keys, ("number", "text", "text"), strict=True)],
        "rows": [
            [row.person_id, context.where([row.kecamatan]), context.label(ENDS[row.end], words=row.words)]
            for row in rows
        ],
        "timezone": context.house.timezone,
    }
