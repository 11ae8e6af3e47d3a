"""Logs that can be read aloud: no token, no message text, no phone number, no name, no Telegram id, at any level."""

import asyncio
import dataclasses
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import pytest
import structlog
from sqlalchemy import text

import bot
import house
from handlers.context import Context, Update
from handlers.listening import App, on_command, on_press
from sandbox.server import BotApi
from tests.support.town import city_pack, told, town, until
from wire import logs
from wire.logs import Redact, where
from wire.station import Place
from wire.transport import Transport

TOKEN = "987654321:AAcanary-TOKEN_of-this-test-0123456789"
SECRET = "canary-webhook-secret"
NAME, SURNAME, USERNAME, USER_ID = "Kenarikuning", "Burungkecil", "si_kenari_kuning", 918273645546
WORDS, PHONE = "kalimatrahasia tentang tetangga", "0812-3456-7890"
CONTACT = "+6281298765432"
CANARIES = (TOKEN, TOKEN.partition(":")[2], NAME, SURNAME, USERNAME, str(USER_ID), "kalimatrahasia", PHONE, CONTACT)


@contextmanager
def listening(level: str = "DEBUG") -> Iterator[io.StringIO]:
    """The house's own logs, into a string; everything as before afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in logs.FOREIGN}
    logs.set_up(level, secrets=(TOKEN, SECRET), stream=stream)
    try:
        yield stream
    finally:
        structlog.reset_defaults()
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        for name, old in before[2].items():
            logging.getLogger(name).setLevel(old)


async def _raises(update: Update, context: Context) -> None:
    raise ValueError(update.to_dict())


async def _breaks_a_rule(update: Update, context: Context) -> None:
    """An error of the database whose parameters are what somebody wrote."""
    said = update.effective_message.text if update.effective_message else ""
    for _ in range(2):
        context.turn.db.execute(text("INSERT INTO marks (name, value) VALUES ('x', :said)"), {"said": said})


async def _asks_a_library(update: Update, context: Context) -> None:
    """Other people's code logs what it is given."""
    for name in ("somelib", "telegram.ext", "aiohttp.client", "sqlalchemy.engine.Engine", "asyncio"):
        logging.getLogger(name).warning("could not handle %s of %r at %s", update, context, f"/bot{TOKEN}/getMe")
        logging.getLogger(name).debug("%s", update)
    try:
        raise RuntimeError(str(update))
    except RuntimeError:
        logging.getLogger("somelib").exception("failed")
        structlog.get_logger("ours").exception("failed", url=f"/bot{TOKEN}/x", secret=SECRET)


def _add_to(app: App) -> None:
    for name, deed in {"raises": _raises, "rule": _breaks_a_rule, "library": _asks_a_library}.items():
        on_command(app, name, deed)
        on_press(app, f"v1:canary:{name}", deed)


def _features() -> tuple[ModuleType, ...]:
    canary = ModuleType("canary")
    canary.add_to = _add_to  # type: ignore[attr-defined]
    return (canary, *bot.features())


async def _a_day(database_url: str) -> None:
    """Everything that may happen to somebody in one day, well and badly."""
    api = BotApi(token=TOKEN)
    api.webhook.pause = 0.0
    await api.start()
    try:
        async with town(database_url, api=api, features=_features()) as place:
            ani = place.person(f"{NAME} {SURNAME}", username=USERNAME, user_id=USER_ID)
            await ani.asks("/start")
            for words in (WORDS, f"/tanya {WORDS} {PHONE}", f"/{WORDS}", "/privasi", "/bahasa", f"/start {WORDS[:14]}"):
                await ani.asks(words)
            await ani.does(lambda: ani.person.sends_contact(CONTACT))
            await ani.does(lambda: ani.person.sends_photo(f"{WORDS} {PHONE}"))
            await ani.does(lambda: ani.person.sends_document(f"{WORDS}.pdf"))
            for trouble in ("raises", "rule", "library"):
                await ani.asks(f"/{trouble} {WORDS} {PHONE} {CONTACT}")
                await ani.presses(data=f"v1:canary:{trouble}")
            for description in (
                f'Bad Request: can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 5',
                f"Bad Request: chat {USER_ID} is odd: '{NAME}'",
                f"Too Many Requests: “{WORDS}”",
            ):
                code = 429 if "Many" in description else 400
                body = {"ok": False, "error_code": code, "description": description}
                api.faults.status("sendMessage", code, body)
                api.faults.status("answerCallbackQuery", 400, body)
                await ani.asks("/batal")
                api.calls.clear()
                ani.person.presses(data="v1:nothing")
                await until(lambda: any(call.method == "answerCallbackQuery" for call in api.calls))
                api.world.presses.clear()
                await place.settled()
            for fault in (api.faults.cut_after, api.faults.cut_before):
                fault("sendMessage", 2)
                await ani.asks("/batal")
            group = place.group(f"Warga {NAME}", [ani])
            await ani.asks("/roadmap", to=group)
            group.upgrade()
            await place.settled()
            group.kicks_bot()
            await ani.does(ani.person.blocks)
            await place.restart()
            api.faults.revoke_token()
            api.polling.stop_waiting()
            await asyncio.wait_for(place.station.revoked.wait(), 10)
    finally:
        await api.stop()


