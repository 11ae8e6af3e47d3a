"""A draft as a satgas sees it: what is asked for next, how the article will look, what of it can change."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any, TypeAlias

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import Deed, satgas_only
from services import articledraft as drafts, articles, articleshelf as shelf, articletyped as typed, forms
from services.articledraft import Draft
from services.articles import Content
from services.articletyped import units
from services.city import Source
from services.knowledge import Article

FORM = "article"
PARTS = (("title", "body"), ("sources", "doubt"), ("asked_as", "scope"))
"""What of an article can change, as its buttons stand."""
LIMITS = {
    "title": typed.TITLE, "body": typed.BODY, "name": typed.NAME, "doubt": typed.DOUBT, "phrase": typed.PHRASE,
    "phrases": typed.PHRASES, "whole": typed.WHOLE, "sources": typed.SOURCES,
}  # fmt: skip
_ASK = {
    "title": "article.ask_title",
    "body": "article.ask_body",
    "name": "article.ask_name",
    "link": "article.ask_link",
    "dated": "article.ask_dated",
    "doubt": "article.ask_doubt",
    "asked_as": "article.ask_phrases",
    "asked_more": "article.ask_phrases_more",
}
_NONE = {"link": "article.no_link", "doubt": "article.no_doubt", "asked_as": "article.skip"}
"""Steps that may be left empty, and the button that says so."""
_SOURCE = {
    "name": "article.source_name",
    "link": "article.source_link",
    "dated": "article.source_dated",
    "drop": "article.source_drop",
}
_SHORT, _LONG = 160, 2800
"""Units of a value shown beside others, and of one shown alone."""

WithDraft: TypeAlias = Callable[[Context, Draft], Coroutine[Any, Any, None]]


def with_draft(deed: WithDraft) -> Deed:
    """The deed with the satgas's own draft; where there is none any more, a kind word."""

    @satgas_only
    @wraps(deed)
    async def guarded(update: Update, context: Context) -> None:
        form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
        if form and form.form == FORM:
            await deed(context, Draft.from_dict(form.data))
        else:
            context.toast("article.closed", alert=True)

    return guarded


def as_seen(context: Context, article: Article) -> str:
    """The article as those see it who read its language."""
    return context.quote(article, language=article.language)


def change(context: Context, draft: Draft, part: str) -> None:
    """A part of the draft is about to change; or its preview is shown."""
    shows: Mapping[str, Callable[[Context, Draft], None]] = {"sources": sources, "asked_as": _phrases, "scope": scope}
    if part in shows:
        shows[part](context, replace(draft, then=()))
    else:
        go_on(context, replace(draft, then=() if part == "preview" else (part,)))


def go_on(context: Context, draft: Draft, *, after: str = "") -> None:
    """The draft is kept; its next step is asked for, below the text `after`, or its preview shown."""
    keep(context, draft)
    if draft.then:
        text = context.text(_ASK[draft.step], **LIMITS)
        parts = [after, text, *_now(context, draft)]
        context.change(text="\n\n".join(part for part in parts if part), buttons=choices(context, draft))
    else:
        context.change(text=_preview(context, draft), buttons=preview_buttons(context))


def keep(context: Context, draft: Draft) -> None:
    """The draft is the form the satgas is in."""
    told: dict[str, Any] = {"form": FORM, "step": draft.step, "data": draft.as_dict()}
    context.run(forms.open_form, person_id=context.person.id, now=context.now, **told)


def choices(context: Context, draft: Draft) -> Buttons:
    """What can be pressed instead of typing."""
    if not draft.then:
        return preview_buttons(context)
    instead = []
    if drafts.may_be_empty(draft):
        instead.append(Button(context.label(_NONE[draft.step]), f"v1:draft:none:{draft.step}"))
    if draft.step == "dated":
        instead.append(Button(context.label("article.today"), "v1:draft:today"))
    skips = draft.step == "asked_as" and drafts.may_be_empty(draft)
    back = [_to_preview(context)] if drafts.settled(draft) and not skips else []
    return [instead, [*back, _cancel(context)]]


def preview_buttons(context: Context) -> Buttons:
    """Keep it, change a part of it, or leave it."""
    save = Button(context.label("article.save"), "v1:draft:save")
    parts = [[Button(context.label(f"article.part.{part}"), f"v1:draft:go:{part}") for part in row] for row in PARTS]
    return [[save], *parts, [_cancel(context)]]


