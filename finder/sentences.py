"""A text's sentences, each as it stands there."""

import re

_ENDS = re.compile(r"[.!?…][\"”’)]*(\s+)(?=[\"“‘(]?[A-Z0-9])")
_SHORT = frozenset(
    "jl. no. dr. drs. ir. h. hj. st. dll. dsb. prof. mr. mrs. hlm. vs. kec. kel. jend. kol. tgl. a.n. s.d.".split()
)


def sentences(text: str) -> list[str]:
    """Its sentences in order, every one a piece of the text; a short form's full stop ends none."""
    return [one for line in text.splitlines() for one in _of_line(line.strip()) if one]


def _of_line(line: str) -> list[str]:
    found, begins = list[str](), 0
    for end in _ENDS.finditer(line):
        last = line[begins : end.start(1)].rpartition(" ")[2]
        if not last.endswith(".") or (len(last) > 2 and last.lower() not in _SHORT):
            found.append(line[begins : end.start(1)])
            begins = end.end()
    return [*found, line[begins:]]
