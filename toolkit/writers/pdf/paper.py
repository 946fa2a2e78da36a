"""The paper being made: its file, tree, letters and outline; and the pages it is laid out on.

Floor 2. `Pages` knows where the next line goes, and draws what stands on every page: its number, the draft mark.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from toolkit.document.model import Document, Inlines, Text
from toolkit.style import Role, Style
from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.letters import TypeCase, look_of
from toolkit.writers.pdf.lines import Line, fill, runs, tokens
from toolkit.writers.pdf.page import Page, Spot
from toolkit.writers.pdf.tags import Tree

_HEADER, _FOOTER = (f"/Type/Pagination/Subtype/{kind}" for kind in ("Header", "Footer"))
_ABOVE_HEADING = 12.0
"""What a reader shows above a heading it was led to."""

_MARK_SHARE = 0.4
"""The share of the text width that the running mark may fill beside a centred page number."""


class Paper(Struct):
    """Everything the parts of one document share."""

    document: Document
    style: Style
    file: PdfFile
    tree: Tree
    case: TypeCase
    heading_depth: int = 0

    def lines(self, inlines: Inlines, role: Role, room: float, first_room: float | None = None) -> list[Line]:
        """Return `inlines` set in the look of `role`, at most `room` points wide."""
        first = room if first_room is None else first_room
        return fill(tokens(runs(inlines, role, self.case), self.case), room, first, self.case)

    def leading(self, line: Line, role: Role) -> tuple[float, float]:
        """Return the pitch of `line` in `role`, and how deep below its top the baseline stands, in points."""
        kinds = {(atom.piece.typeface, atom.look.size) for atom in line.atoms}
        kinds = kinds or {(self.case.main(look_of(role)), role.size)}
        pitch = max(typeface.font.pitch * size for typeface, size in kinds) * role.line
        ascent = max(typeface.font.ascent * size for typeface, size in kinds)
        descent = max(typeface.font.descent * size for typeface, size in kinds)
        return pitch, (pitch - ascent - descent) / 2 + ascent

    def outline(self, page: Page, title: str, level: int, top: float) -> None:
        """Show a heading of `level` in the reader's outline."""
        self.file.add_heading(title, level, f"[{page.number} 0 R/XYZ 0 {top + _ABOVE_HEADING:.2f} 0]")


class Part(Protocol):
    """Something that is placed on pages, one after the other. All measures are points."""

    @property
    def before(self) -> float:
        """The space above, unless at the head of a page."""

    @property
    def after(self) -> float:
        """The space below."""

    @property
    def head(self) -> float:
        """The height that must be free for it to begin."""

    @property
    def height(self) -> float:
        """The height of all of it."""

    @property
    def splits(self) -> bool:
        """Whether it may go on on another page."""

    keep: bool
    """Whether its end stands on the same page as the head of the next part."""

    def place(self, pages: "Pages") -> None:
        """Draw it where `pages` stands."""


class Pages:
    """The pages of a paper; `top` is the height above the page's lower edge at which the next part begins.

    `owed` is the height that must be left on the page where the part being placed ends, for what keeps with it.
    """

    def __init__(self, paper: Paper) -> None:
        """Start the first page."""
        form = paper.style.page
        self._paper = paper
        self._width, self._height = form.size(paper.document.landscape)
        self.left = form.left
        self.width = self._width - form.left - form.right
        self.owed = 0.0
        self._count = 0
        role = paper.style.role("page-number")
        running = paper.document.running
        self._mark = paper.lines(running, role, self.width * _MARK_SHARE) if running else []
        self._start()

    def _start(self) -> None:
        self._count += 1
        self.page = Page(self._paper.file, self._paper.tree, self._width, self._height)
        self._below = 0.0  # the space that the last part on this page asks for
        form = self._paper.style.page
        high, low = self._draw_running() if self._count > 1 or form.number_on_first else (0.0, 0.0)
        self.top = self._first_top = self._height - max(form.top, high)
        self._bottom = max(form.bottom, low)

    @property
    def room(self) -> float:
        """The height left on this page."""
        return self.top - self._bottom

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on this page yet."""
        return self.top == self._first_top

    def turn(self) -> None:
        """Go on at the head of a new page."""
        self.page.finish()
        self._start()

    def finish(self) -> None:
        """End the last page."""
        self.page.finish()

    def place_all(self, parts: Iterable[Part]) -> None:
        """Place `parts`, a part that keeps with the next always on the page where that one begins."""
        group: list[Part] = []
        for part in parts:
            group.append(part)
            if not part.keep:
                self._place_group(group)
                group = []
        if group:
            self._place_group(group)

    def _place_group(self, group: list[Part]) -> None:
        if _needed(group, self._below) > self.room and not self.fresh:
            self.turn()
        for number, part in enumerate(group):
            if between(self._below, part) + part.head > self.room and not self.fresh:
                self.turn()  # the group is taller than a page
            if not self.fresh or self._count == 1:
                self.top -= between(self._below, part)
            self.owed = _needed(group[number + 1 :], part.after) if part.keep else 0.0
            part.place(self)
            self._below = part.after

    def _draw_running(self) -> tuple[float, float]:
        """Draw the page number and the running mark, as artifacts; return how deep the page's head and foot reach.

        As in Word, text begins below the one and ends above the other, wherever the margins are.
        """
        form, role = self._paper.style.page, self._paper.style.role("page-number")
        side, _, align = form.number.partition("-")
        number = self._paper.lines((Text(str(self._count)),), role, self.width) if form.number != "none" else []
        tall = max(sum(self._paper.leading(line, role)[0] for line in lines) for lines in (number, self._mark))
        if not tall:
            return 0.0, 0.0
        is_foot = side == "bottom"
        reach = form.header + role.space_before + tall + role.space_after
        top = (reach if is_foot else self._height - form.header) - role.space_before
        self.page.mark_artifact(_FOOTER if is_foot else _HEADER)
        self._draw_at_margin(number, align, top)
        self._draw_at_margin(self._mark, "left", top)
        self.page.end_artifact()
        return (0.0, reach) if is_foot else (reach, 0.0)

    def _draw_at_margin(self, lines: Sequence[Line], align: str, top: float) -> None:
        role = self._paper.style.role("page-number")
        for line in lines:
            pitch, depth = self._paper.leading(line, role)
            free = self.width - line.width
            x = self.left + {"left": 0.0, "center": free / 2, "right": free}[align]
            self.page.draw(line, Spot(x, top - depth), None)
            top -= pitch


def between(below: float, part: Part) -> float:
    """Return the space above `part`, where what stands over it asks for the space `below`.

    The larger of the two, as in Word since 2013, LibreOffice and HTML.
    """
    return max(below, part.before)


def _needed(group: Sequence[Part], below: float) -> float:
    """Return the height that must be free for `group` to begin: up to the head of the first part that splits.

    `below` is the space that what stands over it asks for.
    """
    needed = 0.0
    for part in group:
        needed += between(below, part)
        if part.splits or part is group[-1]:
            return needed + part.head
        needed += part.height
        below = part.after
    return needed
