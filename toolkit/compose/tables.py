"""Data tables: a template names rows and columns, and the table goes into the document without passing Markdown.

Floor 2. `{{ table(agreements, columns=[column(word.document, "{title}"), …]) }}`: ten thousand rows cost no parse.
"""

import re
from collections.abc import Callable, Iterable

from jinja2 import Undefined
from msgspec import Struct

from toolkit.compose.lens import Collection, FactLens, Group, Lens, RecordLens, Shown, number, plain
from toolkit.compose.printing import Printer
from toolkit.compose.view import MARK, field_of
from toolkit.diagnostics import error
from toolkit.document.model import Column, Inlines, Row, Table, Text
from toolkit.document.walk import inline_mentions, inline_text
from toolkit.facts.model import Value, canonical

ABSENT: Inlines = (Text("–"),)
"""What stands in a cell whose fact the sheet does not have: no cell is left empty."""

_BETWEEN_FIELDS = re.compile(r"(?<=\}), (?=\{)")

Cell = Callable[[Lens, int], Inlines]


class TableColumn(Struct, frozen=True):
    """A column as a template describes it: its heading and what a row's cell shows.

    An `optional` column is left out of a table in which it would be empty.
    """

    head: Inlines
    cell: Cell
    width: float
    align: str
    optional: bool = False


class Tables:
    """The template functions `table`, `column` and `party_columns`."""

    def __init__(self, printer: Printer) -> None:
        """Print cells through `printer`."""
        self._printer = printer
        self._view = printer.view
        self._count = 0

    def column(self, head: object, cell: str, width: object = 1, align: str = "left") -> TableColumn:
        """Return a column; `cell` is a sentence such as `{title}` about the row's entity, or `#` for its number."""
        if align not in ("left", "center", "right"):
            raise error("bad-setting", f"`{align}` is no alignment", hint="left, center or right")
        if MARK.search(cell):
            raise error("bad-setting", "a cell shows facts of its row", hint="write them in braces: `{title}`")
        shown = self._number if cell == "#" else self._cell(cell)
        return TableColumn(self._shown(head), shown, _share(width), align)

    def party_columns(self, field: str = "between", width: object = 2) -> list[TableColumn]:
        """Return a column for each party of the sheet, which shows the row's members of `field` on that side.

        Members of no party have a column of their own, in tables that have any.
        """
        share = _share(width)
        found = self._view.at("parties")
        parties = [party for party in found if isinstance(party, RecordLens)] if isinstance(found, Collection) else []
        word = self._printer.word("other_sides" if parties else "between")
        sides = _Sides(field)
        others = TableColumn((Text(word),), self._side(sides, None), share, "left", optional=True)
        columns = [
            TableColumn(self._printer.show(party), self._side(sides, str(party.plain())), share, "left")
            for party in parties
        ]
        return [*columns, others]

    def table(
        self, rows: Iterable[object], columns: list[TableColumn], caption: object = "", summary: object = ""
    ) -> Shown | str:
        """Return the mark of a table with a row for each entity of `rows`."""
        if not columns:
            raise error("bad-setting", "a table needs columns", hint='columns=[column("…", "{title}")]')
        self._count += 1
        made = tuple(
            Row(_row_key(row), tuple([column.cell(row, number) for column in columns]))
            for number, row in enumerate(rows, start=1)
            if isinstance(row, Lens)
        )
        empty = [column.optional and all(row.cells[n] == ABSENT for row in made) for n, column in enumerate(columns)]
        if any(empty) and not all(empty):
            columns = [column for n, column in enumerate(columns) if not empty[n]]
            made = tuple(Row(row.key, tuple([c for n, c in enumerate(row.cells) if not empty[n]])) for row in made)
        table = Table(
            columns=tuple(Column(column.head, column.width, column.align) for column in columns),
            rows=made,
            caption=self._shown(caption) if caption else (),
            summary=self._told(summary) if summary else "",
            key=f"table-{self._count}",
        )
        return self._view.mark((table,))

    def _shown(self, thing: object) -> Inlines:
        """Return a heading or caption; words may have facts among them, which a template put there by `~`."""
        return tuple(self._view.unmarked(thing)) if isinstance(thing, str) else self._printer.show(thing)

    def _told(self, thing: object) -> str:
        """Return a summary, which is words only: the facts in it count as read."""
        shown = self._shown(thing)
        for mention in inline_mentions(shown):
            self._view.read(mention.fact)
        return inline_text(shown)

    def _number(self, _row: Lens, number: int) -> Inlines:
        return (Text(self._view.language.digits(str(number))),)

    def _cell(self, sentence: str) -> Cell:
        parts = _BETWEEN_FIELDS.split(sentence)

        def cell(row: Lens, _number: int) -> Inlines:
            made: Inlines = ()
            for part in parts:
                shown = self._printer.sentence(part, row)
                made = (*made, Text(", "), *shown) if made and shown else made or shown
            return made or ABSENT

        return cell

    def _side(self, sides: "_Sides", party: str | None) -> Cell:
        def cell(row: Lens, _number: int) -> Inlines:
            side = sides.of(row, party)
            return self._printer.show(side) if side else ABSENT

        return cell


class _Sides:
    """The members of a field by their party, found once for all columns of a row."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._row: Lens | None = None
        self._members: Collection | None = None
        self._parties: list[Value] = []

    def of(self, row: Lens, party: str | None) -> Collection | None:
        """Return the members of `party` in `row`; `None` if there are none."""
        if row is not self._row:
            found = field_of(row, self._field)
            self._row, self._members = row, found if isinstance(found, Collection) else None
            self._parties = [_side_of(member) for member in self._members or ()]
        if self._members is None or party not in self._parties:
            return None
        pairs = zip(self._members.members, self._parties, strict=True)
        return Collection(row.view, self._members.path, [member for member, side in pairs if side == party])


def _share(width: object) -> float:
    share = number(width)
    if share <= 0:
        raise error("bad-setting", f"a column cannot be {share} wide", hint="width is a share, such as 1 or 2.5")
    return float(share)  # a template writes decimals, a writer multiplies by points


def _row_key(row: Lens) -> str:
    if not isinstance(row, Group):
        return row.path
    return f"{row.path}:{'' if isinstance(row.key, Undefined) else canonical(row.plain())}"


def belongs(member: object, party: str | None) -> bool:
    """Return whether `member`, an organisation, a person or a party, is of the party `party`, or of none."""
    return _side_of(member) == party


def _side_of(member: object) -> Value:
    """Return the party of `member`, `None` if it has none or is not yet known; what is no entity is of no side."""
    if isinstance(member, FactLens) and member.plain() is None:
        return None
    if not isinstance(member, RecordLens):
        return False
    known = member.view.sides
    if member.path not in known:  # the same few bodies stand in ten thousand rows
        known[member.path] = _looked_up(member)
    return known[member.path]


def _looked_up(member: RecordLens) -> Value:
    if member.path.startswith("parties."):
        return member.plain()
    side = member.field("party")
    return None if isinstance(side, Undefined) else plain(side)
