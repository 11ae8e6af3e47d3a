"""Answers that expire within seconds: sent from memory, again only while somebody still waits for them."""

import asyncio

import structlog

from wire.transport import Answer, AnswerLost, NotSent, Transport

log = structlog.get_logger("expiring")

AGAIN = 0.3
"""Seconds between two tries."""
TOO_OLD = "query is too old"
"""Telegram's word for an answer that came too late; nobody's fault."""


async def deliver(transport: Transport, method: str, body: bytes, *, seconds: float) -> Answer | None:
    """As with a reply: what surely was not sent is sent again, what may have been, once more; None in vain."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    lost, wait = 0, 0.0
    while lost < 2 and (left := deadline - loop.time() - wait) > 0:
        await asyncio.sleep(wait)
        try:
            told = await transport.call(method, body, timeout=left)
        except NotSent:
            wait = AGAIN
        except AnswerLost:
            lost, wait = lost + 1, 0.0
        else:
            if told.code == 429:
                wait = told.retry_after or 1.0
            elif told.code >= 500:
                lost, wait = lost + 1, AGAIN
            else:
                if not told.ok:
                    _refused(method, told)
                return told
    log.warning("could not be answered", method=method)
    return None


def _refused(method: str, told: Answer) -> None:
    tell = log.info if TOO_OLD in told.description.lower() else log.error
    tell("the answer was refused", method=method, why=told.description)
