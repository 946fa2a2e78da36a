"""How wide the columns of a table are: as the template shares the room out, but no word is cut that need not be.

Floor 2. Each writer measures words in its own way.
"""

from collections.abc import Sequence


def fitted(shares: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """Return the widths of columns: their shares of `total`, but none narrower than its `least`.

    Where these alone are wider than `total`, the widest columns give way, and words break in them only.
    """
    if sum(least) >= total:
        return _narrowed(least, total)
    return _widened([share * total / sum(shares) for share in shares], least)


def _narrowed(least: Sequence[float], total: float) -> list[float]:
    """Return `least` with its widest cut to one width, so that all of them together are `total` wide."""
    widths = list(least)
    for done, place in enumerate(sorted(range(len(least)), key=least.__getitem__)):
        widths[place] = min(least[place], total / (len(least) - done))
        total -= widths[place]
    return widths


def _widened(shares: list[float], least: Sequence[float]) -> list[float]:
    """Return `shares` with those below their `least` width raised to it, at the cost of the others."""
    total = sum(shares)
    fixed: set[int] = set()
    while True:
        free = total - sum(least[place] for place in fixed)
        wide = sum(share for place, share in enumerate(shares) if place not in fixed)
        widths = [least[place] if place in fixed else share * free / wide for place, share in enumerate(shares)]
        narrow = {place for place, width in enumerate(widths) if place not in fixed and width < least[place]}
        if not narrow:
            return widths
        fixed |= narrow
