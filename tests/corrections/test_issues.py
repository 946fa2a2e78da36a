"""Issues of a paper, and sheets as they once were."""

from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import about, act, outputs, rebuilt
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.corrections.correct import commit, prepare
from toolkit.corrections.issues import Issue, find_issue, read_issue, texts_as_of
from toolkit.diagnostics import ToolkitError

PAPER = "no-sa-2031/minutes.en.html"
KEPT = "no-sa-2031/history/minutes.en.r1.html"


def corrected_twice(root: Path) -> tuple[Workspace, dict[str, bytes]]:
    workspace = sheets.workspace(root)
    rebuilt(workspace)
    first = outputs(root)
    path = workspace.sheet_paths()[0]
    act(workspace, path, figures__trade="8 tỷ USD")
    rebuilt(Workspace(root))
    act(workspace, path, figures__trade="9 tỷ USD")
    rebuilt(Workspace(root))
    return Workspace(root), first


def test_every_issue_is_found_and_composed_as_it_was(tmp_path: Path) -> None:
    workspace, _ = corrected_twice(tmp_path)
    names = [KEPT, KEPT.replace("r1", "r2"), PAPER]
    with State(workspace.output) as state:
        issues = [find_issue(workspace, state, workspace.output / name) for name in names]
    values = [str(read_issue(workspace, issue).facts["figures.trade.value"].value) for issue in issues]
    assert values == ["7500000000", "8000000000", "9000000000"]


@pytest.mark.parametrize(
    ("earlier", "later", "known"),
    [
        ("a/history/minutes.en.r1.html", "a/history/minutes.en.r10.html", True),
        ("a/history/minutes.en.r2-2.html", "a/minutes.en.docx", True),
        ("a/history/minutes.en.r1.html", "a/history/minutes.en.r2.docx", False),
        ("a/minutes.en.html", "a/minutes.en.docx", False),
    ],
)
def test_the_order_of_issues_is_told_where_it_is_known(earlier: str, later: str, known: bool) -> None:
    one, two = (Issue(path, 1, "a", "minutes", "en", "") for path in (earlier, later))
    assert (two.follows(one), one.follows(two)) == (known, False)


def test_a_file_that_was_not_built_here_is_no_issue(tmp_path: Path) -> None:
    workspace, _ = corrected_twice(tmp_path)
    with State(workspace.output) as state, pytest.raises(ToolkitError, match="unknown-paper"):
        find_issue(workspace, state, workspace.root / "facts" / "sheet-1.yaml")


@pytest.mark.parametrize("when", ["0", "r0", "2031-05-31"])
def test_papers_of_the_past_are_the_same_bytes(when: str, tmp_path: Path) -> None:
    workspace, first = corrected_twice(tmp_path)
    then = Workspace(tmp_path, tmp_path / "then", texts_as_of(workspace, when, workspace.sheet_paths()))
    build(then, Wanted(formats=("html", "md")), jobs=1)
    assert {name: (tmp_path / "then" / name).read_bytes() for name in first} == first


def test_the_present_needs_no_other_text(tmp_path: Path) -> None:
    workspace, _ = corrected_twice(tmp_path)
    assert texts_as_of(workspace, "2", workspace.sheet_paths()) == {}
    assert texts_as_of(workspace, "2031-06-01", workspace.sheet_paths()) == {}


@pytest.mark.parametrize("when", ["3", "yesterday", "2031-13-01"])
def test_a_time_that_never_was_is_refused(when: str, tmp_path: Path) -> None:
    workspace, _ = corrected_twice(tmp_path)
    with pytest.raises(ToolkitError, match="unknown-revision"):
        texts_as_of(workspace, when, workspace.sheet_paths())


@pytest.mark.parametrize("when", ["banana", "2026-13-40", "1"])
def test_a_time_that_never_was_is_refused_where_nothing_was_corrected(when: str, tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    assert texts_as_of(space, "2031-05-31", space.sheet_paths()) == texts_as_of(space, "0", space.sheet_paths()) == {}
    with pytest.raises(ToolkitError, match="unknown-revision"):
        texts_as_of(space, when, space.sheet_paths())


def test_a_sheet_edited_by_hand_still_has_its_recorded_past(tmp_path: Path) -> None:
    workspace, _ = corrected_twice(tmp_path)
    path = workspace.sheet_paths()[0]
    recorded = path.read_text()
    path.write_text(recorded.replace("12.5", "13.5"))
    assert texts_as_of(workspace, "2", workspace.sheet_paths()) == {path: recorded}
    path.write_text(recorded)
    commit(prepare(workspace, path, {"figures.share": "13"}, about(workspace, path)))
    assert texts_as_of(workspace, "2", workspace.sheet_paths()) == {path: recorded}
