"""Gates: what an update says waits until its press is answered, at most two seconds."""

import asyncio
from collections.abc import Callable

from wire.books import Recent
from wire.ledger import GATE_SECONDS
from wire.outbox import Row


class Gates:
    """A gate is the number of an update with a press. `late` is called for one that nobody opened in time."""

    def __init__(self, late: Callable[[int], None]) -> None:
        self._late = late
        self._shut: dict[int, set[int | None]] = {}
        self._opened = Recent()

    def shut(self, row: Row) -> None:
        """The row waits for its update's press, unless that is answered already."""
        if row.gate is None or row.gate in self._opened:
            return
        if row.gate not in self._shut:
            asyncio.get_running_loop().call_later(GATE_SECONDS, self._late, row.gate)
        self._shut.setdefault(row.gate, set()).add(row.chat_id)

    def open(self, gate: int) -> set[int | None]:
        """The press has its answer; the chats in which something waited for it."""
        self._opened.add(gate)
        return self._shut.pop(gate, set())

    def holds(self, row: Row) -> bool:
        return row.gate is not None and row.gate in self._shut

    def forget(self) -> None:
        """A sender starts anew: nothing is shut."""
        self._shut.clear()

    @property
    def idle(self) -> bool:
        return not self._shut
