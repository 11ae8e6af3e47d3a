"""/bahasa: choose the language the bot speaks; the menu follows."""

from handlers.context import Button, Buttons, Context, Update
from handlers.listening import App, on_command, on_press
from services import people


def add_to(app: App) -> None:
    """Listen to /bahasa and its buttons."""
    on_press(app, "v1:language:show", show)
    on_press(app, "v1:language:set:(id|jv|en)", choose)
    on_command(app, "bahasa", show)


async def show(update: Update, context: Context) -> None:
    """The languages, the one in use marked."""
    context.change("language.choose", buttons=_languages(context))


async def choose(update: Update, context: Context) -> None:
    """Speak this language from now on."""
    (language,) = context.pressed
    context.is_now(context.run(people.choose_language, person=context.person, language=language))
    context.change("language.set", buttons=_languages(context))


def _languages(context: Context) -> Buttons:
    names = {language: context.label(f"language.name.{language}") for language in context.house.city.languages}
    marked = {context.language: context.label("language.current", name=names.get(context.language, ""))}
    rows = [[Button((names | marked)[language], f"v1:language:set:{language}")] for language in names]
    return [*rows, *context.way_back()]
