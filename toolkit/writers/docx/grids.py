"""Changed tables: rows that came, rows that went, rows with other cells.

Floor 2. The new table is written whole and its rows are taken over as they are; of the old one, only the rows that
changed are written, so that three changes in ten thousand rows cost little more than the table itself.
"""

from collections.abc import Iterator
from itertools import dropwhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from toolkit.document.changes import RowChange, Side, Stretches, TableChange, unchanged
from toolkit.document.model import Row, Table
from toolkit.document.redline import explain_row
from toolkit.writers.docx.blocks import Room, write_block
from toolkit.writers.docx.flow import Grid, explained_rows
from toolkit.writers.docx.tracking import paragraphs, with_contents

if TYPE_CHECKING:
    from toolkit.writers.docx.changes import Marker


def grid_of_table(change: TableChange, room: Room, marker: "Marker") -> Grid:
    """Return the table that both issues have, without its caption."""
    head, heads, *rows, end = _pieces(change.new, room)
    gone = tuple(row.old for row in change.rows if row.old and not row.new)
    old_rows = _pieces(replace(change.old, rows=gone), room)[2:-1]
    body = _rows(change.rows, iter(old_rows), iter(rows), marker)
    return Grid(Side.BOTH, (head, _merged(heads, change.heads, "table-head", marker), *body, end))


def _pieces(table: Table, room: Room) -> list[str]:
    """Return a table in pieces: its head, the row of headings, each row of records, its end."""
    return list(dropwhile(lambda piece: not piece.startswith("<w:tbl>"), write_block(table, room)))


def _rows(changes: tuple[RowChange, ...], old: Iterator[str], new: Iterator[str], marker: "Marker") -> Iterator[str]:
    for change in changes:
        if change.old is None and change.new is not None:
            yield _alone(next(new), change.new, Side.NEW, marker)
        elif change.new is None and change.old is not None:
            yield _alone(next(old), change.old, Side.OLD, marker)
        else:
            yield _merged(next(new), change.cells, "table-cell", marker)


def _alone(piece: str, row: Row, side: Side, marker: "Marker") -> str:
    """Return a row that one issue has, with a comment at its first words."""
    why = explain_row(row, marker.remarks)
    tracked = marker.tracking.rows(piece, side, marker.tracking.stamp(why))
    return explained_rows((tracked,), lambda content: marker.tracking.comment(content, why, side))[0]


def _merged(piece: str, cells: tuple[Stretches, ...], role: str, marker: "Marker") -> str:
    """Return a row with the words of both issues in those of its cells that changed."""
    if all(map(unchanged, cells)):
        return piece
    look = marker.pen.sheet.style.role(role)
    contents = (content for _, content in paragraphs(piece))
    return with_contents(
        piece,
        [
            content if unchanged(words) else marker.words(words, look, look)
            for content, words in zip(contents, cells, strict=True)
        ],
    )
