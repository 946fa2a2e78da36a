"""Cells of a data table: their widths, and their text set in lines.

Floor 2. Most cells hold plain words of one script; those take a short way, on which a word costs one look-up. Cells
with bold words, links, Khmer, or words too wide for their column are set like paragraphs.
"""

from collections.abc import Iterable, Sequence
from math import inf

from msgspec import Struct

from toolkit.document.model import Inlines, Mention, Table, Text
from toolkit.document.walk import inline_text
from toolkit.style import Role
from toolkit.writers.pdf.breaks import chunks, tidy
from toolkit.writers.pdf.galley import aligned
from toolkit.writers.pdf.letters import Look, TypeCase, look_of
from toolkit.writers.pdf.lines import Line
from toolkit.writers.pdf.page import Page, Spot
from toolkit.writers.pdf.paper import Paper
from toolkit.writers.pdf.tags import Element
from toolkit.writers.widths import fitted

_SHORT = 24
"""Texts of at most so many letters are remembered, for kinds, names and dates come again and again."""

_NEARLY_LONGEST = 0.6
"""Words of at least this share of the longest word's letters are measured for a column's least width."""


class PlainWords(dict[str, tuple[float, str]]):
    """The width and code of words of the main typeface; a word that needs more than that is endlessly wide."""

    def __init__(self, case: TypeCase, look: Look) -> None:
        """Look words up in `case`, set in `look`."""
        super().__init__()
        self._words = case.words(look)
        self.typeface = case.main(look)
        self.space = self._words.space(self.typeface)

    def __missing__(self, word: str) -> tuple[float, str]:
        """Set `word` and remember it."""
        found = (inf, "")
        if tidy(word) == word and [chunk.text for chunk in chunks(word)] == [word]:
            pieces = self._words[word]
            if len(pieces) == 1 and pieces[0].plain and pieces[0].typeface is self.typeface:
                found = (pieces[0].width, pieces[0].code)
        self[word] = found
        return found


class Cell(Struct):
    """Lines of a cell set like a paragraph."""

    paper: Paper
    role: Role
    align: str
    room: float
    lines: Sequence[Line]

    @property
    def height(self) -> float:
        """The height of all lines."""
        return sum(self.paper.leading(line, self.role)[0] for line in self.lines)

    @property
    def depth(self) -> float:
        """How far below its top the first line stands."""
        return self.paper.leading(self.lines[0], self.role)[1] if self.lines else 0.0

    def draw(self, page: Page, corner: Spot, element: Element | None) -> None:
        """Draw the lines below `corner` as part of `element`, or of the artifact that is open."""
        top = corner.y
        for line in self.lines:
            pitch, depth = self.paper.leading(line, self.role)
            shift, stretch = aligned(line, self.room, self.align)
            page.draw(line, Spot(corner.x + shift, top - depth, stretch), element)
            top -= pitch

    def draw_tagged(self, page: Page, corner: Spot, number: int, row: int) -> None:
        """Draw the lines as the table cell `number` of the row element `row`."""
        element = Element(number, "TD", row)
        self.draw(page, corner, element)
        self.paper.tree.close(element)

    def cut(self, count: int) -> tuple["Cell", "Cell"]:
        """Return the first `count` lines, and the others."""
        first = Cell(self.paper, self.role, self.align, self.room, self.lines[:count])
        return first, Cell(self.paper, self.role, self.align, self.room, self.lines[count:])

    def upto(self, height: float) -> tuple["Cell", "Cell"]:
        """Return the lines that fit into `height`, and the others."""
        count = len(self.lines)
        while count and self.cut(count)[0].height > height:
            count -= 1
        return self.cut(count)


class PlainCell:
    """Lines of plain words, as widths and codes, ready to be drawn anywhere."""

    __slots__ = ("depth", "height", "lines", "setter", "shown")

    def __init__(self, setter: "CellSetter", lines: list[tuple[float, str]]) -> None:
        """Take `lines`, set by `setter`."""
        self.setter = setter
        self.lines = lines
        self.height = len(lines) * setter.pitch
        self.depth = setter.depth  # how far below its top the first line stands
        starts = [setter.start(width) for width, _ in lines]
        further = [
            f"{start - left:.2f} -{setter.pitch:.2f} Td ({code})Tj "
            for left, start, (_, code) in zip(starts, starts[1:], lines[1:], strict=False)
        ]
        self.shown = starts[0], f"({lines[0][1]})Tj {''.join(further)}ET "

    def draw_tagged(self, page: Page, corner: Spot, number: int, row: int) -> None:
        """Draw the lines as the table cell `number` of the row element `row`."""
        setter = self.setter
        start, shown = self.shown
        chosen = page.choose(setter.look)
        place = f"{corner.x + start:.2f} {corner.y - self.depth:.2f} Td "
        page.add_cell(f"BT {chosen}{place}{shown}", number, row)


