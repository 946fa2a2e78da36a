"""Sentences that refer to facts: `… to {figures.trade_target|money} …`.

Floor 1. Used for the texts of a sheet, the letterhead of a style and the cells of a table alike.
A brace that is meant as a brace is doubled: `{{` and `}}`.
"""

import re
from functools import lru_cache

from msgspec import Struct

_TOKEN = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_REFERENCE = re.compile(r"\s*([a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_-]*)*)\s*(?:\|\s*([a-z_]+)\s*)?\Z")


class Slot(Struct, frozen=True):
    """A reference in a sentence: a fact's path, the formatter asked for (or none) and its offset in the text."""

    path: str
    format: str
    offset: int


class SentenceError(ValueError):
    """A brace that is neither a reference nor doubled."""

    def __init__(self, shown: str) -> None:
        """Keep the offending text."""
        super().__init__(shown)
        self.shown = shown


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str | Slot, ...]:
    """Return `text` as words and slots in order; raises `SentenceError`."""
    parts: list[str | Slot] = []
    words = ""
    position = 0
    for token in _TOKEN.finditer(text):
        words += text[position : token.start()]
        position = token.end()
        if token.group() in ("{{", "}}"):
            words += token.group()[0]
            continue
        reference = _REFERENCE.match(token.group(1) or "")
        if not reference:
            raise SentenceError(token.group())
        if words:
            parts.append(words)
            words = ""
        parts.append(Slot(reference[1], reference[2] or "", token.start()))
    words += text[position:]
    if words:
        parts.append(words)
    return tuple(parts)


def slots(text: str) -> tuple[Slot, ...]:
    """Return the references of `text`; raises `SentenceError`."""
    if "{" not in text and "}" not in text:
        return ()
    return tuple(part for part in split(text) if isinstance(part, Slot))


def doubled(words: str) -> str:
    """Return `words` as a sheet writes them: a brace that is meant as a brace is doubled."""
    return words.replace("{", "{{").replace("}", "}}")
