"""/bantuan: see what one can do here, for one's role; in a group, what the bot answers there."""

from handlers.context import Button, Context, Update
from handlers.listening import App, on_command, on_press
from services import menu


def add_to(app: App) -> None:
    """Listen to /bantuan and its button."""
    on_press(app, "v1:help:show", show)
    on_command(app, "bantuan", show, in_groups=True)


async def show(update: Update, context: Context) -> None:
    """The commands of this person in this place."""
    if context.in_group:
        private = Button(context.label("help.private"), url=f"https://t.me/{context.house.bot_username}")
        lines = [context.text("help.group"), *_lines(context, menu.group_commands()), "", context.text("help.more")]
        context.change(text="\n".join(lines), buttons=[[private]])
        return
    lines = [context.text("help.title"), *_lines(context, menu.commands(context.rights))]
    lines += [*_elsewhere(context), *_role(context)]
    context.change(text="\n".join(lines), buttons=context.way_back())


def _lines(context: Context, commands: tuple[menu.Command, ...]) -> list[str]:
    return [
        context.text("help.line", name=command.name, what=context.label(f"command.{command.name}"))
        for command in commands
    ]


def _elsewhere(context: Context) -> list[str]:
    """How to find something from any other chat, where BotFather's /setinline has switched that on."""
    told = ["", context.text("help.inline", bot=context.house.bot_username)]
    return told if context.house.inline else []


def _role(context: Context) -> list[str]:
    rights = context.rights
    held = [context.role("satgas")] if rights.satgas else []
    held += [context.role("ketua", rights.kecamatan)] if rights.ketua else []
    return ["", context.text("help.role", role="; ".join(held))] if held else []
