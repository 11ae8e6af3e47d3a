"""Buttons: whatever is pressed is handled, and whatever the bot shows can be pressed."""

import re

from hypothesis import HealthCheck, given, settings, strategies as st

from tests.support.desk import Desk, Somebody

OLD = "Tombol ini sudah tidak berlaku."
NOUNS = st.sampled_from(
    "start team invite roadmap question answer asked queue article draft help language privacy x "
    "ide ideas idea myideas helping review verdict verdicts hold note ideamark reviewform ban stats "
    "signups signup why guest letter kept opening change spaceform news chat chats milestone kpi kpis".split()
)
VERBS = st.sampled_from(
    "show member ask end ketua for skip withdraw point set cancel pass yes no mine see take close why edit keep send "
    "drop choose none forwarded home find found recent retire revive past history open go source save "
    "slot list line xlsx csv digest every approve in undo "
    "new size seat share name booked both slots patterns ended days openday door renew renewed reopen day weekly long "
    "ask live stop topic topics places follow moving kinds kind pace rest snooze log accept refuse one "
    "filter pick back clocks into preview status text go keep part parted publish off author as leave yes "
    "tell fix fixes status progress weight kecamatan schedule unschedule discard steps told photos picture "
    "rewrite where support whole files story card reword "
    "on next again pause resume asks capacity title move weekday releases sectors picture place none".split()
)
NARROWED = r"review:clocks:.|review:\w+:(?:[kst]:)?(?!o\.0\.0\.0)"
"""Other time limits and narrower looks at the queue: there are thousands."""
ENDS = st.one_of(st.integers().map(str), st.sampled_from(["id", "mcc", "", "::", "𝟙", "٣"]), st.text(max_size=20))
DATA = st.one_of(
    st.text(min_size=1, max_size=64), st.tuples(NOUNS, VERBS, ENDS).map(lambda parts: f"v1:{':'.join(parts)}")
)


def buttons(somebody: Somebody) -> list[str]:
    """The data of every button now shown."""
    return [
        button["callback_data"]
        for message in somebody.desk.chats[somebody.number]
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if "callback_data" in button
    ]


def test_every_button_that_can_be_reached_works(sari: Somebody, ani: Somebody) -> None:
    """Walks from /start through everything, as a satgas; only what ends a role or a language is not pressed."""
    for words in ("/start", "isi roadmap", "where is mcc", "poin 2 roadmap apa", "harga emas"):
        sari.says(words)
    ani.says("/start")
    todo, done, dead = buttons(sari), set[str](), set[str]()
    while todo:
        data = todo.pop()
        if data in done or re.match(rf"v1:(?:invite:ketua:(?!0$|3$)|language:set|{NARROWED})", data):
            continue
        done.add(data)
        if sari.press(data, sari.desk.chats[sari.number][0]) == OLD and data != "v1:invite:skip":
            dead.add(data)
        todo += buttons(sari)

    assert dead == set()
    assert {data.split(":")[1] for data in done} == {
        "announce", "answer", "article", "asked", "ban", "chats", "draft", "help", "ide", "ideas", "invite", "language",
        "kept", "kpi", "kpis", "milestone", "mine", "myideas", "near", "news", "privacy", "question", "queue", "review",
        "roadmap", "ruang", "signup", "signups", "spaceform", "start", "stats", "team",
    }  # fmt: skip
    assert [data for data in done if not re.fullmatch(r"v1:[a-z]+:[a-z]+(?::[a-z0-9_.-]+)*", data)] == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=DATA, satgas=st.booleans())
def test_no_press_is_a_surprise(desk: Desk, sari: Somebody, ani: Somebody, data: str, satgas: bool) -> None:
    presser = sari if satgas else ani
    presser.says("/start")
    presser.press(data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.one_of(st.text(min_size=1, max_size=300), st.text(max_size=80).map(lambda rest: f"/start {rest}")))
def test_no_words_are_a_surprise_and_all_get_one_answer(desk: Desk, ani: Somebody, words: str) -> None:
    before = len(ani.desk.chats.get(ani.number, []))
    ani.says(words)
    assert len(ani.seen) == before + 1
