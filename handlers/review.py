"""/tinjau, for satgas and ketua: the queue with its clocks, filters; one idea whole, shown or not; export, clocks."""

from collections.abc import Sequence
from typing import Any

from handlers import reviewing
from handlers.context import Button, Context, Update
from handlers.listening import App, ketua_or_satgas_only, on_command, on_press, satgas_only
from handlers.reviewing import LOOK, NUMBER, STATUSES, Look, button
from notices import reviewwords as worded
from notices.ideas import STATUS
from services import sectors
from services.ideas import clocks, exporting, reading, reviewing as deeds
from services.ideas.clocks import Limits
from services.ideas.exporting import Row
from services.ideas.reviewing import Queue, Wanted
from services.ideas.values import Attachment, Idea

PAGE = "([0-9]{1,18})"
_CHOICES = {"k": "review.all_kecamatan", "s": "review.all_sectors", "t": "review.all_statuses"}
_DEEDS = {"show": deeds.show, "back": deeds.put_back}


def add_to(app: App) -> None:
    """Listen to /tinjau and to the buttons of the queue and of an idea."""
    on_press(app, f"v1:review:list(?::{LOOK}:{PAGE})?", show_queue)
    on_press(app, f"v1:review:filter:{LOOK}", show_filters)
    on_press(app, f"v1:review:pick:([kst]):{LOOK}", pick)
    on_press(app, f"v1:review:see:{NUMBER}:{LOOK}", see)
    on_press(app, f"v1:review:(show|back):{NUMBER}:{NUMBER}:{LOOK}", review)
    on_press(app, f"v1:review:files:{NUMBER}", send_files)
    on_press(app, f"v1:review:whole:{NUMBER}", send_whole)
    on_press(app, f"v1:review:story:{NUMBER}:{LOOK}", show_story)
    on_press(app, f"v1:review:(xlsx|csv):{LOOK}", export)
    on_press(app, "v1:review:clocks(?::([0-9]{1,2}):([0-9]{1,2}))?", set_clocks)
    on_command(app, "tinjau", command)


@ketua_or_satgas_only
async def command(update: Update, context: Context) -> None:
    """/tinjau alone, or with the code of an idea."""
    words = " ".join(context.args or ())
    idea = context.run(reading.by_code, code=words) if words else None
    if words:
        reviewing.show_card(context, idea.id if idea else 0, Look())
    else:
        _queue(context, Look(), 0)


@ketua_or_satgas_only
async def show_queue(update: Update, context: Context) -> None:
    """What waits, oldest first."""
    look, after = context.pressed or (None, None)
    _queue(context, Look.of(look), int(after or 0))


@ketua_or_satgas_only
async def see(update: Update, context: Context) -> None:
    """One idea whole."""
    number, look = context.pressed
    reviewing.show_card(context, int(number), Look.of(look))


@ketua_or_satgas_only
async def review(update: Update, context: Context) -> None:
    """Everybody may see it from now on; or it waits as if nobody had looked."""
    deed, number, revision, look = context.pressed
    told: dict[str, Any] = {"idea_id": int(number), "revision": int(revision)}
    done = context.run(_DEEDS[deed], **told, **reviewing.who(context))
    reviewing.after(context, done, Look.of(look))


@ketua_or_satgas_only
async def show_filters(update: Update, context: Context) -> None:
    """Which part of the queue; each kind with how many there are."""
    look = Look.of(context.pressed[0])
    found = _read(context, look, 0)
    kinds = [
        Button(
            ("✓ " if one is look.wanted else "") + context.label(worded.KINDS[one], count=found.counts[one]),
            f"v1:review:list:{look.but(wanted=one)}:0",
        )
        for one in Wanted
        if context.rights.satgas or one is not Wanted.PENDING
    ]
    picks = [
        button(context, "review.filter_by", f"v1:review:pick:{kind}:{look}", what=_chosen(context, kind, look))
        for kind in _CHOICES
    ]
    rows = [kinds[at : at + 2] for at in range(0, len(kinds), 2)]
    context.change("review.filter_ask", buttons=[*rows, *([one] for one in picks), [reviewing.to_queue(context, look)]])


