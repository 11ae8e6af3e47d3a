"""The page's routes: who may ask, what is told, what can be done."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.page import Page
from sandbox.people import Person
from sandbox.server import BotApi
from sandbox.view import difference

OURS = {"X-Sandbox": "1"}


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
def ani(api: BotApi) -> Person:
    return api.person("Ani", user_id=11)


@pytest.fixture
async def page(api: BotApi, ani: Person) -> AsyncIterator[Page]:
    page = Page(api, {ani.id: "Warga"})
    await page.start()
    yield page
    await page.stop()


@pytest.fixture
async def http(page: Page) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(page.url) as session:
        yield session


class Events:
    """The page's stream, one event at a time."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def next(self, kind: str) -> Any:
        """The data of the next event of this kind."""
        async with asyncio.timeout(3):
            while True:
                line = (await self.response.content.readline()).decode().strip()
                if line == f"event: {kind}":
                    return json.loads((await self.response.content.readline()).removeprefix(b"data: "))

    async def until(self, key: list[Any]) -> Any:
        """The value that a patch sets for this key."""
        while True:
            for found, value in (await self.next("patch"))["set"]:
                if found == key:
                    return value


@pytest.fixture
async def events(http: aiohttp.ClientSession) -> AsyncIterator[Events]:
    async with http.get("/page/events") as response:
        yield Events(response)


