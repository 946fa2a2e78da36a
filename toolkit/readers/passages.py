"""What a reader gives back: the lines and table rows of a paper, in which every fact is a piece of its own.

Floor 2. A line's *skeleton* is its words with a mark instead of each fact, so that two issues of a paper with other
values have the same skeletons, and what differs between skeletons is prose.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

OPEN, CLOSE = "\x02", "\x03"
"""What a fact's id stands between in a skeleton: characters that no XML and no sheet can hold."""
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\n\t", " "))
_MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


class Tracked(StrEnum):
    """How tracked changes are read: as if all were accepted, or as if all were rejected."""

    ACCEPT = "accept"
    REJECT = "reject"


class Shown(NamedTuple):
    """A fact in a line, and the words that stand for it there."""

    fact: str
    text: str


class Line(Struct, frozen=True):
    """A paragraph: words, and facts between them."""

    pieces: tuple[str | Shown, ...] = ()

    @property
    def skeleton(self) -> str:
        """Return the words with marks for the facts."""
        return "".join(piece if isinstance(piece, str) else mark(piece.fact) for piece in self.pieces)

    @property
    def words(self) -> str:
        """Return the words as they are read."""
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def empty(self) -> bool:
        """Return whether nothing stands in it."""
        return not any(isinstance(piece, Shown) or piece.strip() for piece in self.pieces)


class Row(Struct, frozen=True):
    """A row of a table: the lines of each cell."""

    cells: tuple[tuple[Line, ...], ...]

    @property
    def empty(self) -> bool:
        """Return whether nothing stands in it."""
        return not any(self.cells)


Unit = Line | Row


def lines_of(unit: Unit) -> Iterable[Line]:
    """Return the lines of a unit."""
    return (unit,) if isinstance(unit, Line) else (line for cell in unit.cells for line in cell)


def mark(fact: str) -> str:
    """Return what stands for `fact` in a skeleton."""
    return f"{OPEN}{fact}{CLOSE}"


def legible(skeleton: str) -> str:
    """Return a skeleton for people: a fact's id stands in braces."""
    return _MARK.sub(r"{\1}", skeleton)


def spaced(text: str) -> str:
    """Return `text` with plain spaces for all others, character for character."""
    return text.translate(_SPACES)


def normal(text: str) -> str:
    """Return `text` as texts are compared: programs change the kind and number of spaces."""
    return " ".join(text.split())


def signature(unit: Unit) -> str:
    """Return the one text by which two units are the same but for the values of their facts."""
    if isinstance(unit, Line):
        return normal(unit.skeleton)
    return "\x1e".join("\x1f".join(normal(line.skeleton) for line in cell) for cell in unit.cells)


def unit_skeleton(unit: Unit) -> str:
    """Return a line's skeleton, or a row's, cell by cell."""
    if isinstance(unit, Line):
        return unit.skeleton
    return " | ".join(" / ".join(line.skeleton for line in cell) for cell in unit.cells)
