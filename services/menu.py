"""The menu: one table of commands, from which Telegram's menu, /bantuan and the buttons of /start are all made."""

from dataclasses import dataclass

from sqlalchemy import Connection

from models import Mark, upsert
from services.roles import Rights

ALL, KETUA, SATGAS = "all", "ketua", "satgas"


@dataclass(frozen=True, slots=True)
class Command:
    """A working command: who has it, whether groups have it, and the press that is the same deed (None: no button)."""

    name: str
    press: str | None = None
    who: str = ALL
    in_groups: bool = False

    def is_for(self, rights: Rights) -> bool:
        """Whether somebody with these rights has it; satgas may do all that a ketua may."""
        return self.who == ALL or rights.satgas or (self.who == KETUA and rights.ketua)


COMMANDS = (
    Command("start"),
    Command("tanya", "v1:question:show", in_groups=True),
    Command("roadmap", "v1:roadmap:show", in_groups=True),
    Command("kpi", "v1:kpis:show"),
    Command("ruang", "v1:ruang:show", in_groups=True),
    Command("kursiku", "v1:mine:show"),
    Command("ide", "v1:ide:new"),
    Command("ideku", "v1:myideas:show"),
    Command("jelajah", "v1:ideas:show"),
    Command("kabar", "v1:news:home"),
    Command("bantuan", "v1:help:show", in_groups=True),
    Command("bahasa", "v1:language:show"),
    Command("privasi", "v1:privacy:show"),
    Command("pendaftar", "v1:signups:show", who=KETUA),
    Command("slot", "v1:kept:home", who=KETUA),
    Command("tinjau", "v1:review:list", who=KETUA),
    Command("pengumuman", "v1:announce:home", who=KETUA),
    Command("tonggak", "v1:milestone:home", who=SATGAS),
    Command("isi_kpi", "v1:kpi:home", who=SATGAS),
    Command("antrean", "v1:queue:show", who=SATGAS),
    Command("artikel", "v1:article:home", who=SATGAS),
    Command("tim", "v1:team:show", who=SATGAS),
    Command("blokir", "v1:ban:show", who=SATGAS),
    Command("statistik", "v1:stats:show", who=SATGAS),
    Command("batal"),
)


def commands(rights: Rights) -> tuple[Command, ...]:
    """What somebody with these rights has in the private chat."""
    return tuple(command for command in COMMANDS if command.is_for(rights))


def group_commands() -> tuple[Command, ...]:
    """What everybody has in a group."""
    return tuple(command for command in COMMANDS if command.in_groups)


def changed(db: Connection, *, name: str, value: str) -> bool:
    """Remember `value` under `name`; True where it was another one or none."""
    told = {"value": value}
    statement = upsert(db, Mark).values(name=name, **told)
    new = statement.on_conflict_do_update(index_elements=[Mark.name], set_=told, where=Mark.value != value)
    return db.execute(new.returning(Mark.name)).first() is not None
