"""An idea on its way as its author sees it, in one message: how it will look, what is like it, what can be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notices.ideas import STATUS
from notices.ideawords import cut
from services import sectors
from services.city import City, Kecamatan
from services.ideas.browsing import Item
from services.ideas.sending import A_DAY, Draft
from services.ideas.values import LONGEST, LONGEST_TITLE, MOST_FILES
from services.ideas.writing import Step, Writing
from services.knowledge import Article
from texts import Texts
from wire.outbox import Button

Rows = list[list[Button]]
SHOWN = 700
"""So much of an idea's words is shown before it is sent: they stand above in the chat."""
WIDE = 20
"""So many letters of a button can be read on a phone beside another one."""
LIMITS: dict[str, Any] = {"megabytes": 20, "files": MOST_FILES, "most": LONGEST, "title": LONGEST_TITLE, "ideas": A_DAY}
"""What sentences about limits name."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of it; `named` None: not chosen yet; `agreed`: to sending ideas; `shown`: others see it by now."""

    writing: Writing
    draft: Draft
    name: str
    named: bool | None
    agreed: bool
    similar: Sequence[Item]
    complaint: Article | None
    person_id: int
    shown: bool = False

    @property
    def asks(self) -> bool:
        """Whether consent and name are to be asked for."""
        return self.writing.is_new and (not self.agreed or self.named is None)


