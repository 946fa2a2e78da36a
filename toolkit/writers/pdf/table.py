"""Data tables: rows streamed to the pages, however many there are.

Floor 2. Column widths are fixed before the first row; a row is set, drawn, tagged and forgotten. The header row is
repeated on every page, there as an artifact. A row is split only if it is taller than a page.
"""

from collections.abc import Sequence

from msgspec import Struct, field

from toolkit.document.model import Table
from toolkit.writers.pdf.cells import Cell, CellSetter, PlainCell, column_widths
from toolkit.writers.pdf.page import Drawn, Spot
from toolkit.writers.pdf.paper import Pages, Paper
from toolkit.writers.pdf.tags import Element

_REPEATED = "/Type/Pagination"
_SCOPE = "/A<</O/Table/Scope/Column>>"
_AFTER = 6.0
_SLACK = 0.01
_TOGETHER = 2
"""How many rows at the end of a table stand on one page."""


class Grid(Struct):
    """A table to be placed; `element` is its place in the structure tree."""

    paper: Paper
    table: Table
    element: Element
    width: float
    before: float = 0.0
    after: float = _AFTER
    keep: bool = False
    _edges: list[float] = field(default_factory=list)
    _setters: list[CellSetter] = field(default_factory=list)
    _head: list[Cell] = field(default_factory=list)
    _head_height: float = 0.0
    _heads: dict[object, Drawn] = field(default_factory=dict)
    _segment_top: float = 0.0

    def __post_init__(self) -> None:
        """Fix the widths of the columns and set the header row."""
        paper, table = self.paper, self.table
        roles = (paper.style.role("table-head"), paper.style.role("table-cell"))
        padding = paper.style.table.padding_x
        widths = column_widths(table, self.width, padding, roles, paper)
        self._edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
        rooms = [width - 2 * padding for width in widths]
        heads = [CellSetter(paper, roles[0], roles[0].align, room) for room in rooms]
        self._head = [setter.set_lines(column.head) for setter, column in zip(heads, table.columns, strict=True)]
        self._head_height = self._row_height(self._head)
        self._setters = [
            CellSetter(paper, roles[1], column.align, room) for column, room in zip(table.columns, rooms, strict=True)
        ]

    @property
    def splits(self) -> bool:
        """Whether there are more rows than must stand together."""
        return len(self.table.rows) > _TOGETHER

    @property
    def head(self) -> float:
        """The height of the header and the first row, or all rows of a table that is not split."""
        first = 1 if self.splits else len(self.table.rows)
        return self._head_height + sum(self._row_height(self._set(number)) for number in range(first))

    @property
    def height(self) -> float:
        """The height that is known before all rows are set."""
        return self.head

    def _set(self, number: int) -> list[Cell | PlainCell]:
        cells = self.table.rows[number].cells
        return [setter.set(inlines) for setter, inlines in zip(self._setters, cells, strict=True)]

    def _row_height(self, cells: Sequence[Cell | PlainCell]) -> float:
        """Return the height of a row whose cells' first lines stand level."""
        below = max([cell.height - cell.depth for cell in cells], default=0.0)
        return _deepest(cells) + below + 2 * self.paper.style.table.padding_y

    def place(self, pages: Pages) -> None:
        """Draw all rows, from where `pages` stands on."""
        tree = self.paper.tree
        self._segment_top = pages.top
        self._draw_head(pages)
        body = tree.open("TBody", self.element)
        for number in range(len(self.table.rows)):
            self._place_row(pages, number, body)
        self._rule_columns(pages)
        tree.close(body)
        tree.close(self.element)

    def _draw_head(self, pages: Pages) -> None:
        tree = self.paper.tree
        section = tree.open("THead", self.element)
        row = tree.open("TR", section)
        cells = [tree.open("TH", row, _SCOPE) for _ in self._head]
        self._draw_head_row(pages, cells)
        for element in (*cells, row, section):
            tree.close(element)

    def _draw_head_row(self, pages: Pages, elements: list[Element] | list[None]) -> None:
        height = self._head_height
        form = self.paper.style.table
        if form.head_background:
            pages.page.area(form.head_background, pages.left, pages.top - height, self._edges[-1], height)
        first = pages.top - form.padding_y - _deepest(self._head)
        for cell, edge, element in zip(self._head, self._edges, elements, strict=False):
            cell.draw(pages.page, Spot(pages.left + edge + form.padding_x, first + cell.depth), element)
        self._rule_row(pages, pages.top)
        pages.top -= height
        self._rule_row(pages, pages.top)

    def _continue(self, pages: Pages) -> None:
        """Go on with the table on a new page, under its header row."""
        self._rule_columns(pages)
        pages.turn()
        self._segment_top = pages.top
        pages.page.mark_artifact(_REPEATED)
        self._repeat_head(pages)
        pages.page.end_artifact()

    def _repeat_head(self, pages: Pages) -> None:
        """Draw the header row without elements, as it was drawn before after the same look at the same height."""
        before = pages.page.drawn()
        place = (pages.top, before.look)
        if place in self._heads:
            pages.page.draw_again(self._heads[place])
            pages.top -= self._head_height
        else:
            self._draw_head_row(pages, [None] * len(self._head))
            self._heads[place] = pages.page.drawn(before)

    def _place_row(self, pages: Pages, number: int, body: Element) -> None:
        cells = self._set(number)
        height = self._row_height(cells)
        started = pages.top < self._segment_top - self._head_height - _SLACK
        if started and height + self._following(number, pages.owed) > pages.room:
            self._continue(pages)
        if height > pages.room:
            self._split_row(pages, number, body)
            return
        row = self.paper.tree.row(body, len(cells))
        form = self.paper.style.table
        x, level = pages.left + form.padding_x, pages.top - form.padding_y - _deepest(cells)
        for place, cell in enumerate(cells):
            corner = Spot(x + self._edges[place], level + cell.depth)
            cell.draw_tagged(pages.page, corner, row + place + 1, row)
        pages.top -= height
        self._rule_row(pages, pages.top)

    def _following(self, number: int, owed: float) -> float:
        """Return the height that must stand below the row `number` on the same page."""
        left = len(self.table.rows) - 1 - number
        return 0.0 if left > 1 else owed + (self._row_height(self._set(number + 1)) if left else 0.0)

    def _split_row(self, pages: Pages, number: int, body: Element) -> None:
        """Draw a row taller than a page in parts, each on a page of its own."""
        tree, form = self.paper.tree, self.paper.style.table
        row = tree.open("TR", body)
        cells = [
            setter.set_lines(inlines)
            for setter, inlines in zip(self._setters, self.table.rows[number].cells, strict=True)
        ]
        elements = [tree.open("TD", row) for _ in cells]
        while any(cell.lines for cell in cells):
            room = pages.room - 2 * form.padding_y
            fitting = [cell.upto(room) for cell in cells]
            if not any(part.lines for part, _ in fitting):
                fitting = [cell.cut(1) for cell in cells]
            for (part, _), edge, element in zip(fitting, self._edges, elements, strict=False):
                part.draw(pages.page, Spot(pages.left + edge + form.padding_x, pages.top - form.padding_y), element)
            pages.top -= self._row_height([part for part, _ in fitting])
            self._rule_row(pages, pages.top)
            cells = [rest for _, rest in fitting]
            if any(cell.lines for cell in cells):
                self._continue(pages)
        for element in (*elements, row):
            tree.close(element)

    def _rule_row(self, pages: Pages, y: float) -> None:
        form = self.paper.style.table
        if form.border:
            x = pages.left
            pages.page.stroke(form.color, form.border, f"{x:.2f} {y:.2f} m {x + self._edges[-1]:.2f} {y:.2f} l")

    def _rule_columns(self, pages: Pages) -> None:
        form = self.paper.style.table
        if form.border:
            for edge in self._edges:
                x = pages.left + edge
                path = f"{x:.2f} {self._segment_top:.2f} m {x:.2f} {pages.top:.2f} l"
                pages.page.stroke(form.color, form.border, path)


def _deepest(cells: Sequence[Cell | PlainCell]) -> float:
    return max([cell.depth for cell in cells], default=0.0)
