"""Paragraphs and tables of two issues in one order, put so that every engine takes each change back cleanly.

Floor 2. A paragraph that comes or goes is taken back by joining it with the next one. Where none follows, before a
table or at the end, the change is shifted: the mark before it comes or goes, and the last one stays. Only a paragraph
between two tables, of which none but its own issue has any, is left alone: engines take it back as a whole, except
that LibreOffice leaves an empty one. Between two tables, and after a last one, each issue has a paragraph without
words, as it has on its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from toolkit.document.changes import Side
from toolkit.writers.docx.styles import END, SEPARATOR
from toolkit.writers.docx.tracking import Stamp, Tracking, paragraphs, with_contents

_SEPARATOR, _END = f'<w:pStyle w:val="{SEPARATOR}"/>', f'<w:pStyle w:val="{END}"/>'
_NUMBERED = "<w:numPr>"


class Line(Struct, frozen=True):
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


class Grid(Struct, frozen=True):
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


def write_flow(flow: Iterable[Entry], tracking: Tracking, below: Callable[[str], str]) -> Iterator[str]:
    """Yield a flow in pieces; it ends with a paragraph in both issues.

    `below` returns what a paragraph's properties are below a table.
    """
    after_grid = False
    for entry in _lowered(_settled(list(_parted(flow, tracking.default))), below):
        is_grid = isinstance(entry, Grid)
        if is_grid and after_grid:
            yield _gap(tracking)
        after_grid = is_grid
        yield from entry.pieces if isinstance(entry, Grid) else (_paragraph(entry, tracking),)


def _gap(tracking: Tracking) -> str:
    """Return what parts a table of the old issue from one of the new: a paragraph that came and went, in neither."""
    both = tracking.mark(Side.NEW, tracking.default) + tracking.mark(Side.OLD, tracking.default)
    return f"<w:p><w:pPr>{_SEPARATOR}{both.replace('</w:rPr><w:rPr>', '')}</w:pPr></w:p>"


def _paragraph(line: Line, tracking: Tracking) -> str:
    properties = line.old if line.new is None else line.new
    changed = line.old is not None and line.new is not None and line.old != line.new
    record = tracking.restyled(line.old or "", line.stamp) if changed else ""
    return f"<w:p><w:pPr>{properties}{tracking.mark(line.mark, line.stamp)}{record}</w:pPr>{line.content}</w:p>"


def _parted(flow: Iterable[Entry], stamp: Stamp) -> Iterator[Entry]:
    """Yield `flow` with what parts its tables: in each issue, a table follows a paragraph and is followed by one."""
    after_table = {Side.OLD: False, Side.NEW: False}
    empty = {Side.OLD: True, Side.NEW: True}
    for entry in flow:
        sides = _sides(entry.side)
        if isinstance(entry, Grid):
            yield from _separator(_SEPARATOR, [side for side in sides if after_table[side]], stamp)
        yield entry
        after_table.update(dict.fromkeys(sides, isinstance(entry, Grid)))
        empty.update(dict.fromkeys(sides, False))
    yield from _separator(_END, [side for side in after_table if after_table[side] or empty[side]], stamp)


def _sides(side: Side) -> tuple[Side, ...]:
    return (Side.OLD, Side.NEW) if side is Side.BOTH else (side,)


def _separator(style: str, sides: list[Side], stamp: Stamp) -> Iterator[Line]:
    if sides:
        old, new = (style if side in sides else None for side in (Side.OLD, Side.NEW))
        yield Line(old, new, "", stamp, sides[0] if len(sides) == 1 else Side.BOTH)


def _lowered(flow: Iterable[Entry], below: Callable[[str], str]) -> Iterator[Entry]:
    """Yield `flow` with the properties of what is the first paragraph below a table in one issue, or in both.

    A paragraph whose end is not in an issue is there one with the next.
    """
    after_table = {Side.OLD: False, Side.NEW: False}
    for entry in flow:
        if isinstance(entry, Grid):
            after_table.update(dict.fromkeys(_sides(entry.side), True))
            yield entry
            continue
        old, new = entry.old, entry.new
        old = below(old) if old and after_table[Side.OLD] else old
        new = below(new) if new and after_table[Side.NEW] else new
        after_table.update(dict.fromkeys(_sides(entry.mark), False))
        yield replace(entry, old=old, new=new)


def _settled(flow: list[Entry]) -> Iterator[Entry]:
    """Yield `flow` with the changes of paragraphs put as all engines understand them."""
    done: list[Entry] = []
    for place, entry in enumerate(flow):
        done.append(entry)
        is_last = place + 1 == len(flow) or isinstance(flow[place + 1], Grid)
        if is_last and isinstance(entry, Line) and entry.side is not Side.BOTH:
            _ground(done, flow[place + 1 :])
    for is_line, group in groupby(done, key=lambda entry: isinstance(entry, Line)):
        here = list(group)
        yield from _eased([entry for entry in here if isinstance(entry, Line)]) if is_line else here


def _ground(flow: list[Entry], following: list[Entry]) -> None:
    """Give the last paragraph of `flow`, which comes or goes, a mark that stays, if there is one to take.

    Past a table that comes or goes with it, only where it must be: at the end, or before a table that stays.
    """
    side = flow[-1].side
    must = not isinstance(
        next((each for each in following if isinstance(each, Line) or each.side is not side), None), Line
    )
    start = len(flow) - 1
    while start >= 0 and flow[start].side is side and (must or isinstance(flow[start], Line)):
        start -= 1
    first, last = flow[start], flow[-1]
    if start < 0 or not isinstance(first, Line) or not isinstance(last, Line):
        return
    between = flow[start + 1 : -1]
    flow[start:] = _shifted(first, between, last) if first.side is Side.BOTH else _replaced(first, between, last)


def _eased(run: list[Line]) -> list[Line]:
    """Return the paragraphs with changes shifted where that leaves every look as it is, and where lists come or go.

    So they are as if typed after, or struck out from the end of, the paragraph before: LibreOffice joins paragraphs
    in the look of the first, and numbers what follows a list that it took back.
    """
    eased: list[Line] = []
    for side, group in groupby(run, key=lambda line: line.side if line.mark is line.side else Side.BOTH):
        lines = list(group)
        if side is not Side.BOTH and eased and _is_shiftable(eased[-1], lines[-1]):
            eased[-1:] = [line for line in _shifted(eased[-1], lines[:-1], lines[-1]) if isinstance(line, Line)]
        else:
            eased += lines
    return eased


def _is_shiftable(before: Line, last: Line) -> bool:
    """Return whether a paragraph that stays should be joined with the last one that comes or goes after it."""
    look = (last.old if last.new is None else last.new) or ""
    return before.mark is Side.BOTH and (before.old == before.new == look or _NUMBERED in look)


def _replaced(first: Line, between: list[Entry], last: Line) -> list[Entry]:
    """Return the last paragraph of one issue and the last of the other as one."""
    old, new = (first, last) if first.new is None else (last, first)
    return [*between, Line(old.old, new.new, old.content + new.content, new.stamp)]


def _shifted(first: Line, between: Sequence[Entry], last: Line) -> list[Entry]:
    """Return paragraphs, of which only the first stays, with the marks moved one up and the first one's look last."""
    side = last.side
    end = replace(last, old=first.old) if side is Side.NEW else replace(last, new=first.new)
    return [replace(first, mark=side, stamp=last.stamp), *between, replace(end, mark=Side.BOTH)]