@dataclass(frozen=True, slots=True)
class Screen:
    """Words in one language, for one city."""

    texts: Texts
    language: str
    city: City

    def say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)

    def button(self, key: str, data: str, **values: object) -> Button:
        return Button(self.texts.plain(self.language, key, **values), data)

    def preview(self, look: Look, note: str = "") -> str:
        """The whole message; `note` is the key of what is said first."""
        parts = [self.say(note, **LIMITS)] if note else []
        parts.append(self.say("ide.head" if look.writing.is_new else "ide.head_change"))
        parts += [self._idea(look), self._around(look)]
        parts += [self.say("ide.anew" if look.writing.fresh else "ide.more")]
        parts += [self._complaint(look.complaint)] if look.complaint else []
        parts += [self._similar(look)] if look.similar else []
        parts += [self.say("ide.consent")] if look.asks else []
        parts += [self.say("ide.waits_again")] if look.shown else []
        return "\n\n".join(parts)

    def under(self, look: Look) -> Rows:
        """Complain, support another one instead, send, change a part, leave."""
        return [
            *self._complaint_doors(look.complaint),
            *self._supporting(look),
            *self._sending(look),
            [self.button("ide.change_title", "v1:ide:title"), self.button("ide.rewrite", "v1:ide:rewrite")],
            [self.button("ide.change_sector", "v1:ide:sector"), self.button("ide.change_where", "v1:ide:where")],
            [self.leave(look.writing)],
        ]

    def sectors(self, chosen: str | None) -> Rows:
        """All 17, and none of them."""
        all_of_them = [
            Button(_ticked(sectors.name(one.id, self.language), one.id == chosen), f"v1:ide:sector:{one.id}")
            for one in sectors.sectors()
        ]
        return [*_rows(all_of_them), [self.button("ide.sector_none", "v1:ide:sector:-")], [self.back()]]

    def kecamatan(self, there: Sequence[Kecamatan], chosen: str | None) -> Rows:
        """Each kecamatan, and the whole city."""
        each = [Button(_ticked(one.name, one.id == chosen), f"v1:ide:where:{one.id}") for one in there]
        return [*_rows(each), [self.button("ide.whole_city", "v1:ide:where:-")], [self.back()]]

    def choices(self, writing: Writing) -> Rows:
        """What can be pressed instead of typing."""
        if writing.step is Step.WORDS:
            return [[self.leave(writing)]]
        if writing.step is Step.TITLE or writing.fresh:
            return [[self.back()]]
        return [[self.button("ide.look_again", "v1:ide:show")], [self.leave(writing)]]

    def leave(self, writing: Writing) -> Button:
        return self.button("ide.leave" if writing.is_new else "ide.leave_change", "v1:ide:leave")

    def back(self) -> Button:
        return self.button("ide.back", "v1:ide:show")

    def _idea(self, look: Look) -> str:
        key = "ide.title_only" if is_title(look.draft.title, look.draft.text) else "ide.body"
        told = self.say(key, title=look.draft.title, words=cut(look.draft.text, SHOWN))
        return f"{told}\n{self.say('ide.files')}" if look.draft.files else told

    def _around(self, look: Look) -> str:
        lines = about(self.texts, self.language, self.city, look.draft.sector, look.draft.kecamatan)
        if look.named is not None:
            lines.append(self.say("ide.sender", name=look.name) if look.named else self.say("ide.nameless"))
        return "\n".join(lines)

    def _complaint(self, article: Article) -> str:
        doubt = [self.say("ide.doubt", doubt=article.doubt)] if article.doubt else []
        return "\n".join([self.say("ide.complaint"), *doubt])

    def _complaint_doors(self, article: Article | None) -> Rows:
        if article is None or self.city.complaints is None:
            return []
        doors = [Button(one.name, url=one.link) for one in self.city.complaints.links]
        return [doors, [self.button("ide.how_to_complain", f"v1:answer:open:{article.passage}")]]

    def _similar(self, look: Look) -> str:
        lines = [self.say("ide.similar")]
        for number, one in enumerate(look.similar, start=1):
            status = self.texts.plain(self.language, STATUS[one.idea.status])
            told = {"title": one.idea.title, "status": status, "count": one.idea.supports}
            own = one.idea.author_id == look.person_id
            lines.append(self.say("ide.similar_own" if own else "ide.similar_line", number=number, **told))
        return "\n".join(lines)

    def _supporting(self, look: Look) -> Rows:
        rows = []
        for number, one in enumerate(look.similar, start=1):
            own, alone = one.idea.author_id == look.person_id, len(look.similar) == 1
            if own:
                rows.append([self.button("ide.see_own", f"v1:myideas:card:{one.idea.id}", number=number)])
            else:
                key = "ide.support_this" if alone else "ide.support_number"
                rows.append([self.button(key, f"v1:ide:support:{one.idea.id}", number=number)])
        return rows

    def _sending(self, look: Look) -> Rows:
        send = f"v1:ide:send:{look.writing.revision}"
        if look.asks:
            keys = ("ide.agree_named", "ide.agree_nameless")
            return [[self.button(key, f"{send}:{bit}")] for key, bit in zip(keys, (1, 0), strict=True)]
        turn = ("ide.hide_name", 0) if look.named else ("ide.show_name", 1)
        first = self.button("ide.send" if look.writing.is_new else "ide.save", send)
        return [[first], [self.button(turn[0], f"v1:ide:named:{turn[1]}")]]


def about(texts: Texts, language: str, city: City, sector: str | None, kecamatan: str | None) -> list[str]:
    """What an idea is about, and for whom, each on a line."""
    where = next((one.name for one in city.kecamatan if one.id == kecamatan), "")
    name = sectors.name(sector, language)
    return [
        texts.say(language, "ide.sector", sector=name) if name else texts.say(language, "ide.no_sector"),
        texts.say(language, "ide.where", kecamatan=where) if where else texts.say(language, "ide.everywhere"),
    ]


def is_title(title: str, words: str) -> bool:
    """Whether the title says all that the words say."""
    return title.casefold() == words.strip().rstrip(".").casefold()


def _ticked(name: str, chosen: bool) -> str:
    return f"✓ {name}" if chosen else name


def _rows(buttons: Sequence[Button]) -> Rows:
    """Two in a row, as long as both can be read on a phone."""
    rows: Rows = []
    for button in buttons:
        beside = rows and len(rows[-1]) == 1 and max(len(rows[-1][0].text), len(button.text)) <= WIDE
        rows[-1].append(button) if beside else rows.append([button])
    return rows
