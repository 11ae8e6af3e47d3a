"""A text's sentences, each as it stands there."""

import re

_ENDS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\s*\n\s*")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Jl|No|Drs?|Ir|H|Hj|St|dll|dsb|Prof|Mr|Mrs|hlm|vs|Kec|Kel|Jend|Kol|tgl))\.$")


def sentences(text: str) -> list[str]:
    """Its sentences in order, every one a piece of the text; a short form's full stop ends none."""
    found, begins = list[str](), 0
    for end in _ENDS.finditer(text):
        if "\n" in end.group() or not _SHORT.search(text[begins : end.start()]):
            found.append(text[begins : end.start()].strip())
            begins = end.end()
    return [one for one in (*found, text[begins:].strip()) if one]
