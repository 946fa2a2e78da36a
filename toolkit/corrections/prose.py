"""What was edited between the facts: lines and rows that differ between two papers.

Floor 4. Papers are compared by their skeletons, so that a changed value is no prose edit.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from toolkit.readers.passages import Line, Row, Unit, signature, unit_skeleton

_ALIKE = 0.4
_MANY = 2500  # pairs of lines; above that a stretch was replaced as a whole


class ProseEdit(Struct, frozen=True):
    """A paragraph that was changed, added (`old` is empty) or removed (`new` is empty), as skeletons."""

    old: str
    new: str


def edits(old: Sequence[Unit], new: Sequence[Unit]) -> list[ProseEdit]:
    """Return what differs between two papers but for the values of facts, in reading order."""
    before, after = [signature(unit) for unit in old], [signature(unit) for unit in new]
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(old), len(new)))
    found: list[ProseEdit] = []
    matcher = SequenceMatcher(None, before[start:], after[start:], autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag != "equal":
            found += _stretch(old[start + i : start + i_end], new[start + j : start + j_end])
    return found


def _stretch(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[ProseEdit]:
    """Yield the edits of a stretch in which no unit stayed as it was: those that are alike are one that changed."""
    if len(old) == len(new) == 1 and type(old[0]) is type(new[0]):
        yield from _changed(old[0], new[0])
        return
    rest = 0
    for unit in old:
        place = _match(unit, new, rest) if len(old) * len(new) <= _MANY else None
        if place is None:
            yield ProseEdit(unit_skeleton(unit), "")
            continue
        yield from (ProseEdit("", unit_skeleton(other)) for other in new[rest:place])
        yield from _changed(unit, new[place])
        rest = place + 1
    yield from (ProseEdit("", unit_skeleton(other)) for other in new[rest:])


def _match(unit: Unit, new: Sequence[Unit], start: int) -> int | None:
    """Return the place from `start` on of the unit that `unit` became."""
    found, best = None, _ALIKE
    for place, other in enumerate(new[start:], start):
        if type(other) is type(unit):
            ratio = SequenceMatcher(None, signature(unit), signature(other), autojunk=False).ratio()
            found, best = (place, ratio) if ratio > best else (found, best)
    return found


def _changed(old: Unit, new: Unit) -> Iterator[ProseEdit]:
    if isinstance(old, Row) and isinstance(new, Row) and len(old.cells) == len(new.cells):
        for before, after in zip(old.cells, new.cells, strict=True):
            yield from edits(before, after)
    elif isinstance(old, Line) and isinstance(new, Line):
        yield ProseEdit(old.skeleton, new.skeleton)
    else:
        yield ProseEdit(unit_skeleton(old), unit_skeleton(new))