async def act(http: aiohttp.ClientSession, **body: Any) -> tuple[int, Any]:
    async with http.post("/page/act", json=body, headers=OURS) as response:
        return response.status, await response.json()


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/page/style.css", "/page/mark.svg"])
async def test_its_files_are_served_with_a_policy_that_runs_only_them(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path) as response:
        assert response.status == 200
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page/..%2fpage.py", "/page/nothing.js", "/page/file/unknown", "/else"])
async def test_nothing_else_is_served(http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(path) as response:
        assert response.status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", ""])
@pytest.mark.parametrize("path", ["/", "/page/events", "/page/app.js"])
async def test_another_name_for_this_machine_is_refused(http: aiohttp.ClientSession, host: str, path: str) -> None:
    async with http.get(path, headers={"Host": host}) as response:
        assert response.status in (400, 403)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {**OURS, "Origin": "http://evil.example"},
        {**OURS, "Origin": "null"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/page/act", "/page/upload"])
async def test_posts_of_other_sites_are_refused(
    http: aiohttp.ClientSession, ani: Person, headers: dict[str, str], path: str
) -> None:
    async with http.post(path, json={"do": "say", "person": 11, "chat": 11, "text": "x"}, headers=headers) as response:
        assert response.status == 403

    assert ani.messages == []


async def test_all_is_told_at_first_then_only_what_changed(events: Events, api: BotApi, ani: Person) -> None:
    first = {tuple(key): value for key, value in (await events.next("state"))["set"]}
    assert list(first) == [("bot",), ("people",), ("tools",), ("chat", 11)]
    assert first["people",][0] | {"commands": {}} == {
        "id": 11, "name": "Ani", "role": "Warga", "hint": "", "language": "id",
        "blocked": False, "description": "", "commands": {},
    }  # fmt: skip

    ani.says("halo")

    message = await events.until(["message", 11, ani.messages[0]["message_id"]])
    assert (message["text"], message["seen"]) == ("halo", False)


async def test_toasts_and_typing_pass_by(events: Events, api: BotApi, ani: Person) -> None:
    await events.next("state")

    api.world.changed("toast", person_id=11, text="Halo", alert=True)
    assert await events.next("toast") == {"kind": "toast", "person_id": 11, "text": "Halo", "alert": True}

    api.world.changed("typing", chat_id=11, action="typing", seconds=5)
    assert (await events.next("typing"))["chat_id"] == 11


async def test_a_message_is_seen_once_the_bot_has_confirmed_it(
    http: aiohttp.ClientSession, events: Events, api: BotApi
) -> None:
    _, sent = await act(http, do="say", person=11, chat=11, text="halo")

    api.world.queue.confirm(sent["update"] + 1)

    key = ["message", 11, sent["message"]]
    while not (await events.until(key))["seen"]:
        pass


async def test_deeds_reach_the_people(http: aiohttp.ClientSession, api: BotApi, ani: Person) -> None:
    _, sent = await act(http, do="say", person=11, chat=11, text="/start")
    await act(http, do="edit", person=11, chat=11, message=sent["message"], text="lain")
    await act(http, do="location", person=11, chat=11, latitude=-7.97, longitude=112.63)
    await act(http, do="contact", person=11, chat=11)
    await act(http, do="block", person=11)

    assert [next(iter({"text", "location", "contact"} & message.keys())) for message in ani.messages] == [
        "text",
        "location",
        "contact",
    ]
    assert ani.messages[0]["text"] == "lain"
    assert ani.chat.bot_status == "kicked"


async def test_people_and_groups_are_added(http: aiohttp.ClientSession, api: BotApi) -> None:
    _, made = await act(http, do="add_person", name="Budi Santoso", username="budi_s", language="jv")
    status, refused = await act(http, do="add_person", name="Budi Lain", username="Budi_S", language="id")
    _, group = await act(http, do="add_group", title="Kumpul", members=[11, made["person"]])

    assert api.world.people[made["person"]].user["language_code"] == "jv"
    assert (status, refused) == (400, {"error": "Nama pengguna ini sudah dipakai."})
    assert list(api.world.chats[group["chat"]].members) == [11, made["person"]]


async def test_the_tools(http: aiohttp.ClientSession, api: BotApi) -> None:
    await act(http, do="clock", seconds=3600)
    assert api.clock.shift == 3600
    await act(http, do="clock_to", hour=18)
    assert int(api.clock.now()) % 86400 in (11 * 3600, 11 * 3600 + 1)
    await act(http, do="clock_reset")
    assert api.clock.shift == 0
    await act(http, do="delay", seconds=0.25)
    assert api.faults.latency == 0.25
    await act(http, do="too_many", seconds=3, chat=11)
    assert list(api.faults.held_back) == [(11, 3)]
    await act(http, do="offline", value=True)
    assert api.faults.is_offline
    await act(http, do="offline", value=False)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"do": "nothing"},
        {"do": "say"},
        {"do": "say", "person": 99, "chat": 11, "text": "x"},
        {"do": "say", "person": 11, "chat": 99, "text": "x"},
        {"do": "say", "person": 11, "chat": 11, "text": "  "},
        {"do": "say", "person": 11, "chat": 11, "text": "x" * 4097},
        {"do": "say", "person": 11, "chat": 11, "text": "x", "reply_to": 5},
        {"do": "edit", "person": 11, "chat": 11, "message": 1, "text": "x"},
        {"do": "press", "person": 11, "chat": 11, "message": 1, "data": "x"},
        {"do": "location", "person": 11, "chat": 11, "latitude": "nan", "longitude": 0},
        {"do": "location", "person": 11, "chat": 11, "latitude": 91, "longitude": 0},
        {"do": "clock", "seconds": 1e99},
        {"do": "clock_to", "hour": 99},
        {"do": "add_group", "title": "x", "members": [99]},
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_reason(
    http: aiohttp.ClientSession, ani: Person, body: Any
) -> None:
    async with http.post("/page/act", json=body, headers=OURS) as response:
        assert response.status == 400
        assert (await response.json())["error"]

    assert ani.messages == []


async def test_a_picture_is_sent_and_fetched_again(http: aiohttp.ClientSession, ani: Person) -> None:
    form = aiohttp.FormData({"person": "11", "chat": "11", "kind": "photo", "width": "40", "height": "30"})
    form.add_field("file", b"\x89PNG", filename="a.png", content_type="image/png")
    async with http.post("/page/upload", data=form, headers=OURS) as response:
        assert response.status == 200

    photo = ani.messages[0]["photo"][-1]
    assert (photo["width"], photo["height"]) == (40, 30)
    async with http.get(f"/page/file/{photo['file_id']}") as response:
        assert (await response.read(), response.content_type) == (b"\x89PNG", "image/png")


async def test_a_document_is_never_shown_as_a_page(http: aiohttp.ClientSession, ani: Person) -> None:
    form = aiohttp.FormData({"person": "11", "chat": "11", "kind": "document", "caption": "ini"})
    form.add_field("file", b"<script>alert(1)</script>", filename="a.html", content_type="text/html")
    async with http.post("/page/upload", data=form, headers=OURS) as response:
        assert response.status == 200

    document = ani.messages[0]["document"]
    async with http.get(f"/page/file/{document['file_id']}") as response:
        assert response.content_type == "application/octet-stream"
        assert response.headers["Content-Disposition"] == "attachment"


async def test_the_page_stays_when_the_bot_api_is_offline(http: aiohttp.ClientSession, api: BotApi) -> None:
    api.faults.offline(True)

    async with http.get("/") as response:
        assert response.status == 200

    api.faults.offline(False)


async def test_a_page_of_a_free_port_starts_when_the_wanted_one_is_taken(api: BotApi, page: Page) -> None:
    other = Page(api)

    url = await other.start(int(page.url.rpartition(":")[2]))

    assert url != page.url
    await other.stop()


def test_the_difference_of_equal_parts_is_nothing() -> None:
    assert difference({("a",): "1"}, {("a",): "1"}) is None
    assert difference({("a",): "1", ("b", 2): "2"}, {("a",): "3"}) == '{"set":[[["a"],3]],"gone":[["b",2]]}'
