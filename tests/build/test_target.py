"""Targets of a plan."""

import pytest

from toolkit.build.target import MISSING, NOT_BUILT, Target


@pytest.mark.parametrize(
    ("reasons", "edited", "word"),
    [
        ((), False, "current"),
        (("status: draft → confirmed",), False, "stale"),
        ((NOT_BUILT,), False, "missing"),
        ((MISSING, "status: draft → confirmed"), False, "missing"),
        (("edited by hand",), True, "edited"),
    ],
)
def test_one_word_tells_what_a_paper_is(reasons: tuple[str, ...], edited: bool, word: str) -> None:
    target = Target("s/a.vi.md", "s", "a", "vi", "md", reasons, (), edited)
    assert target.state == word
    assert target.current == (word == "current")
