"""A paragraph set in lines, ready to be placed: whole, or split between two pages.

Floor 2. At least two lines of a paragraph stand together at the foot of a page and at the head of the next.
"""

from msgspec import Struct, field

from toolkit.style import Role
from toolkit.writers.pdf.lines import Line
from toolkit.writers.pdf.page import Page, Spot
from toolkit.writers.pdf.paper import Pages, Paper
from toolkit.writers.pdf.tags import Element

_TOGETHER = 2
_PADDING = 3.0
_RULE_GAP, _RULE_WIDTH = 3.0, 0.75
_BOX_WIDTH = 0.75
_WIDEST_GAP = 1.5
"""How wide a gap of justified text may grow, in ems; a line that would need more stays ragged."""


class Label(Struct, frozen=True):
    """What stands before a list item's first line; `x` is measured from the left edge of the text."""

    line: Line
    x: float
    element: Element


class Galley(Struct):
    """Lines in the look of `role`, `left` points into a text `width` wide.

    `element` is what they are in the structure tree, `level` and `title` what the outline shows of a heading. `drop` is
    what the paragraph is lowered by, beside others, to stand level with one of them.
    """

    paper: Paper
    lines: list[Line]
    role: Role
    element: Element
    width: float
    left: float = 0.0
    first_left: float = 0.0
    label: Label | None = None
    keep: bool = False
    level: int = 0
    title: str = ""
    drop: float = 0.0
    _leadings: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find each line's pitch and how deep its baseline stands; the pitch is as its tallest letters need it."""
        self._leadings = [self.paper.leading(line, self.role) for line in self.lines]

    @property
    def before(self) -> float:
        """The space above."""
        return self.role.space_before

    @property
    def after(self) -> float:
        """The space below."""
        return self.role.space_after

    @property
    def splits(self) -> bool:
        """Whether it may go on on another page; a heading, or what stands in a box, may not."""
        return len(self.lines) >= 2 * _TOGETHER and not self.role.box and not self.role.keep_next

    @property
    def head(self) -> float:
        """The height that must be free for the paragraph to begin."""
        return self._height(0, _TOGETHER) if self.splits else self.height

    @property
    def height(self) -> float:
        """The height of all lines and what is drawn around them."""
        around = 2 * _PADDING if self.role.box else 0.0
        under = 2 * _RULE_GAP if self.role.rule else 0.0
        return self._height(0, len(self.lines)) + around + under

    def _height(self, first: int, last: int) -> float:
        return sum(pitch for pitch, _ in self._leadings[first:last])

    def place(self, pages: Pages) -> None:
        """Draw the lines where `pages` stands, over as many pages as they need."""
        done = 0
        while done < len(self.lines):
            count = self._fitting(done, pages.room, pages.owed)
            if not count and not pages.fresh:
                pages.turn()
                count = self._fitting(done, pages.room, pages.owed)
            count = count or 1
            pages.top -= self._draw(pages.page, Spot(pages.left, pages.top), done, done + count)
            done += count
        self.paper.tree.close(self.element)

    def draw_whole(self, page: Page, corner: Spot) -> None:
        """Draw all lines below `corner`."""
        self._draw(page, corner, 0, len(self.lines))
        self.paper.tree.close(self.element)

    def _fitting(self, done: int, room: float, owed: float) -> int:
        """Return how many of the lines from `done` on fit into `room`, leaving none alone.

        After the last line, the height `owed` must be left.
        """
        left = len(self.lines) - done
        if self.height - self._height(0, done) + owed <= room + 0.01:
            return left
        if self.role.box:
            return 0
        count = 0
        while count < left and self._height(done, done + count + 1) <= room + 0.01:
            count += 1
        count = min(count, left - _TOGETHER)
        return count if count >= _TOGETHER else 0

    def _draw(self, page: Page, corner: Spot, first: int, last: int) -> float:
        """Draw the lines from `first` to before `last` below `corner`; return the height used."""
        if self.title and first == 0:
            self.paper.outline(page, self.title, self.level, corner.y)
        top = corner.y - (_PADDING if self.role.box else 0)
        for number in range(first, last):
            pitch, depth = self._leadings[number]
            self._draw_line(page, self.lines[number], number == 0, Spot(corner.x, top - depth))
            top -= pitch
        if self.role.background:
            page.area(self.role.background, corner.x + self.left, top, self.width - self.left, corner.y - top)
        if last == len(self.lines):
            top = self._finish(page, corner, top)
        return corner.y - top

    def _draw_line(self, page: Page, line: Line, is_first: bool, start: Spot) -> None:
        if is_first and self.label:
            page.draw(self.label.line, Spot(start.x + self.label.x, start.y), self.label.element)
            self.paper.tree.close(self.label.element)
        left = self.left + (self.first_left if is_first else 0.0)
        shift, stretch = aligned(line, self.width - left, self.role.align)
        page.draw(line, Spot(start.x + left + shift, start.y, stretch), self.element)

    def _finish(self, page: Page, corner: Spot, top: float) -> float:
        """Draw what stands around and under the lines; return where it ends."""
        widest = max(line.width for line in self.lines)
        left = corner.x + self.left + aligned(Line((), widest, False), self.width - self.left, self.role.align)[0]
        if self.role.box:
            top -= _PADDING
            edges = (left - 2 * _PADDING, top, widest + 4 * _PADDING, corner.y - top)
            page.stroke(self.role.color, _BOX_WIDTH, "{:.2f} {:.2f} {:.2f} {:.2f} re".format(*edges))
        if self.role.rule:
            draw_rule(page, self.role, Spot(corner.x, top - _RULE_GAP), self.width, widest)
            top -= 2 * _RULE_GAP
        return top


class LoneRule(Struct):
    """A line on its own."""

    role: Role
    width: float
    keep: bool = False
    drop: float = 0.0

    @property
    def before(self) -> float:
        """The space above."""
        return self.role.space_before

    @property
    def after(self) -> float:
        """The space below."""
        return self.role.space_after

    @property
    def height(self) -> float:
        """The height it stands in the middle of."""
        return self.role.size

    head = height
    splits = False

    def place(self, pages: Pages) -> None:
        """Draw the line where `pages` stands."""
        self.draw_whole(pages.page, Spot(pages.left, pages.top))
        pages.top -= self.height

    def draw_whole(self, page: Page, corner: Spot) -> None:
        """Draw the line below `corner`."""
        draw_rule(page, self.role, Spot(corner.x, corner.y - self.height / 2), self.width, self.width)


def draw_rule(page: Page, role: Role, start: Spot, width: float, words: float) -> None:
    """Draw the rule that `role` asks for: as long as its `words`, a share of `width`, or all of it."""
    length = words if role.rule == "text" else width * role.rule_share
    shift = aligned(Line((), length, False), width, "center" if role.align == "justify" else role.align)[0]
    x, y = start.x + shift, start.y
    page.stroke(role.color, _RULE_WIDTH, f"{x:.2f} {y:.2f} m {x + length:.2f} {y:.2f} l")


def aligned(line: Line, room: float, align: str) -> tuple[float, float]:
    """Return how far right `line` starts in `room`, and by how much its gaps are stretched."""
    free = room - line.width
    if align == "center":
        return free / 2, 0.0
    if align == "right":
        return free, 0.0
    if align == "justify" and line.full and free > 0 and line.gaps:
        stretch = free / line.gaps
        return 0.0, stretch if stretch <= _WIDEST_GAP * line.atoms[0].look.size else 0.0
    return 0.0, 0.0
