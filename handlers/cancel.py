"""/batal: leave the form one is in."""

from handlers.context import Context, Update
from handlers.listening import App, on_command
from services import forms


def add_to(app: App) -> None:
    """Listen to /batal."""
    on_command(app, "batal", cancel)


async def cancel(update: Update, context: Context) -> None:
    """Forget what was typed so far; a keyboard that asked for something is taken away."""
    form = context.run(forms.read, telegram_id=context.person.telegram_id, now=context.now)
    left = context.run(forms.close, person_id=context.person.id, now=context.now)
    if form and form.data.get(forms.KEYS):
        context.say("cancel.done_with_keys", keys=())  # a message has no inline buttons beside that
    else:
        context.say("cancel.done" if left else "cancel.nothing", buttons=context.way_back())
