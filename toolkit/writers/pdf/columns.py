"""Blocks side by side, such as the letterhead and the signatures: never split between pages. And forced page breaks.

Floor 2.
"""

from msgspec import Struct

from toolkit.style import Role
from toolkit.writers.pdf.galley import Galley, LoneRule
from toolkit.writers.pdf.page import Spot
from toolkit.writers.pdf.paper import Pages, between

_AROUND = 6.0
"""The space above and below columns."""


class Stack(Struct):
    """Parts one below the other, `x` points from the left edge."""

    x: float
    parts: tuple[Galley | LoneRule, ...]

    def tops(self) -> list[float]:
        """Return how far below the top each part begins."""
        tops, depth, below = [], 0.0, 0.0
        for part in self.parts:
            depth += between(below, part) + part.drop
            tops.append(depth)
            depth += part.height
            below = part.after
        return tops

    @property
    def height(self) -> float:
        """The height of all parts."""
        return self.tops()[-1] + self.parts[-1].height + self.parts[-1].after if self.parts else 0.0


def level(stacks: list[Stack], roles: list[Role]) -> None:
    """Lower paragraphs of `stacks` so that those in one of `roles` begin at the same height, if each stack has one.

    A stack that has several shows them one below the other: then nothing is lowered.
    """
    found = [
        [
            (top, part)
            for top, part in zip(stack.tops(), stack.parts, strict=True)
            if isinstance(part, Galley) and part.role in roles
        ]
        for stack in stacks
    ]
    if all(len(each) == 1 for each in found):
        lowest = max(top for ((top, _),) in found)
        for ((top, part),) in found:
            part.drop = lowest - top


class SideBySide(Struct):
    """Stacks side by side, read from left to right."""

    stacks: tuple[Stack, ...]
    before: float = _AROUND
    after: float = _AROUND
    keep: bool = False
    splits: bool = False

    @property
    def height(self) -> float:
        """The height of the tallest stack."""
        return max((stack.height for stack in self.stacks), default=0.0)

    @property
    def head(self) -> float:
        """All of it: it is never split."""
        return self.height

    def place(self, pages: Pages) -> None:
        """Draw the stacks where `pages` stands."""
        for stack in self.stacks:
            for part, depth in zip(stack.parts, stack.tops(), strict=True):
                part.draw_whole(pages.page, Spot(pages.left + stack.x, pages.top - depth))
        pages.top -= self.height


class Turn(Struct):
    """A forced new page; nothing on a page where nothing stands yet."""

    before: float = 0.0
    after: float = 0.0
    head: float = 0.0
    height: float = 0.0
    keep: bool = False
    splits: bool = False

    def place(self, pages: Pages) -> None:
        """Turn the page."""
        if not pages.fresh:
            pages.turn()
