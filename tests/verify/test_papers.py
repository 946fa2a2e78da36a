"""What a paper is: current, stale, superseded, altered or unknown, wherever its file lies."""

import shutil
from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import act, rebuilt
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError
from toolkit.verify.papers import Finding, Verdict, judge, read_back

PAPER = "no-sa-2031/register.vi.html"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = sheets.workspace(tmp_path)
    rebuilt(made, ("html", "pdf"))
    return made


def verdict(workspace: Workspace, file: Path) -> Finding:
    with State(workspace.output) as state:
        return judge(Workspace(workspace.root), state, file)


def test_a_built_paper_is_current_and_so_is_its_copy(workspace: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "mailed back.html"
    shutil.copy(workspace.output / PAPER, copy)
    for file in (workspace.output / PAPER, copy):
        assert verdict(workspace, file) == Finding(Verdict.CURRENT, (f"output/{PAPER}",))


def test_a_paper_is_stale_once_a_fact_it_shows_is_corrected(workspace: Workspace) -> None:
    act(workspace, workspace.sheet_paths()[0], agreements__schools__title__vi="Kế hoạch mới")
    found = verdict(workspace, workspace.output / PAPER)
    assert found.verdict is Verdict.STALE
    assert found.details == ("agreements.schools.title.vi: Kế hoạch trường học → Kế hoạch mới",)


def test_an_earlier_issue_is_superseded(workspace: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "old.html"
    shutil.copy(workspace.output / PAPER, copy)
    act(workspace, workspace.sheet_paths()[0], agreements__schools__title__vi="Kế hoạch mới")
    rebuilt(Workspace(workspace.root), ("html", "pdf"))
    found = verdict(workspace, copy)
    assert found.verdict is Verdict.SUPERSEDED
    assert found.details == ("output/no-sa-2031/history/register.vi.r1.html", f"now output/{PAPER}")


def test_a_changed_paper_is_altered_and_a_stranger_is_unknown(workspace: Workspace, tmp_path: Path) -> None:
    paper = workspace.output / PAPER
    paper.write_bytes(paper.read_bytes().replace(b"Port", b"Fort").replace("Cảng".encode(), b"Cang"))
    assert verdict(workspace, paper).verdict is Verdict.ALTERED
    stranger = tmp_path / "stranger.html"
    stranger.write_text("hello")
    assert verdict(workspace, stranger).verdict is Verdict.UNKNOWN


def test_a_pdf_reads_back_also_when_the_sheet_has_changed_since(workspace: Workspace) -> None:
    paper = workspace.output / "no-sa-2031" / "minutes.vi.pdf"
    act(workspace, workspace.sheet_paths()[0], figures__trade="8 tỷ USD")
    with State(workspace.output) as state:
        assert read_back(Workspace(workspace.root), state, paper).likeness == 1


def test_only_pdfs_built_here_are_read_back(workspace: Workspace) -> None:
    with State(workspace.output) as state, pytest.raises(ToolkitError, match="unknown-paper"):
        read_back(workspace, state, workspace.output / PAPER)
