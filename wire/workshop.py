"""The workshop: files that rows describe are made off the event loop, uploaded once, then sent by their file_id."""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

import render
from render import File
from wire import file_ids
from wire.books import Books
from wire.fetching import METHOD as FETCH, Fetcher
from wire.files import Wanted, at, put, wanted
from wire.outbox import PRIORITY, Row
from wire.thread import is_passing
from wire.transport import Answer, Transport, Upload
from wire.wording import CannotBeMade, NotMadeYet

log = structlog.get_logger("workshop")

ROOM = {True: 2, False: 1}
"""Rows whose files are in memory at once, replies and all others: few, so that permits are left for what has none."""
PATIENCE = 60.0
"""Seconds after which a file that is not made counts as one that cannot be."""
REMEMBERED = 512
"""Descriptions whose file_id is known without making the file again."""


@dataclass(slots=True, eq=False)
class Held:
    """What a row has in memory until it was sent: by description, file and hash. Others wait for `over`."""

    replying: bool
    over: asyncio.Future[None]
    files: dict[str, tuple[File, str]] = field(default_factory=dict)
    error: Exception | None = None
    sending: bool = False


class Workshop:
    """`made` is told of a row whose files are at hand, and of the error when the database failed meanwhile."""

    def __init__(self, transport: Transport, books: Books, made: Callable[[Row, Exception | None], None]) -> None:
        self.transport, self.books, self._made = transport, books, made
        self.fetcher = Fetcher(transport)
        self._known: OrderedDict[str, str] = OrderedDict()
        self._first: dict[str, asyncio.Future[None]] = {}
        self._held: dict[int, Held] = {}
        self._making: dict[int, asyncio.Task[None]] = {}
        self._noting: set[asyncio.Task[None]] = set()
        self._room = {replying: asyncio.Semaphore(rows) for replying, rows in ROOM.items()}
        self._threads: ThreadPoolExecutor | None = None

    # Making

    def lacks(self, row: Row) -> bool:
        """Whether something has to be made before the row can be sent."""
        return any(one.key not in self._known for one in wanted(row)) and row.id not in self._held

    def is_making(self, row: Row) -> bool:
        return row.id in self._making

    def begin(self, row: Row, *behind: Row) -> None:
        """Make what the row lacks; rows of its chat that it overtook let go, everything else goes on meanwhile."""
        for other in behind:
            if other.id not in self._making:
                self.release(other)
        if row.id not in self._making:
            self._making[row.id] = asyncio.get_running_loop().create_task(self._work(row))

    async def _work(self, row: Row) -> None:
        error: Exception | None = None
        try:
            await self._take_turn(row)
        except Exception as surprise:
            error = surprise
        finally:
            del self._making[row.id]
        self._made(row, error)

    async def _take_turn(self, row: Row) -> None:
        """One row at a time has a certain file; who waited for it finds its file_id known, or is the next to try."""
        wants = {one.key: one for one in wanted(row)}
        while others := {self._first[key] for key in wants if key in self._first}:
            await asyncio.wait(others)
        missing = [one for key, one in wants.items() if key not in self._known]
        if not missing:
            return
        held = Held(PRIORITY[row.kind] == 0, asyncio.get_running_loop().create_future())
        self._first |= {one.key: held.over for one in missing}
        try:
            await self._room[held.replying].acquire()
        except BaseException:
            self._let_others(held)
            raise
        self._held[row.id] = held
        try:
            await self._make(row, missing, held)
        except BaseException:
            self.release(row)
            raise

    async def _make(self, row: Row, missing: list[Wanted], held: Held) -> None:
        try:
            await self._fill(held, row.payload, missing)
        except Exception as error:
            if is_passing(error):
                raise
            log.error("a file could not be made", row=row.id, person=row.person_id, exc_info=error)
            held.error = error
        else:
            if not held.files:
                self.release(row)

    async def _fill(self, held: Held, payload: str, missing: list[Wanted]) -> None:
        """Make the files, and hold those that Telegram does not have."""
        self._threads = self._threads or ThreadPoolExecutor(max(ROOM.values()), "workshop")
        work = asyncio.get_running_loop().run_in_executor(self._threads, _make_all, payload, missing)
        files = await asyncio.wait_for(work, PATIENCE)
        hashes = [content for _, content in files.values()]
        there = await self.books.run(file_ids.find, hashes=hashes, bot_id=self.transport.bot_id)
        for key, (file, content) in files.items():
            if content in there:
                self._know(key, there[content])
            else:
                held.files[key] = (file, content)

    def _know(self, key: str, file_id: str) -> None:
        self._known[key] = file_id
        self._known.move_to_end(key)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    # Sending

    def check(self, row: Row) -> None:
        """Nothing stands in the way of sending the row; NotMadeYet or CannotBeMade otherwise."""
        held = self._held.get(row.id)
        if held is not None and held.error is not None:
            raise CannotBeMade from held.error
        if self.lacks(row):
            raise NotMadeYet

    async def call(self, row: Row, body: bytes) -> Answer:
        """Send a row whose request body is `body`, its files by file_id where they have one."""
        if row.method == FETCH:
            return await self.fetcher.call(row)
        if not wanted(row):
            return await self.transport.call(row.method, body)
        fields, uploads = json.loads(body), dict[str, Upload]()
        held = self._held.get(row.id)
        for number, one in enumerate(wanted(row)):
            if held is not None and one.key in held.files:
                file = held.files[one.key][0]
                uploads[f"file{number}"] = (file.name, file.content, file.media)
                put(fields, one.path, f"attach://file{number}")
            elif one.key in self._known:
                self._known.move_to_end(one.key)
                put(fields, one.path, self._known[one.key])
            else:
                raise NotMadeYet
        if held is None or not uploads:
            return await self.transport.call(row.method, json.dumps(fields).encode())
        held.sending = True
        return await self.transport.upload(row.method, fields, uploads)

    def heard(self, row: Row, answer: Answer) -> None:
        """What was uploaded has a file_id now: known at once, written down soon."""
        held = self._held.get(row.id)
        if held is None or not answer.ok:
            return
        found = {}
        for one in wanted(row):
            if one.key in held.files and (file_id := _file_id(answer.result, one)):
                self._know(one.key, file_id)
                found[held.files[one.key][1]] = (one.kind, file_id)
        if found:
            task = asyncio.get_running_loop().create_task(self._note(found))
            self._noting.add(task)
            task.add_done_callback(self._noting.discard)

    async def _note(self, found: dict[str, tuple[str, str]]) -> None:
        bot_id, now = self.transport.bot_id, self.books.clock.now()
        try:
            await self.books.run(file_ids.remember, found=found, bot_id=bot_id, now=now)
        except Exception as error:
            log.warning("file_ids could not be written; known until a restart", error=type(error).__name__)

    async def forget(self, row: Row) -> bool:
        """Telegram does not know a file_id that we remembered; False when the row was sent without any."""
        held = self._held.get(row.id)
        by_id = [one.key for one in wanted(row) if held is None or one.key not in held.files]
        gone = [file_id for key in by_id if (file_id := self._known.pop(key, None))]
        if gone:
            log.warning("files are no longer known to Telegram; uploading again", files=len(gone))
            await self.books.run(file_ids.forget, file_ids=gone)
        return bool(by_id)

    # Letting go

    def release(self, row: Row) -> None:
        """The row needs nothing in memory any more."""
        self._release(row.id)

    def _release(self, row_id: int) -> None:
        held = self._held.pop(row_id, None)
        if held is not None:
            self._let_others(held)
            self._room[held.replying].release()

    def _let_others(self, held: Held) -> None:
        self._first = {key: over for key, over in self._first.items() if over is not held.over}
        if not held.over.done():
            held.over.set_result(None)

    def keep(self, rows: Collection[int]) -> None:
        """Of what waits to be sent only these rows are next; what others hold is made again in its time."""
        for row_id, held in list(self._held.items()):
            if row_id not in rows and row_id not in self._making and not held.sending:
                self._release(row_id)

    async def stop(self) -> None:
        """Make nothing more; what was made and not sent is made again after the next start."""
        making = list(self._making.values())
        for task in making:
            task.cancel()
        await asyncio.gather(*making, *self._noting, return_exceptions=True)
        self.keep(())
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    def lasts(self, row: Row) -> bool:
        """Whether a file goes up or down with the row: that takes as long as it takes."""
        return row.id in self._held or row.method == FETCH

    @property
    def lasting(self) -> int:
        """Rows whose files are on their way."""
        return sum(held.sending for held in self._held.values()) + self.fetcher.under_way

    @property
    def idle(self) -> bool:
        return not self._making and not self._noting


def _make_all(payload: str, missing: list[Wanted]) -> dict[str, tuple[File, str]]:
    """In a thread: the files, by key, and a hash that changes with their name too, which Telegram keeps."""
    told, files = json.loads(payload), {}
    for one in missing:
        what = at(told, one.path)
        maker, values = what["render"]
        file = replace(render.make(maker, values), name=what["name"])
        head = "\0".join((one.kind, file.name, file.media, ""))
        files[one.key] = (file, hashlib.sha256(head.encode() + file.content).hexdigest())
    return files


def _file_id(result: Any, one: Wanted) -> str | None:
    """The file_id that an answer has for a file; of a picture's sizes the largest counts."""
    number = one.path[1] if len(one.path) == 3 and isinstance(one.path[1], int) else None
    try:
        media = (result if number is None else result[number])[one.kind]
        told = (media[-1] if isinstance(media, list) else media)["file_id"]
    except (KeyError, IndexError, TypeError):
        return None
    return str(told)