class CellSetter:
    """Sets the cells of one column."""

    def __init__(self, paper: Paper, role: Role, align: str, room: float) -> None:
        """Set cells in the look of `role`, `room` points wide."""
        self.paper = paper
        self.role = role
        self.align = align
        self.room = room
        self.plain = PlainWords(paper.case, look_of(role))
        self.look = (self.plain.typeface.name, role.size, role.color)
        self.pitch, self.depth = paper.leading(Line((), 0.0, False), role)
        self._capitals = role.caps or role.underline
        self._known: dict[str, PlainCell] = {}

    def start(self, width: float) -> float:
        """Return how far right a line `width` points wide starts."""
        if self.align == "left":
            return 0.0
        return (self.room - width) / 2 if self.align == "center" else self.room - width

    def set(self, inlines: Inlines) -> Cell | PlainCell:
        """Return `inlines` in lines, by the short way if they are plain words."""
        text = None if self._capitals else _plain_text(inlines)
        if text is None:
            return self.set_lines(inlines)
        known = self._known.get(text)
        if known:
            return known
        lines = self._fill(text)
        if lines is None:
            return self.set_lines(inlines)
        cell = PlainCell(self, lines)
        if len(text) <= _SHORT:
            self._known[text] = cell
        return cell

    def set_lines(self, inlines: Inlines) -> Cell:
        """Return `inlines` in lines like a paragraph's."""
        lines = self.paper.lines(inlines, self.role, self.room) if inlines else []
        return Cell(self.paper, self.role, self.align, self.room, lines)

    def _fill(self, text: str) -> list[tuple[float, str]] | None:
        """Return `text` in lines, or `None` if a word of it needs the long way."""
        plain, room = self.plain, self.room + 0.01
        gap, space = plain.space.width, plain.space.code
        lines: list[tuple[float, str]] = []
        codes: list[str] = []
        used = -gap
        for word in text.split(" "):
            width, code = plain[word]
            wider = used + gap + width
            if wider > room:
                if width > room:
                    return None
                codes.append("")
                lines.append((used, space.join(codes)))
                codes, wider = [], width
            used = wider
            codes.append(code)
        lines.append((used, space.join(codes)))
        return lines


def _plain_text(inlines: Inlines) -> str | None:
    """Return the words of `inlines` if they look all the same, else `None`."""
    if len(inlines) == 1:
        only = inlines[0]
        if type(only) is Text or (type(only) is Mention and not only.open and not only.parts):
            return only.text or None
    words: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text) or (isinstance(inline, Mention) and not inline.open and not inline.parts):
            words.append(inline.text)
        else:
            return None
    return "".join(words) or None


def column_widths(table: Table, total: float, padding: float, roles: tuple[Role, Role], paper: Paper) -> list[float]:
    """Return the widths of the columns, `total` in all, as wide as their longest words need."""
    least = []
    for place, column in enumerate(table.columns):
        heads = _longest(paper.case, look_of(roles[0]), [column.head])
        cells = _longest(paper.case, look_of(roles[1]), (row.cells[place] for row in table.rows))
        least.append(max(heads, cells) + 2 * padding + 0.02)
    return fitted([column.width for column in table.columns], least, total)


def _longest(case: TypeCase, look: Look, cells: Iterable[Inlines]) -> float:
    """Return the width of the longest word of `cells`."""
    texts = {_plain_text(inlines) or inline_text(inlines) for inlines in cells}
    words = {word for text in texts for word in text.split()}
    limit = max(map(len, words), default=0) * _NEARLY_LONGEST
    known = case.words(look)
    parts = [chunk.text for word in sorted(words) if len(word) >= limit for chunk in chunks(tidy(word))]
    return max((sum(piece.width for piece in known[part]) for part in parts), default=0.0)
