"""The names of papers."""

from pathlib import Path

import pytest

from toolkit.build.places import is_redline, issue_at, issue_path, paper_path, redline_path, shown_paper

PAPER = paper_path("a", "press-release", "vi", "docx")
REDLINE = redline_path("a", "press-release", "vi", "docx")


def test_a_redline_lies_beside_its_paper_and_is_told_from_it() -> None:
    assert (PAPER, REDLINE) == ("a/press-release.vi.docx", "a/press-release.vi.redline.docx")
    assert (is_redline(PAPER), is_redline(REDLINE)) == (False, True)
    assert shown_paper(PAPER) == shown_paper(REDLINE) == ("press-release", "vi")


@pytest.mark.parametrize("path", [PAPER, REDLINE])
@pytest.mark.parametrize("copy", [1, 2])
@pytest.mark.parametrize("issue", [1, 12])
def test_an_issue_is_kept_under_its_number(path: str, copy: int, issue: int) -> None:
    kept = issue_path(Path(path), issue, copy)
    assert kept.parent == Path("a/history")
    assert issue_at(kept.as_posix()) == issue
    assert issue_at(path) is None


def test_a_second_content_of_an_issue_has_a_name_of_its_own() -> None:
    assert [issue_path(Path(PAPER), 1, copy).name for copy in (1, 2)] == [
        "press-release.vi.r1.docx",
        "press-release.vi.r1-2.docx",
    ]
