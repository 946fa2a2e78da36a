"""Which members of two sequences belong together: lines of two texts; blocks, items or rows of two issues.

Floor 0. Members with the same name that keep their order are anchors; between two anchors, those that are alike are
paired so that the likeness is greatest. Moved members count as removed and added. Cost: n log n between anchors, and
a table of all pairs only where few are left.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

_T = TypeVar("_T")
MAX_PAIRS = 100_000
"""Between two anchors, more pairs than these are not compared: all members count as removed and added."""
LEAST_LIKENESS = 0.05

Pair = tuple[int | None, int | None]


def align(
    old: Sequence[_T], new: Sequence[_T], name: Callable[[_T], Hashable], likeness: Callable[[_T, _T], float]
) -> Iterator[Pair]:
    """Yield the pairs of positions in `old` and `new`, in reading order; a member alone is paired with `None`.

    `name` tells the same member in both; `None` is no name. `likeness` is 0 for what does not belong together, 1 for
    what surely does. Between the same neighbours, removed members come before added ones.
    """
    anchors = _in_order(_same_name(old, new, name))
    stops = [(-1, -1), *anchors, (len(old), len(new))]
    for (old_start, new_start), (old_end, new_end) in pairwise(stops):
        olds, news = range(old_start + 1, old_end), range(new_start + 1, new_end)
        yield from _between(olds, news, lambda i, j: likeness(old[i], new[j]))
        if old_end < len(old):
            yield old_end, new_end


def _same_name(old: Sequence[_T], new: Sequence[_T], name: Callable[[_T], Hashable]) -> list[tuple[int, int]]:
    """Return the positions of members of the same name, ordered by the old one; the second of a name by itself."""
    places = {key: place for place, key in enumerate(_numbered(new, name)) if key}
    found = ((place, places.get(key)) for place, key in enumerate(_numbered(old, name)) if key)
    return [(place, other) for place, other in found if other is not None]


def _numbered(members: Sequence[_T], name: Callable[[_T], Hashable]) -> Iterator[tuple[Hashable, int] | None]:
    seen: Counter[Hashable] = Counter()
    for member in members:
        own = name(member)
        if own is None:
            yield None
            continue
        seen[own] += 1
        yield own, seen[own]


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs`, which are ordered by the first place, that is ordered by both."""
    tails: list[int] = []  # of the chains of each length, the least second place that one ends with
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _between(olds: range, news: range, likeness: Callable[[int, int], float]) -> Iterator[Pair]:
    """Yield the pairs of greatest likeness between two anchors, and around them the members alone."""
    old_next, new_next = olds.start, news.start
    for i, j in _best(olds, news, likeness):
        yield from ((place, None) for place in range(old_next, i))
        yield from ((None, place) for place in range(new_next, j))
        yield i, j
        old_next, new_next = i + 1, j + 1
    yield from ((place, None) for place in range(old_next, olds.stop))
    yield from ((None, place) for place in range(new_next, news.stop))


def _best(olds: range, news: range, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    if not olds or not news or len(olds) * len(news) > MAX_PAIRS:
        return []
    scores = [[likeness(i, j) for j in news] for i in olds]
    totals = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for a in range(len(olds) - 1, -1, -1):
        for b in range(len(news) - 1, -1, -1):
            paired = totals[a + 1][b + 1] + scores[a][b] if scores[a][b] >= LEAST_LIKENESS else 0.0
            totals[a][b] = max(totals[a + 1][b], totals[a][b + 1], paired)
    chosen, a, b = [], 0, 0
    while a < len(olds) and b < len(news):
        if scores[a][b] >= LEAST_LIKENESS and totals[a][b] == totals[a + 1][b + 1] + scores[a][b]:
            chosen.append((olds[a], news[b]))
            a, b = a + 1, b + 1
        elif totals[a][b] == totals[a + 1][b]:
            a += 1
        else:
            b += 1
    return chosen
