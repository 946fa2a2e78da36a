"""Papers that lie in the output folder though nothing makes them any more."""

from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


def test_status_names_papers_that_nothing_makes_any_more(root: Path) -> None:
    toolkit("build", "register", "-f", "md", at=root)
    path = root / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text("utf-8").replace("languages: [vi, en]", "languages: [en]"), "utf-8")
    left = "stale    output/no-sa-2031/register.vi.md\n           nothing makes it any more: "
    assert f"{left}facts/sheet-1.yaml is not in `vi`\n" in toolkit("status", at=root).out
    sheets.workspace(root, sheets.text(id="id: other-2031\n"))
    assert f"{left}there is no sheet `no-sa-2031`\n" in toolkit("status", at=root).out
    assert "no-sa-2031" not in toolkit("status", "-s", "other-2031", at=root).out
    (root / "output" / "no-sa-2031" / "register.vi.md").unlink()
    assert left not in toolkit("status", at=root).out


def test_papers_of_a_sheet_with_errors_are_not_taken_for_left(root: Path) -> None:
    toolkit("build", "register", "-f", "md", at=root)
    path = root / "facts" / "sheet-1.yaml"
    path.write_text("id: [", "utf-8")
    ran = toolkit("status", at=root)
    assert (ran.code, ran.out) == (1, "0 current, 0 not\n")