def sources(context: Context, draft: Draft) -> None:
    """Every source, each value with its button."""
    keep(context, draft)
    lines = [context.text("article.sources")]
    lines += [f"{number}. {_source(context, one)}" for number, one in enumerate(draft.content.sources, start=1)]
    rows = [
        [
            Button(context.label(key, number=at + 1), f"v1:draft:source:{what}:{at}")
            for what, key in _SOURCE.items()
            if what != "drop" or len(draft.content.sources) > 1
        ]
        for at in range(len(draft.content.sources))
    ]
    more = Button(context.label("article.source_add"), "v1:draft:source:add")
    context.change(text="\n".join(lines), buttons=[*rows, [more], [_to_preview(context), _cancel(context)]])


def scope(context: Context, draft: Draft) -> None:
    """Which kecamatan and topics it is about, each a button that is on or off."""
    keep(context, draft)
    city, content = context.house.city, draft.content
    kecamatan = [_switch(context, "kecamatan", one.id, one.name, one.id in content.kecamatan) for one in city.kecamatan]
    topics = [
        _switch(context, "topics", one.id, _topic(context, one.id), one.id in content.topics) for one in city.topics
    ]
    pairs = [kecamatan[at : at + 2] for at in range(0, len(kecamatan), 2)]
    last = [_to_preview(context), _cancel(context)]
    context.change("article.scope", buttons=[*pairs, *[[topic] for topic in topics], last])


def _phrases(context: Context, draft: Draft) -> None:
    keep(context, draft)
    told = draft.content.asked_as
    more = Button(context.label("article.phrases_more"), "v1:draft:asked:asked_more")
    anew = Button(context.label("article.phrases_anew"), "v1:draft:asked:asked_as")
    text = context.text("article.phrases", count=len(told))
    text += "\n\n" + _copied(context, "\n".join(told)) if told else ""
    context.change(text=text, buttons=[[more, anew], [_to_preview(context), _cancel(context)]])


def _now(context: Context, draft: Draft) -> list[str]:
    """What stands at this step now, ready to be copied."""
    value = drafts.standing(draft)
    return [context.text("article.now") + "\n" + _copied(context, value)] if value else []


def _copied(context: Context, value: str) -> str:
    return context.text("article.copied", value=_clipped(value, _LONG))


def _preview(context: Context, draft: Draft) -> str:
    quoted = as_seen(context, shelf.as_told(draft.content))
    parts = [context.text("article.preview"), quoted, "\n".join(_beside(context, draft))]
    return "\n\n".join(part for part in parts if part)


def _beside(context: Context, draft: Draft) -> list[str]:
    """What residents do not see: how people ask, what it is about; for a change what it said until now."""
    old = context.run(articles.content_of, article_id=draft.id) if draft.id else None
    if old is None:
        shown = [name for name in ("asked_as", "kecamatan", "topics") if getattr(draft.content, name)]
        return [_line(context, "article.is", name, draft.content) for name in shown]
    changed = articles.changed_fields(old, draft.content)
    return [_line(context, "article.was", name, old) for name in changed] or [context.text("article.nothing_changed")]


def _line(context: Context, key: str, name: str, content: Content) -> str:
    value = _clipped(" ".join(_worded(context, name, content).split()), _SHORT)
    return context.text(key, field=context.label(f"article.field.{name}"), value=value or "–")


def _worded(context: Context, name: str, content: Content) -> str:
    if name == "sources":
        dated = context.house.texts.dated
        return "; ".join(f"{one.name}, {dated(context.language, one.dated)} {one.link}" for one in content.sources)
    if name == "kecamatan":
        return context.where(content.kecamatan)
    if name == "topics":
        return ", ".join(_topic(context, one) for one in content.topics)
    return "; ".join(content.asked_as) if name == "asked_as" else str(getattr(content, name))


def _source(context: Context, source: Source) -> str:
    told = {"name": source.name, "date": context.house.texts.dated(context.language, source.dated)}
    return context.text("article.source", link=source.link or context.label("article.no_link"), **told)


def _topic(context: Context, name: str) -> str:
    topic = next((one for one in context.house.city.topics if one.id == name), None)
    return (topic.name.get(context.language) or topic.name["id"]) if topic else name


def _switch(context: Context, field: str, one: str, name: str, on: bool) -> Button:
    return Button(context.label("article.chosen", name=name) if on else name, f"v1:draft:{field}:{one}")


def _clipped(value: str, limit: int) -> str:
    return value if units(value) <= limit else value[: limit // 2 if units(value) > len(value) else limit] + "…"


def _to_preview(context: Context) -> Button:
    return Button(context.label("article.to_preview"), "v1:draft:go:preview")


def _cancel(context: Context) -> Button:
    return Button(context.label("article.cancel"), "v1:draft:cancel")
