"""Logs that can be read aloud: no token, no message text, no phone number; people appear by their internal number."""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")
_DIGITS = re.compile(r"\+?\d[\d ().-]{6,}\d")
_LONG = re.compile(r"\d{6,}")
_QUOTED = re.compile(r"\".*\"|(?<!\w)'.*'|“.*”")
FOREIGN = ("telegram", "httpx", "httpcore", "aiohttp", "sqlalchemy", "apscheduler", "alembic", "asyncio", "psycopg")
WHY = "why"
"""Key of Telegram's own words: they may quote a message, and name a chat."""


class Redact(logging.Filter):
    """On every handler: takes secrets out of our lines, and everything but the bare event out of other people's."""

    def __init__(self, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, dict):
            record.msg = {key: self._clean(key, value) for key, value in record.msg.items()}
            return True
        record.msg = self._bare(str(record.msg).partition("\n")[0])
        record.args = ()
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += f" [{type(record.exc_info[1]).__name__}]"
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def _clean(self, key: str, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return self._bare(_QUOTED.sub('"…"', value)) if key == WHY else self.text(value)

    def text(self, value: str) -> str:
        """`value` without tokens and secrets."""
        for secret in self._secrets:
            value = value.replace(secret, "[secret]")
        return _TOKEN.sub("[token]", value)

    def _bare(self, template: str) -> str:
        return _LONG.sub("[number]", _DIGITS.sub("[number]", self.text(template)))


def set_up(level: str, *, secrets: tuple[str, ...] = (), stream: Any = None) -> None:
    """Send all logs to `stream` (stderr), one line each; other people's keep no handler and are quiet below WARNING."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redact(secrets))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[_drop_own, _line], foreign_pre_chain=[_stamp, _level])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
    for name in FOREIGN:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _stamp,
            _level,
            _where_only,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
_level = structlog.stdlib.add_log_level
_drop_own = structlog.stdlib.ProcessorFormatter.remove_processors_meta


def _where_only(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Of an exception its kind and place are said, never its message: that may quote what somebody wrote."""
    told = event.pop("exc_info", None)
    if told:
        error = told if isinstance(told, BaseException) else sys.exc_info()[1]
        event["surprise"], event["where"] = type(error).__name__, where(error)
    return event


def where(error: BaseException | None) -> str:
    """Where an error came from, without its message (which may quote what a person wrote)."""
    frames = traceback.extract_tb(error.__traceback__)[-4:] if error else []
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _line(_logger: object, _name: str, event: Mapping[str, Any]) -> str:
    """time level event key=value …; line breaks cannot be smuggled in."""
    event = dict(event)
    head = f"{event.pop('timestamp', '')} {event.pop('level', ''):<7} {event.pop('event', '')}"
    rest = " ".join(f"{key}={value!r}" if isinstance(value, str) else f"{key}={value}" for key, value in event.items())
    return f"{head} {rest}".rstrip().replace("\n", "\\n").replace("\r", "\\r")
