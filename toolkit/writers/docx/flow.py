"""Paragraphs and tables of two issues in one order, put so that every engine takes each change back cleanly.

Floor 2. A paragraph that comes or goes is taken back by joining it with the next one. Where no paragraph follows,
before a table that stays or at the end, the change is shifted: the mark before it comes or goes, and the last one
stays. Between two tables, and after a last one, each issue has a paragraph without words, as it has on its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from toolkit.document.redline import Side
from toolkit.writers.docx.styles import SEPARATOR
from toolkit.writers.docx.tracking import Stamp, Tracking, paragraphs, with_contents

_SEPARATOR = f'<w:pStyle w:val="{SEPARATOR}"/>'


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with its properties in the old and the new issue, `None` where it has it not.

    `content` is tracked already; `mark` says on which side the paragraph's end stands.
    """

    old: str | None
    new: str | None
    content: str
    stamp: Stamp
    mark: Side = Side.BOTH

    @property
    def side(self) -> Side:
        """Return which issues have it."""
        return Side.NEW if self.old is None else Side.OLD if self.new is None else Side.BOTH

    def explained(self, explain: Callable[[str], str]) -> "Line":
        """Return the paragraph with its content explained."""
        return replace(self, content=explain(self.content))


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in pieces; its changes are tracked already."""

    side: Side
    pieces: tuple[str, ...]

    def explained(self, explain: Callable[[str], str]) -> "Grid":
        """Return the table with its first words explained."""
        return replace(self, pieces=explained_rows(self.pieces, explain))


Entry = Line | Grid


def entries(pieces: Iterable[str], side: Side, tracking: Tracking, stamp: Stamp) -> Iterator[Entry]:
    """Yield what the writer made of a block as entries that stand on `side`."""
    rows: list[str] | None = None
    for piece in pieces:
        if rows is None and piece.startswith("<w:tbl>"):
            rows = []
        if rows is None:
            for properties, content in paragraphs(piece):
                old = None if side is Side.NEW else properties
                new = None if side is Side.OLD else properties
                yield Line(old, new, tracking.runs(content, side, stamp), stamp, side)
            continue
        rows.append(piece if side is Side.BOTH else tracking.rows(piece, side, stamp))
        if piece == "</w:tbl>":
            yield Grid(side, tuple(rows))
            rows = None


def explained_rows(pieces: tuple[str, ...], explain: Callable[[str], str]) -> tuple[str, ...]:
    """Return pieces of a table with the content of the first paragraph that says something explained."""
    done = list(pieces)
    for place, piece in enumerate(pieces):
        contents = [content for _, content in paragraphs(piece)]
        first = next((number for number, content in enumerate(contents) if content), None)
        if first is not None:
            contents[first] = explain(contents[first])
            done[place] = with_contents(piece, contents)
            break
    return tuple(done)


def write_flow(flow: Iterable[Entry], tracking: Tracking) -> Iterator[str]:
    """Yield a flow in pieces; it ends with a paragraph in both issues."""
    for line_or_grid in _settled(list(_parted(flow, tracking.default))):
        if isinstance(line_or_grid, Grid):
            yield from line_or_grid.pieces
        else:
            yield _paragraph(line_or_grid, tracking)


def _paragraph(line: Line, tracking: Tracking) -> str:
    properties = line.old if line.new is None else line.new
    changed = line.old is not None and line.new is not None and line.old != line.new
    record = tracking.restyled(line.old or "", line.stamp) if changed else ""
    return f"<w:p><w:pPr>{properties}{tracking.mark(line.mark, line.stamp)}{record}</w:pPr>{line.content}</w:p>"


def _parted(flow: Iterable[Entry], stamp: Stamp) -> Iterator[Entry]:
    """Yield `flow` with what parts its tables: in each issue, a table follows a paragraph and is followed by one."""
    after_table = {Side.OLD: False, Side.NEW: False}
    empty = True
    for entry in flow:
        empty = False
        sides = (Side.OLD, Side.NEW) if entry.side is Side.BOTH else (entry.side,)
        if isinstance(entry, Grid):
            yield from _separator([side for side in sides if after_table[side]], stamp)
        yield entry
        after_table.update(dict.fromkeys(sides, isinstance(entry, Grid)))
    yield from _separator([side for side in after_table if after_table[side] or empty], stamp)


def _separator(sides: list[Side], stamp: Stamp) -> Iterator[Line]:
    if sides:
        old, new = (_SEPARATOR if side in sides else None for side in (Side.OLD, Side.NEW))
        yield Line(old, new, "", stamp, sides[0] if len(sides) == 1 else Side.BOTH)


def _settled(flow: list[Entry]) -> Iterator[Entry]:
    """Yield `flow` with the changes that nothing follows to join with put otherwise."""
    run: list[Line] = []
    for place, entry in enumerate(flow):
        if isinstance(entry, Line):
            run.append(entry)
            continue
        yield from _grounded(run, flow[place:])
        yield entry
        run = []
    yield from _grounded(run, [])


def _grounded(run: list[Line], following: list[Entry]) -> list[Line]:
    """Return paragraphs in a row so that in each issue the last one stays, or is followed by one to join with."""
    last = run[-1].side if run else Side.BOTH
    if last is Side.BOTH or _joins(following, Side.OLD if last is Side.NEW else Side.NEW):
        return run
    other = next((place for place in range(len(run) - 1, -1, -1) if run[place].side is not last), -1)
    if other < 0:
        return run  # at the very start, before a table: a paragraph of its own, which engines take back whole
    found = run[other]
    return [*run[:other], *(_replaced if found.side is not Side.BOTH else _shifted)(run[other:])]


def _joins(following: list[Entry], side: Side) -> bool:
    """Return whether, in the issue of `side`, the next thing is a paragraph that stays."""
    staying = (entry for entry in following if entry.side in (Side.BOTH, side))
    return isinstance(next(staying, None), Line)


def _replaced(run: list[Line]) -> list[Line]:
    """Return the last paragraph of one issue and the last of the other, which are the ends of `run`, as one."""
    first, *between, last = run
    old, new = (first, last) if first.new is None else (last, first)
    return [*between, Line(old.old, new.new, old.content + new.content, new.stamp)]


def _shifted(run: list[Line]) -> list[Line]:
    """Return `run`, of which only the first stays, with its marks moved one up and the first one's look at its end."""
    first, *more = run
    side, stamp = more[0].side, more[0].stamp
    marked = [replace(line, mark=side) for line in (replace(first, stamp=stamp), *more[:-1])]
    last = more[-1]
    end = replace(last, old=first.old) if side is Side.NEW else replace(last, new=first.new)
    return [*marked, replace(end, mark=Side.BOTH)]
