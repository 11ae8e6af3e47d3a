"""What is typed for an announcement: formatting, link buttons, polls, moments; or why it cannot be taken."""

from datetime import date, time

import pytest

from services.announcements import typed
from services.announcements.typed import Wrong
from services.announcements.values import Link, Poll
from services.dates import WrongDate
from services.times import WrongTime

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("plain", "formatted", "taken"),
    [
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7", "5 &lt; 6 &amp; 7"),
        (" <b>Halo</b> ", " &lt;b&gt;Halo&lt;/b&gt; ", "<b>Halo</b>"),
        ("<b> Halo", "<i>&lt;b&gt; Halo</i>", "<i>&lt;b&gt; Halo</i>"),
        ("<script>", "&lt;script&gt;", "&lt;script&gt;"),
    ],
)
def test_tags_count_only_where_nothing_else_was_formatted(plain: str, formatted: str, taken: str) -> None:
    assert typed.as_html(plain, formatted) == taken


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Daftar | contoh.id", (Link({"id": "Daftar"}, "https://contoh.id"),)),
        ("A | B | C | https://x.id", (Link({"id": "A", "en": "B", "jv": "C"}, "https://x.id"),)),
        ("A | B | C | D | https://x.id", Wrong.LINKS),
        ("https://x.id", Wrong.LINKS),
        ("", Wrong.LINKS),
        (" | https://x.id", Wrong.LINKS),
        ("A" * 65 + " | https://x.id", Wrong.LINKS),
        ("A | ftp://x.id", Wrong.LINK),
        ("A | satu dua", Wrong.LINK),
        ("\n".join(["A | x.id"] * 9), Wrong.MANY),
    ],
)
def test_link_buttons(words: str, read: tuple[Link, ...] | Wrong) -> None:
    assert typed.read_links(words) == read
    if not isinstance(read, Wrong):
        assert typed.read_links(typed.as_lines(read)) == read


def test_a_poll_in_several_languages() -> None:
    poll = typed.read_poll("Kapan?\n1. Pagi\n\n• Sore", language="id", before=None)
    assert poll == Poll({"id": "Kapan?"}, ({"id": "Pagi"}, {"id": "Sore"}))
    both = typed.read_poll("When?\nMorning\nEvening", language="en", before=poll)
    assert isinstance(both, Poll)
    assert typed.poll_lines(both, "en") == "When?\nMorning\nEvening"
    assert typed.without(both, "en") == poll
    assert typed.poll_lines(poll, "en") == ""
    assert typed.read_poll("When?\nA\nB\nC", language="en", before=poll) is Wrong.OTHERS
    assert typed.read_poll("Kapan?\nPagi", language="id", before=None) is Wrong.POLL
    assert typed.read_poll("Kapan?\n" + "\n".join("abcdefghijk"), language="id", before=None) is Wrong.POLL


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("besok 08.00", (date(2026, 11, 25), time(8))),
        ("Jumat jam 9 pagi", (date(2026, 11, 27), time(9))),
        ("24 Desember 2026, 17.30", (date(2026, 12, 24), time(17, 30))),
        ("tomorrow 8 am", (date(2026, 11, 25), time(8))),
        ("19.00", (TODAY, time(19))),
        ("lusa", (date(2026, 11, 26), None)),
        ("kapan-kapan", WrongDate.UNREADABLE),
        ("kemarin 08.00", WrongDate.UNREADABLE),
        ("kemarin", WrongTime.PAST_DAY),
    ],
)
def test_a_moment(words: str, read: tuple[date, time | None] | WrongDate | WrongTime) -> None:
    assert typed.read_moment(words, today=TODAY) == read
