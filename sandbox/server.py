"""The sandbox's front door: BotApi, a Bot API server with the people who talk to the bot behind it."""

import asyncio
from collections.abc import Iterable
from typing import Any

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.groups import Group
from sandbox.limits import GRACE, Limits
from sandbox.listener import Listening
from sandbox.methods.inline import WINDOW
from sandbox.people import Person
from sandbox.polling import OTHER, Polling
from sandbox.snapshot import snapshot
from sandbox.state import Asked, Call, Listener, Press, Raw, World
from sandbox.webhook import Webhook
from sandbox.wire import Wire

TOKEN = "123456:TEST-sandbox"


class BotApi:
    """Start it, point a bot at its url, and let people talk. Everything runs in the loop that started it."""

    def __init__(
        self, token: str = TOKEN, username: str = "malang_bot", strict_limits: bool = False, rate: int = 30
    ) -> None:
        self.limits = Limits(strict_limits, rate)
        self.world = World(token, username, self.limits)
        self.faults = Faults()
        self.webhook = Webhook(self.world.queue, self.faults)
        self.polling = Polling(self.world.queue, self.webhook)
        self.wire = Wire(self.world, self.faults, self.polling)
        self._listening = Listening(self.wire.answer)
        self._last_user = 1000
        self._last_group = -4000
        self._connect_faults()

    def _connect_faults(self) -> None:
        def changed() -> None:
            self.limits.grace = GRACE + self.faults.latency + self.faults.jitter
            self.world.changed("faults", faults=self.faults.snapshot())

        def conflict(n: int) -> None:
            self.polling.conflicts = n
            self.polling.stop_waiting(OTHER if n else None)

        self.limits.held_back = self.faults.held_back
        self.faults.on_change = changed
        self.faults.on_offline = self._listening.offline
        self.faults.on_conflict = conflict

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> str:
        """Listens; port 0 is any free one. Returns the url."""
        await self._listening.start(host, port)
        return self.url

    async def stop(self) -> None:
        """Cuts all connections and ends."""
        self.polling.stop_waiting()
        await self.webhook.close()
        await self._listening.stop()

    @property
    def url(self) -> str:
        """The root, without /bot."""
        return self._listening.url

    @property
    def token(self) -> str:
        """What the bot must know."""
        return self.world.token

    @property
    def clock(self) -> Clock:
        """The sandbox's clock: now(), move(seconds)."""
        return self.world.clock

    def person(
        self, name: str, language: str | None = "id", username: str | None = None, user_id: int | None = None
    ) -> Person:
        """A new person, who has not started the bot."""
        if user_id is None:
            self._last_user += 1
            user_id = self._last_user
        first, _, last = name.partition(" ")
        optional = {"last_name": last, "username": username, "language_code": language}
        kept = {key: value for key, value in optional.items() if value}
        return Person(self.world, {"id": user_id, "is_bot": False, "first_name": first, **kept})

    def group(self, title: str, people: Iterable[Person] = (), supergroup: bool = False) -> Group:
        """A new group with these people and the bot in it."""
        self._last_group -= 1
        return Group(self.world, self._last_group, title, list(people), supergroup)

    def inject(self, raw: Raw) -> int:
        """Puts a ready-made Update object into the queue, whatever it holds; without update_id it gets the next."""
        queue = self.world.queue
        update_id = raw.get("update_id", queue.next_id)
        queue.next_id = update_id + 1 if isinstance(update_id, int) else queue.next_id
        kind = next((key for key in raw if key != "update_id"), "")
        return queue.append(update_id, kind, {"update_id": update_id, **raw}, _lane(raw.get(kind)))

    @property
    def calls(self) -> list[Call]:
        """Every request of the bot in order of arrival, getUpdates aside (api.polling.count counts those)."""
        return self.world.calls

    @property
    def pending(self) -> int:
        """Updates not yet confirmed."""
        self.world.queue.expire()
        return len(self.world.queue.waiting)

    @property
    def presses(self) -> list[Press]:
        """Every press of a callback button with its answer."""
        return list(self.world.presses.values())

    def unanswered(self) -> list[Press]:
        """Presses the bot has not answered (yet)."""
        return [press for press in self.world.presses.values() if press.answered_at is None]

    def unanswered_queries(self) -> list[Asked]:
        """Inline queries the bot has not answered, and still may."""
        since = self.clock.now() - WINDOW
        return [one for one in self.world.inline.values() if one.results is None and one.at >= since]

    @property
    def violations(self) -> list[str]:
        """What a strict server saw broken; presses left unanswered beyond their time included."""
        limit = self.clock.now() - self.world.answer_window
        late = [f"press {press.id} never answered" for press in self.unanswered() if press.clock_at < limit]
        return self.world.violations + late

    def busiest_second(self) -> int:
        """Most sends and edits accepted in any window of one second, by arrival."""
        return self.limits.busiest_second()

    def busiest(self, seconds: float = 1.0, chat_id: int | None = None) -> int:
        """The same for any window, and for one chat (api.limits.by_chat has the totals)."""
        return self.limits.busiest(seconds, chat_id)

    def menu_for(self, person: Person, chat: Any = None) -> list[dict[str, str]]:
        """The commands menu this person sees, in the private chat or in a group."""
        return self.world.menu_for(person, getattr(chat, "chat", chat))

    def listen(self, callback: Listener) -> None:
        """Calls back with every change, as a dictionary with a "kind"."""
        self.world.listen(callback)

    def unlisten(self, callback: Listener) -> None:
        """No more."""
        self.world.unlisten(callback)

    def snapshot(self) -> Raw:
        """Everything as JSON-able dictionaries."""
        return snapshot(self)

    async def until(self, true: Any, timeout: float = 5.0) -> None:
        """Waits until the callable is true; TimeoutError otherwise."""
        async with asyncio.timeout(timeout):
            while not true():  # noqa: ASYNC110
                await asyncio.sleep(0.005)


def _lane(body: Any) -> tuple[int, int]:
    """Which webhook lane a ready-made update belongs to: its chat's, or its sender's."""
    if not isinstance(body, dict):
        return 9, 0
    for number, key in enumerate(("chat", "from", "user")):
        owner = body.get(key)
        if isinstance(owner, dict) and isinstance(owner.get("id"), int):
            return number, owner["id"]
    return 9, 0
