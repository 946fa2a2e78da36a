"""`toolkit verify` on the command line."""

from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sheets.workspace(tmp_path)
    assert toolkit("build", "minutes", "-f", "pdf,html", at=tmp_path).code == 0
    return tmp_path


def test_current_papers_are_fine_and_their_text_reads_back(root: Path) -> None:
    papers = sorted((root / "output" / "no-sa-2031").glob("*.*"))
    assert len(papers) == 4
    ran = toolkit("verify", "--text", *papers, "--json", at=root)
    assert ran.code == 0, ran.err
    assert [paper["verdict"] for paper in ran.answer["papers"]] == ["current"] * 4
    assert [paper["likeness"] for paper in ran.answer["papers"] if "likeness" in paper] == [1.0, 1.0]


def test_any_other_verdict_is_a_finding(root: Path) -> None:
    paper = root / "output" / "no-sa-2031" / "minutes.vi.html"
    paper.write_text(paper.read_text() + " ")
    ran = toolkit("verify", paper, at=root)
    assert ran.code == 1
    assert ran.out.startswith("altered")


def test_a_missing_file_is_said(root: Path) -> None:
    ran = toolkit("verify", root / "nothing.pdf", at=root)
    assert ran.code == 1
    assert "[unreadable-file]" in ran.err
