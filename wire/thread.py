"""The database thread: everything that touches the database runs here, one job after the other."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError

P = ParamSpec("P")
R = TypeVar("R")


def is_passing(error: BaseException) -> bool:
    """Whether the database, not the work, is at fault: locked, full, read-only, away. Such work is tried again."""
    if isinstance(error, OperationalError | InterfaceError | InternalError):
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


class DatabaseThread:
    """One thread, one engine. `failing_since` (monotonic) is set while the database is at fault."""

    def __init__(self, engine: Engine, name: str = "database") -> None:
        self.engine = engine
        self.failing_since: float | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._started: dict[int, float] = {}
        self._kept: Connection | None = None

    async def run(self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `job` in the thread; its own transactions are its own business."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, lambda: self._watched(job, *args, **kwargs))

    async def transaction(self, job: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `job(db, …)` in the thread, in one transaction."""

        def whole() -> R:
            with self.engine.begin() as db:
                return job(db, *args, **kwargs)

        return await self.run(whole)

    async def often(self, job: Callable[Concatenate[Connection, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same for what runs many times a second: on a connection of its own, which stays open until it fails."""
        return await self.run(self._on_the_kept, job, *args, **kwargs)

    def _on_the_kept(self, job: Callable[Concatenate[Connection, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        db = self._kept = self._kept or self.engine.connect()
        try:
            with db.begin():
                return job(db, *args, **kwargs)
        except BaseException:
            self._kept = None
            db.close()
            raise

    def _watched(self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        key = id(job)
        self._started[key] = time.monotonic()
        try:
            result = job(*args, **kwargs)
        except Exception as error:
            if is_passing(error) and self.failing_since is None:
                self.failing_since = time.monotonic()
            raise
        else:
            self.failing_since = None
            return result
        finally:
            self._started.pop(key, None)

    def stuck_for(self) -> float:
        """Seconds that the job under way has taken, or the database has been failing."""
        since = [*self._started.values(), *([self.failing_since] if self.failing_since is not None else [])]
        return time.monotonic() - min(since) if since else 0.0

    def close(self) -> None:
        self._pool.shutdown(wait=True)
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()