async def test_a_day_leaves_nothing_of_anybody_in_the_logs(
    database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with listening() as stream:
        await _a_day(database_url)
    said = stream.getvalue() + "".join(capfd.readouterr())
    assert [canary for canary in (*CANARIES, SECRET) if canary in said] == []
    for told_all_the_same in (
        "set aside",
        "refused",
        "bad markup",
        "unknown",
        "too many requests",
        "no longer accepts",
    ):
        assert told_all_the_same in said
    assert "surprise='ValueError'" in said and "surprise='IntegrityError'" in said
    assert "person=1" in said


async def test_negative_control_without_the_filter_they_are_there(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same day with logs as they come: every canary is in them, so the test above looks at something."""
    monkeypatch.setattr(Redact, "filter", lambda self, record: True)
    monkeypatch.setattr(logs, "FOREIGN", ())
    with listening() as stream:
        await _a_day(sqlite_url)
    assert [canary for canary in CANARIES if canary not in stream.getvalue()] == []


# The filter


def _logged(*args: object, name: str = "somelib", **more: object) -> str:
    with listening() as stream:
        logging.getLogger(name).warning(*args, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def test_of_other_people_only_the_bare_event_is_kept() -> None:
    assert _logged("got %s from %s", WORDS, USER_ID).endswith("warning got %s from %s\n")
    assert _logged(f"user {USER_ID}, phone {PHONE}, {TOKEN}").endswith("user [number], phone [number], [secret]\n")
    assert _logged("Task exception was never retrieved\nfuture: <Task exception=ValueError('kalimat')>").endswith(
        "warning Task exception was never retrieved\n"
    )
    assert _logged("other 123456:" + "x" * 30).endswith("other [token]\n")


def test_of_an_exception_the_kind_is_kept_and_where_it_was() -> None:
    with pytest.raises(ValueError, match=WORDS) as caught:
        raise ValueError(WORDS)
    assert _logged("oh", exc_info=caught.value, stack_info=True).endswith("oh [ValueError]\n")
    assert "test_logs.py" in where(caught.value) and WORDS not in where(caught.value)
    with listening() as stream:
        structlog.get_logger("ours").error("oh", exc_info=caught.value, why=f'no "{WORDS}" in chat {USER_ID}')
    assert "surprise='ValueError'" in stream.getvalue()
    assert "why='no \"…\" in chat [number]'" in stream.getvalue()
    assert WORDS not in stream.getvalue()


def test_a_line_is_a_line() -> None:
    with listening() as stream:
        structlog.get_logger("ours").warning("one", value="a\nb\rc", number=5)
        logging.getLogger("somelib").warning("two\r\nthree")
    assert stream.getvalue().count("\n") == 2
    assert "\r" not in stream.getvalue()


async def test_tasks_that_nobody_waited_for() -> None:
    async def fails() -> None:
        raise ValueError(WORDS)

    with listening() as stream:
        task = asyncio.ensure_future(fails())
        await asyncio.wait({task})
        loop = asyncio.get_running_loop()
        loop.call_exception_handler(
            {"message": "Task exception was never retrieved", "future": task, "exception": task.exception()}
        )
    assert "never retrieved" in stream.getvalue()
    assert WORDS not in stream.getvalue()


def test_every_handler_has_the_filter_and_no_logger_another_handler() -> None:
    its_own = io.StringIO()
    logging.getLogger("somelib.that.prints").addHandler(logging.StreamHandler(its_own))
    with listening():
        root = logging.getLogger()
        logging.getLogger("somelib.that.prints").error(WORDS)
        assert [any(isinstance(one, Redact) for one in handler.filters) for handler in root.handlers] == [True]
        assert [name for name in root.manager.loggerDict if logging.getLogger(name).handlers] == []
    assert its_own.getvalue() == ""


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
def test_levels(level: str) -> None:
    with listening(level) as stream:
        for name in ("debug", "info", "warning", "error", "critical"):
            getattr(structlog.get_logger("ours"), name)(name)
    lines = [line.split()[-1] for line in stream.getvalue().splitlines()]
    assert (
        lines
        == ["debug", "info", "warning", "error", "critical"][
            ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"].index(level) :
        ]
    )


def test_nothing_shows_the_token_by_its_looks() -> None:
    api = BotApi(token=TOKEN)
    settings = dataclasses.replace(told(api, "sqlite:////tmp/x.db"), webhook_secret=SECRET)
    running = house.Running(settings, city_pack(settings.city), ())
    place = Place("http://127.0.0.1", TOKEN, f"postgresql+psycopg://u:{SECRET}@h/d", webhook=("https://h/x", SECRET))
    for one in (settings, place, running, Transport("http://127.0.0.1", TOKEN), running._place()):
        assert TOKEN not in f"{one!r} {one}" and SECRET not in f"{one!r} {one}"