@ketua_or_satgas_only
async def pick(update: Update, context: Context) -> None:
    """One kecamatan, sub-sector or status, or any."""
    kind, look = context.pressed[0], Look.of(context.pressed[1])
    field = {"k": "kecamatan", "s": "sector", "t": "status"}[kind]
    names = [context.label(_CHOICES[kind]), *_names(context, kind)]
    buttons = [
        Button(("✓ " if at == getattr(look, field) else "") + name, f"v1:review:list:{look.but(**{field: at})}:0")
        for at, name in enumerate(names)
    ]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    back = button(context, "review.back_to_filters", f"v1:review:filter:{look}")
    context.change("review.pick_ask", buttons=[*rows, [back]])


@ketua_or_satgas_only
async def send_files(update: Update, context: Context) -> None:
    """Its pictures and documents, as they were given."""
    idea = _idea(context, int(context.pressed[0]))
    if idea is None or not idea.files:
        context.toast("review.no_files", alert=True)
        return
    for kind in ("photo", "document"):
        _send(context, idea, [one for one in idea.files if one.kind == kind], as_photos=kind == "photo")


@ketua_or_satgas_only
async def send_whole(update: Update, context: Context) -> None:
    """All its words, where the card has only their beginning."""
    idea = _idea(context, int(context.pressed[0]))
    if idea is None:
        context.toast("review.not_found", alert=True)
    else:
        context.say("review.whole", code=idea.code, title=idea.title, words=idea.text)


@ketua_or_satgas_only
async def show_story(update: Update, context: Context) -> None:
    """Who did what to it."""
    number, look = int(context.pressed[0]), Look.of(context.pressed[1])
    found = reviewing.dossier(context, number)
    if found is None:
        context.toast("review.not_found", alert=True)
        return
    text = worded.story(context.house.texts, context.language, found.card.idea, found.events)
    context.change(text=text, buttons=[[reviewing.to_card(context, number, look)]])


@ketua_or_satgas_only
async def export(update: Update, context: Context) -> None:
    """All ideas (of the chosen kecamatan) as a file."""
    maker, look = context.pressed[0], Look.of(context.pressed[1])
    kecamatan = look.filters(context)["kecamatan"]
    rows = context.run(exporting.export_ideas, kecamatan=kecamatan, **reviewing.who(context))
    if not rows:
        context.toast("review.nothing_to_export", alert=True)
        return
    day = reviewing.hours(context).day(context.now).isoformat()
    called = "-".join(["ide", *([kecamatan] if kecamatan else []), day])
    context.send_file(maker, _table(context, rows), "review.file", called=f"{called}.{maker}", count=len(rows))


@satgas_only
async def set_clocks(update: Update, context: Context) -> None:
    """How many working days new ideas get; a press changes it at once."""
    chosen = [int(one) for one in context.pressed if one]
    if chosen:
        limits = Limits(*chosen)
        told: dict[str, Any] = {"actor_id": context.person.id, "now": context.now}
        context.toast(
            "review.clocks_set" if context.run(clocks.set_limits, limits=limits, **told) else "review.clocks_no"
        )
    now_so = context.run(clocks.limits)
    read, answer = now_so.review, now_so.answer
    rows = [
        [
            button(context, "review.read_less", f"v1:review:clocks:{max(1, read - 1)}:{answer}"),
            button(context, "review.read_more", f"v1:review:clocks:{min(read + 1, answer)}:{answer}"),
        ],
        [
            button(context, "review.answer_less", f"v1:review:clocks:{read}:{max(read, answer - 1)}"),
            button(context, "review.answer_more", f"v1:review:clocks:{read}:{min(answer + 1, clocks.MOST)}"),
        ],
        [reviewing.to_queue(context, Look())],
    ]
    context.change("review.clocks", read=read, answer=answer, buttons=rows)


def _queue(context: Context, look: Look, after: int) -> None:
    form = reviewing.open_form(context)
    if form and form.form in (reviewing.WORDS_FORM, reviewing.VERDICT_FORM):
        reviewing.close(context)
    found = _read(context, look, after)
    texts, language, city = context.house.texts, context.language, context.house.city
    head = context.text("review.title", late=found.counts[Wanted.LATE], count=found.counts[Wanted.OPEN])
    parts = [head, context.text("review.looking_at", what=_looking_at(context, look, found))]
    parts += [worded.line(texts, language, city, one) for one in found.items]
    parts += [] if found.items else [context.text("review.none")]
    looks = [Button(one.idea.code, f"v1:review:see:{one.idea.id}:{look}") for one in found.items]
    rows = [looks[at : at + 2] for at in range(0, len(looks), 2)]
    context.change(text="\n\n".join(parts), buttons=[*rows, *_below(context, look, after, found), *context.way_back()])


