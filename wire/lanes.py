"""Lanes: one a chat, so that a chat hears things in order, one at a time, replies first."""

import heapq
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Protocol

from wire.limits import GroupChat, PrivateChat
from wire.outbox import PRIORITY, Row

LANE_MOST = 20
"""Rows of one chat held in memory; the others stay in the table until these are gone."""

CHANGES = ("edit", "deletion", "correction")


class Budget(Protocol):
    """What one chat may be sent."""

    def ready_at(self, now: float, items: int) -> float: ...
    def answered(self, now: float, items: int) -> None: ...
    def idle(self, now: float) -> bool: ...


def telegram_budget(chat_id: int | None) -> Budget:
    """Telegram's budget of a chat: groups have negative ids."""
    return GroupChat() if chat_id is not None and chat_id < 0 else PrivateChat()


class Lane:
    """What waits for one chat. `more`: rows wait in the table only, `missed` since a reading, `overtaking` no reply."""

    __slots__ = ("budget", "busy", "chat_id", "held_until", "missed", "more", "overtaking", "rows", "ticket")

    def __init__(self, chat_id: int | None, budget: Budget) -> None:
        self.chat_id = chat_id
        self.budget = budget
        self.rows: list[Row] = []
        self.busy = False
        self.held_until = 0.0
        self.more = False
        self.missed = False
        self.overtaking = True
        self.ticket = 0

    def add(self, row: Row) -> bool:
        """Take the row in its place; False when it must stay in the table for now."""
        changed = next((one for one in self.rows if one.id == row.edits), None) if row.edits else None
        if changed is not None:
            row.turn = order(changed)
        if (self.more or len(self.rows) >= LANE_MOST) and not self._overtaken_by(row):
            if row.id > 0:
                self.leave(row)
            return False
        insort(self.rows, row, key=order)
        return True

    def _overtaken_by(self, row: Row) -> bool:
        """Whether a reply may go before the last row held here, and with it before all that wait in the table."""
        reply = PRIORITY[row.kind] == 0 and row.edits is None
        return reply and self.overtaking and bool(self.rows) and order(row) < order(self.rows[-1])

    def leave(self, row: Row) -> None:
        """The row waits in the table only."""
        self.more = self.missed = True
        self.overtaking = self.overtaking and PRIORITY[row.kind] > 0

    def cost(self, row: Row) -> int:
        """What the row costs this chat: changes are free in a private chat or out of sight, settings are no message."""
        if row.kind == "setting" or (row.kind in CHANGES and (self.chat_id is None or self.chat_id > 0)):
            return 0
        return row.items

    def ready_at(self, now: float) -> float:
        cost = self.cost(self.rows[0])
        return max(self.held_until, self.budget.ready_at(now, cost) if cost else 0.0)


def order(row: Row) -> tuple[int, int]:
    """Replies before notices before announcements, each in the order written; an edit behind what it changes."""
    return row.turn or (PRIORITY[row.kind], row.id)


class Lanes:
    """All lanes, and which of them may go now: ready ones by priority and turn, the others by their time."""

    def __init__(self, budget: Callable[[int | None], Budget]) -> None:
        self._budget = budget
        self._lanes: dict[int | None, Lane] = {}
        self._ready: tuple[deque[tuple[Lane, int]], ...] = (deque(), deque(), deque())
        self._later: list[tuple[float, int, Lane, int]] = []
        self._number = count()
        self.size = 0
        self.spilled: list[Row] = []
        """Copies of announcements that a full lane had no room for any more; they stand in no outbox."""

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def get(self, chat_id: int | None) -> Lane | None:
        return self._lanes.get(chat_id)

    def open(self, chat_id: int | None) -> Lane:
        lane = self._lanes.get(chat_id)
        if lane is None:
            lane = self._lanes[chat_id] = Lane(chat_id, self._budget(chat_id))
        return lane

    def put(self, lane: Lane, row: Row) -> bool:
        """Add a row; False when it stays in the table."""
        taken = lane.add(row)
        self.size += taken
        if len(lane.rows) > LANE_MOST:
            last = lane.rows.pop()
            if last.id < 0:
                self.spilled.append(last)
            else:
                lane.leave(last)
            self.size -= 1
        return taken

    def fill(self, lane: Lane, rows: Iterable[Row]) -> None:
        """What the table had for a lane whose rows were all gone; rows missed meanwhile stay for the next reading."""
        lane.more = False
        missed, lane.missed = lane.missed, False
        for row in rows:
            self.put(lane, row)
        lane.more = lane.more or missed

    def drop(self, lane: Lane, row: Row) -> None:
        """The row is done with."""
        if row in lane.rows:
            lane.rows.remove(row)
            self.size -= 1

    def queue(self, lane: Lane, now: float) -> None:
        """Line the lane up for its first row; an earlier place in line is void."""
        lane.ticket += 1
        if lane.busy or not lane.rows:
            return
        at = lane.ready_at(now)
        if at <= now:
            self._ready[PRIORITY[lane.rows[0].kind]].append((lane, lane.ticket))
        else:
            heapq.heappush(self._later, (at, next(self._number), lane, lane.ticket))

    def leave(self, lane: Lane) -> None:
        """Whatever place in line the lane has is void."""
        lane.ticket += 1

    def wake(self, now: float) -> None:
        """Line up those whose time has come."""
        while self._later and self._later[0][0] <= now:
            _, _, lane, ticket = heapq.heappop(self._later)
            if ticket == lane.ticket:
                self.queue(lane, now)

    def first(self) -> Lane | None:
        """The lane whose turn it is, left in line."""
        for line in self._ready:
            while line:
                lane, ticket = line[0]
                if ticket == lane.ticket and lane.rows and not lane.busy:
                    return lane
                line.popleft()
        return None

    def next_time(self) -> float | None:
        """When the next waiting lane may go."""
        return self._later[0][0] if self._later else None

    def clear(self) -> None:
        """Hold nothing any more; what is in flight ends by itself."""
        for lane in self._lanes.values():
            lane.rows.clear()
            lane.more = False
        self._lanes.clear()
        self._later.clear()
        for line in self._ready:
            line.clear()
        self.size = 0

    def forget_idle(self, now: float) -> None:
        """Let go of lanes with nothing to remember."""
        for chat_id, lane in list(self._lanes.items()):
            if not lane.rows and not lane.busy and not lane.more and lane.held_until <= now and lane.budget.idle(now):
                del self._lanes[chat_id]
