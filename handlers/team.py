"""/tim, for satgas: see who has which role and take one back at once; invitations are in invites.py."""

from handlers.context import Button, Buttons, Context, Person, Update
from handlers.listening import App, on_command, on_press, satgas_only
from services import roles
from services.roles import Held, Member, TakeBack

PAGE = 8


def add_to(app: App) -> None:
    """Listen to /tim and its buttons."""
    on_press(app, "v1:team:show(?::([0-9]{1,4}))?", show)
    on_press(app, "v1:team:member:([0-9]{1,18})", show_member)
    on_press(app, "v1:team:ask:([0-9]{1,18})", ask)
    on_press(app, "v1:team:end:([0-9]{1,18})", take_back)
    on_command(app, "tim", show)


@satgas_only
async def show(update: Update, context: Context) -> None:
    """Everybody with a role, a page at a time."""
    page = int(next(iter(context.pressed), None) or 0)
    team = context.run(roles.list_team, satgas_ids=context.house.satgas_ids)
    pages = max(1, -(-len(team.members) // PAGE))
    page = min(page, pages - 1)
    members = team.members[page * PAGE : (page + 1) * PAGE]
    lines = [context.text("team.title"), ""]
    lines += [context.text("team.line", name=one.person.name, roles=_roles(context, one)) for one in members]
    lines += [context.text("team.unseen", count=team.unseen)] if team.unseen else []
    lines += [context.text("team.page", page=page + 1, pages=pages)] if pages > 1 else []
    context.change(text="\n".join(lines), buttons=_doors(context, members, page, pages))


@satgas_only
async def show_member(update: Update, context: Context) -> None:
    """One person's roles, each with its button to take it back."""
    team = context.run(roles.list_team, satgas_ids=context.house.satgas_ids)
    member = next((one for one in team.members if one.person.id == int(context.pressed[0])), None)
    if member is None:
        context.toast("team.not_held")
        await show(update, context)
        return
    text = context.text("team.member", name=member.person.name, roles=_roles(context, member))
    text += "\n\n" + context.text("team.settings_stay") if member.by_settings else ""
    ends = [held for held in member.held if not (member.by_settings and held.role == "satgas")]
    rows = [
        [Button(context.label("team.take_back", role=_role(context, held)), f"v1:team:ask:{held.id}")] for held in ends
    ]
    context.change(text=text, buttons=[*rows, _back(context)])


@satgas_only
async def ask(update: Update, context: Context) -> None:
    """Are you sure?"""
    found = context.run(roles.find_held, role_id=int(context.pressed[0]))
    if found is None:
        context.toast("team.not_held")
        await show(update, context)
        return
    person, held = found
    yes = Button(context.label("team.yes"), f"v1:team:end:{held.id}")
    no = Button(context.label("team.no"), f"v1:team:member:{person.id}")
    context.change("team.confirm", role=_role(context, held), name=person.name, buttons=[[yes, no]])


@satgas_only
async def take_back(update: Update, context: Context) -> None:
    """The role ends now; its holder and the task force hear of it."""
    who = {"actor_id": context.person.id, "role_id": int(context.pressed[0])}
    taken = context.run(roles.take_back, satgas_ids=context.house.satgas_ids, now=context.now, **who)
    context.toast(taken.outcome, alert=taken.outcome is not TakeBack.DONE)
    if taken.outcome is TakeBack.DONE and taken.person and taken.held:
        _tell(context, taken.person, taken.held)
    if context.rights.satgas:
        await show(update, context)
    else:
        context.change("start.menu", buttons=context.doors())


def _tell(context: Context, person: Person, held: Held) -> None:
    if person.id == context.person.id:
        context.is_now(context.person)
    else:
        context.menu_may_change(person)
        context.say_to(person, "team.told_person", role=_role(context, held, person.speaks))
    for satgas in context.run(roles.task_force, satgas_ids=context.house.satgas_ids):
        if satgas.id not in (person.id, context.person.id):
            role = _role(context, held, satgas.speaks)
            context.say_to(satgas, "team.told_team", actor=context.person.name, role=role, name=person.name)


def _role(context: Context, held: Held, language: str | None = None) -> str:
    return context.role(held.role, [held.kecamatan], language)


def _roles(context: Context, member: Member) -> str:
    satgas = any(held.role == "satgas" for held in member.held)
    kecamatan = [held.kecamatan for held in member.held if held.role == "ketua"]
    held = [context.label("role.by_settings")] if member.by_settings else [context.role("satgas")] * satgas
    return "; ".join([*held, *([context.role("ketua", kecamatan)] if kecamatan else [])])


def _doors(context: Context, members: tuple[Member, ...], page: int, pages: int) -> Buttons:
    people = [Button(one.person.name[:40] or "–", f"v1:team:member:{one.person.id}") for one in members]
    turns = [Button("‹", f"v1:team:show:{page - 1}")] if page else []
    turns += [Button("›", f"v1:team:show:{page + 1}")] if page < pages - 1 else []
    invite_ketua = Button(context.label("team.invite_ketua"), "v1:invite:ketua:0")
    invite_satgas = Button(context.label("team.invite_satgas"), "v1:invite:satgas")
    waiting = Button(context.label("team.open_invites"), "v1:invite:list")
    pairs = [people[at : at + 2] for at in range(0, len(people), 2)]
    return [*pairs, turns, [invite_ketua, invite_satgas], [waiting], *context.way_back()]


def _back(context: Context) -> list[Button]:
    return [Button(context.label("team.back"), "v1:team:show")]