def _below(context: Context, look: Look, after: int, found: Queue) -> list[Sequence[Button]]:
    turns = [button(context, "review.first", f"v1:review:list:{look}:0")] if after else []
    turns += [button(context, "review.further", f"v1:review:list:{look}:{found.further}")] if found.further else []
    rows: list[Sequence[Button]] = [turns]
    if found.counts[Wanted.PENDING] and context.rights.satgas:
        count = found.counts[Wanted.PENDING]
        rows.append([button(context, "review.to_pending", "v1:verdicts:show", count=count)])
    more = [button(context, "review.filter", f"v1:review:filter:{look}")]
    more += [button(context, "review.to_clocks", "v1:review:clocks")] if context.rights.satgas else []
    files = [
        button(context, "review.export_xlsx", f"v1:review:xlsx:{look}"),
        button(context, "review.export_csv", f"v1:review:csv:{look}"),
    ]
    return [*rows, more, files]


def _read(context: Context, look: Look, after: int) -> Queue:
    told: dict[str, Any] = {"rights": context.rights, "hours": reviewing.hours(context), "now": context.now}
    return context.run(deeds.queue, after_id=after or None, **look.filters(context), **told)


def _looking_at(context: Context, look: Look, found: Queue) -> str:
    """What part of the queue this is, in words."""
    parts = [context.label(worded.KINDS[look.wanted], count=found.counts[look.wanted])]
    fields = {"k": look.kecamatan, "s": look.sector, "t": look.status}
    return " · ".join([*parts, *(_chosen(context, kind, look) for kind, at in fields.items() if at)])


def _chosen(context: Context, kind: str, look: Look) -> str:
    at = {"k": look.kecamatan, "s": look.sector, "t": look.status}[kind]
    names = _names(context, kind)
    return names[at - 1] if 0 < at <= len(names) else context.label(_CHOICES[kind])


def _names(context: Context, kind: str) -> list[str]:
    if kind == "k":
        return [one.name for one in context.house.city.kecamatan]
    if kind == "s":
        return [sectors.name(one.id, context.language) for one in sectors.sectors()]
    return [context.label(STATUS[one]) for one in STATUSES]


def _idea(context: Context, number: int) -> Idea | None:
    return context.run(reading.reviewed_idea, idea_id=number, rights=context.rights)


def _send(context: Context, idea: Idea, files: list[Attachment], *, as_photos: bool) -> None:
    """An album where there are several; one alone otherwise."""
    if len(files) > 1:
        context.send_album([one.file_id for one in files], "review.files_of", as_photos=as_photos, code=idea.code)
    elif files:
        send = context.send_photo if as_photos else context.send_document
        send(files[0].file_id, "review.files_of", code=idea.code)


_COLUMNS = (
    ("review.column_code", "text"),
    ("review.column_sent", "time"),
    ("review.column_title", "text"),
    ("review.column_text", "text"),
    ("review.column_author", "text"),
    ("review.column_kecamatan", "text"),
    ("review.column_sector", "text"),
    ("review.column_seen", "text"),
    ("review.column_status", "text"),
    ("review.column_milestone", "text"),
    ("review.column_supports", "number"),
    ("review.column_read_by", "time"),
    ("review.column_read", "time"),
    ("review.column_answer_by", "time"),
    ("review.column_answered", "time"),
    ("review.column_answer", "text"),
)


def _table(context: Context, rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "columns": [[context.label(key), kind] for key, kind in _COLUMNS],
        "rows": [_values(context, one) for one in rows],
        "sheet": context.label("door.tinjau"),
        "timezone": context.house.timezone,
    }


def _values(context: Context, one: Row) -> list[Any]:
    idea = one.idea
    seen = context.label(worded.SEEN[idea.visibility])
    times = [each and each.isoformat() for each in (idea.review_by, idea.reviewed_at, idea.answer_by, idea.answered_at)]
    place = [context.where([idea.kecamatan or ""]), sectors.name(idea.sector, context.language)]
    return [
        *(idea.code, idea.sent_at.isoformat(), idea.title, idea.text, one.author, *place),
        *(seen, context.label(STATUS[idea.status]), idea.milestone, idea.supports),
        *(*times, one.answer.text if one.answer else ""),
    ]
