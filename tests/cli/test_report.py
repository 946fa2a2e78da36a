"""What a build reaches beyond what it was asked for: collections built before, and nothing that was not."""

from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


def test_a_pattern_that_matches_nothing_does_not_take_the_place_of_the_collection(root: Path) -> None:
    collected = ("build", "register", "-l", "en", "-f", "md", "--collect")
    assert toolkit(*collected, "facts/*.yaml", at=root).code == 0
    assert toolkit(*collected, "fact/*.yaml", at=root).code == 2
    assert "current  output/collection/register-collection.en.md" in toolkit("status", at=root).out


def test_a_correction_brings_up_to_date_what_was_made_before_and_no_others(root: Path) -> None:
    assert toolkit("build", "minutes", "-l", "en", "-f", "md,html", at=root).code == 0
    ran = toolkit("correct", "no-sa-2031", "figures.trade=8 tỷ USD", "--reason", "misheard", "--json", at=root)
    assert {paper["path"] for paper in ran.answer["made"]} == {
        "output/no-sa-2031/minutes.en.md",
        "output/no-sa-2031/minutes.en.html",
    }
