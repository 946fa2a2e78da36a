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
from toolkit.facts.model import Value, canonical

ABSENT: Inlines = (Text("–"),)
"""What stands in a cell whose fact the sheet does not have: no cell is left empty."""

_MOST_PARTIES = 3
"""As many parties have columns of their own: more, and words would be cut every few letters."""

_BETWEEN_FIELDS = re.compile(r"(?<=\}), (?=\{)")

Cell = Callable[[Lens, int], Inlines]


class TableColumn(Struct, frozen=True):
    """A column as a template describes it: its heading and what a row's cell shows."""

    head: Inlines
    cell: Cell
    width: float
    align: str = "left"


class PartyColumns(Struct, frozen=True):
    """Columns for the sides of a field, each of this width: which ones, the rows of their table tell."""

    field: str
    width: float


class Tables:
    """The template functions `table`, `column` and `party_columns`."""

    def __init__(self, printer: Printer) -> None:
        """Print cells through `printer`."""
        self._printer = printer
        self._view = printer.view
        self._count = 0

    def column(self, head: object, cell: str, width: object = 1, align: object = "left") -> TableColumn:
        """Return a column; `cell` is a sentence such as `{title}` about the row's entity, or `#` for its number."""
        side = str(plain(align))
        if side not in ("left", "center", "right"):
            raise error("bad-setting", f"`{side}` is no alignment", hint="left, center or right")
        if MARK.search(cell):
            raise error("bad-setting", "a cell shows facts of its row", hint="write them in braces: `{title}`")
        shown = self._number if cell == "#" else self._cell(cell)
        return TableColumn(self._shown(head), shown, _share(width), side)

    def party_columns(self, field: str = "between", width: object = 2) -> list[PartyColumns]:
        """Return columns for the parties that have members in `field` of the table's rows; see `_laid`."""
        return [PartyColumns(field, _share(width))]

    def table(
        self,
        rows: Iterable[object],
        columns: list[TableColumn | PartyColumns],
        caption: object = "",
        summary: object = "",
    ) -> Shown | str:
        """Return the mark of a table with a row for each entity of `rows`."""
        _refuse_other_columns(columns)
        self._count += 1
        shown = [row for row in rows if isinstance(row, Lens)]
        laid = [each for column in columns for each in self._laid(column, shown)]
        made = tuple(
            Row(_row_key(row), tuple([column.cell(row, number) for column in laid]))
            for number, row in enumerate(shown, start=1)
        )
        table = Table(
            columns=tuple(Column(column.head, column.width, column.align) for column in laid),
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
        return str(Shown(self._view, self._shown(thing)).plain())

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

    def _laid(self, column: TableColumn | PartyColumns, rows: list[Lens]) -> list[TableColumn]:
        """Return `column`, or what party columns come to in a table of `rows`.

        Up to three parties have a column each, in the order of the sheet, and what is of none of them, or not yet
        known, one more. More parties, or none, are one column of all sides, twice as wide.
        """
        if isinstance(column, TableColumn):
            return [column]
        sides = _Sides(column.field, rows)
        found = self._view.at("parties")
        parties = [party for party in found if isinstance(party, RecordLens)] if isinstance(found, Collection) else []
        there = [party for party in parties if party.plain() in sides.parties]
        if not 0 < len(there) <= _MOST_PARTIES:
            return [TableColumn(self._word("between"), self._all_sides(sides), 2 * column.width)]
        laid = [
            TableColumn(self._printer.show(party), self._side(sides, party.plain()), column.width) for party in there
        ]
        others = TableColumn(self._word("other_sides"), self._side(sides, None), column.width)
        return [*laid, others] if None in sides.parties else laid

    def _word(self, name: str) -> Inlines:
        return (Text(self._printer.word(name)),)

    def _side(self, sides: "_Sides", party: Value) -> Cell:
        def cell(row: Lens, _number: int) -> Inlines:
            side = sides.of(row).get(party)
            return self._printer.show(side) if side else ABSENT

        return cell

    def _all_sides(self, sides: "_Sides") -> Cell:
        def cell(row: Lens, _number: int) -> Inlines:
            made: Inlines = ()
            for party, side in sides.of(row).items():
                made = (*made, *((Text("; "),) if made else ()), *self._named_side(party, side))
            return made or ABSENT

        return cell

    def _named_side(self, party: Value, side: Collection) -> Inlines:
        """Return the members of a side after the name of its party: bodies of two countries may be called alike."""
        shown, path = self._printer.show(side), f"parties.{party}"
        if party is None or any(isinstance(member, RecordLens) and member.path == path for member in side):
            return shown
        return (*self._printer.show(self._view.at(path)), Text(": "), *shown)


def _refuse_other_columns(columns: object) -> None:
    """Refuse what is no list of columns."""
    hint = 'columns=[column("…", "{title}")] + party_columns("between")'
    if not columns or not isinstance(columns, list | tuple):
        raise error("bad-setting", "a table needs columns", hint=hint)
    for column in columns:
        if not isinstance(column, TableColumn | PartyColumns):
            shown = f"`{column}`" if isinstance(column, str) else "a list" if isinstance(column, list) else "this"
            raise error("bad-setting", f"{shown} is no column of a table", hint=hint)


class _Sides:
    """The members of a field by their party, found once for all columns of a table."""

    def __init__(self, field: str, rows: list[Lens]) -> None:
        self._rows = {row.path: _members_by_party(field_of(row, field)) for row in rows}
        self.parties = {party for row in self._rows.values() for party in row}

    def of(self, row: Lens) -> dict[Value, Collection]:
        """Return the members in `row` by their party, in the order of their first."""
        return self._rows[row.path]


def _members_by_party(found: object) -> dict[Value, Collection]:
    sides: dict[Value, list[object]] = {}
    for member in found if isinstance(found, Collection) else ():
        sides.setdefault(_side_of(member), []).append(member)
    return {
        party: Collection(found.view, found.path, members)
        for party, members in sides.items()
        if isinstance(found, Collection) and party is not False
    }


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
    """Return the party of `member` or of its organisation; `None` if there is none, or it is not yet known.

    What is no entity is of no side.
    """
    if isinstance(member, FactLens) and member.plain() is None:
        return None
    if not isinstance(member, RecordLens):
        return False
    known = member.view.sides
    if member.path not in known:  # the same few bodies stand in ten thousand rows
        known[member.path] = None  # to two people who each name the other as their body
        known[member.path] = _looked_up(member)
    return known[member.path]


def _looked_up(member: RecordLens) -> Value:
    if member.path.startswith("parties."):
        return member.plain()
    side = member.field("party")
    if not isinstance(side, Undefined):
        return plain(side)
    body = member.field("organisation")
    return None if isinstance(body, Undefined) else _side_of(body)
