"""How the audit trail is worded: who did what to which thing, when; a name for whoever still has one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.city import City
from services.trail import Entry, Look, Page
from texts import Texts


@dataclass(frozen=True)
class TrailWords:
    """Words for entries in one language."""

    texts: Texts
    language: str
    city: City

    def page(self, page: Page, look: Look, name: str) -> str:
        """A page of the trail: what is looked for, how many there are, each in two lines."""
        lines = [self._say("audit.title"), self._looked_for(page, look, name), ""]
        lines += [self._line(number, one) for number, one in enumerate(page.entries, start=1)]
        return "\n".join(lines) if page.entries else "\n".join([*lines[:2], "", self._say("audit.none")])

    def whole(self, one: Entry) -> str:
        """One entry with everything it says."""
        lines = [self._say("audit.entry", number=one.id), ""]
        lines += [self._say("audit.when", when=self.texts.moment(self.language, one.at))]
        lines += [self._say("audit.who", name=self._who(one))]
        lines += [self._say("audit.what", deed=self.deed(one.deed)), self._say("audit.object", thing=self._thing(one))]
        lines += [self._detail(name, value) for name, value in one.detail.items() if value not in ("", [], None)]
        return "\n".join(lines)

    def deed(self, deed: str) -> str:
        """What was done; the name it has in the rows where an older bot called it something else."""
        key = f"audit.deed.{deed}"
        return self.texts.plain(self.language, key) if self.texts.has(key) else deed

    def noun(self, noun: str) -> str:
        """What deeds are about."""
        key = f"audit.noun.{noun}"
        return self.texts.plain(self.language, key) if self.texts.has(key) else noun

    def _looked_for(self, page: Page, look: Look, name: str) -> str:
        parts = [self._say("audit.count", count=page.count)]
        parts += [self._say("audit.only_who", name=name)] if look.who and name else []
        if look.deed:
            what = self.deed(look.deed) if "." in look.deed else self.noun(look.deed)
            parts.append(self._say("audit.only_what", what=what))
        parts += [self._say(f"audit.days.{look.days}")] if look.days else []
        like = page.entries[:1] if look.like else ()
        parts += [self._say("audit.only_object", thing=self._thing(one)) for one in like]
        return " · ".join(parts)

    def _line(self, number: int, one: Entry) -> str:
        when = self.texts.moment(self.language, one.at)
        told = {"name": self._who(one), "deed": self.deed(one.deed), "thing": self._thing(one)}
        return self._say("audit.line", number=number, when=when, **told)

    def _who(self, one: Entry) -> str:
        if one.actor_id is None:
            return self.texts.plain(self.language, "audit.nobody")
        return one.actor or self.texts.plain(self.language, "audit.number", number=one.actor_id)

    def _thing(self, one: Entry) -> str:
        kind = self.noun(one.kind)
        what = one.what or (f"#{one.number}" if one.number else "")
        return f"{kind} {what}".strip()

    def _detail(self, name: str, value: Any) -> str:
        key = f"audit.detail.{name}"
        label = self.texts.plain(self.language, key) if self.texts.has(key) else name
        return self._say("audit.detail", label=label, value=self._value(value))

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.texts.plain(self.language, "audit.yes" if value else "audit.no")
        if isinstance(value, Mapping):
            return ", ".join(f"{name}: {self._value(one)}" for name, one in value.items())
        if isinstance(value, list):
            return ", ".join(self._value(one) for one in value)
        names = {one.id: one.name for one in self.city.kecamatan}
        return names.get(str(value), str(value))

    def _say(self, key: str, **values: object) -> str:
        return self.texts.say(self.language, key, **values)
