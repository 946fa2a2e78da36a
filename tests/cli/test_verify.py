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


def test_a_missing_file_is_wrong_use_and_the_others_have_their_verdicts(root: Path) -> None:
    paper = root / "output" / "no-sa-2031" / "minutes.vi.html"
    ran = toolkit("verify", root / "nothing.pdf", paper, "--json", at=root)
    assert (ran.code, [one.get("verdict") for one in ran.answer["papers"]]) == (2, [None, "current"])
    assert "[unknown-paper]" in ran.err


def test_a_damaged_pdf_keeps_its_verdict(root: Path) -> None:
    paper = root / "output" / "no-sa-2031" / "minutes.vi.pdf"
    paper.write_bytes(b"junk")
    ran = toolkit("verify", "--text", paper, "--json", at=root)
    (told,) = ran.answer["papers"]
    assert (ran.code, told["verdict"], told["diagnostics"][0]["code"]) == (1, "altered", "unreadable-paper")


def test_an_altered_copy_is_held_against_the_paper_that_it_was_made_as(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "mailed.pdf"
    copy.write_bytes((root / "output" / "no-sa-2031" / "minutes.vi.pdf").read_bytes() + b"\n")
    (told,) = toolkit("verify", "--text", copy, "--json", at=root).answer["papers"]
    assert (told["verdict"], told["reads_back"]) == ("altered", True)


def test_one_paper_that_cannot_be_judged_leaves_the_others_their_verdicts(root: Path) -> None:
    paper = root / "output" / "no-sa-2031" / "minutes.vi.html"
    ran = toolkit("verify", paper.parent, paper, "--json", at=root)
    assert ran.code == 1
    assert [one.get("verdict") for one in ran.answer["papers"]] == [None, "current"]


def test_a_text_that_is_not_read_back_is_said(root: Path) -> None:
    ran = toolkit("correct", "no-sa-2031", "figures.trade", "8 tỷ USD", "--reason", "x", at=root)
    assert ran.code == 0, ran.err
    notice = root / "output" / "no-sa-2031" / "corrigendum-1.en.pdf"
    ran = toolkit("verify", "--text", notice, "--json", at=root)
    assert (ran.code, ran.answer["papers"][0]["reads_back"]) == (0, None)
    assert "its text is not read back" in ran.err


def test_papers_of_a_removed_sheet_are_stale(root: Path) -> None:
    sheets.workspace(root, sheets.text(id="id: other-2031\n"))
    papers = sorted((root / "output" / "no-sa-2031").glob("*.pdf"))
    ran = toolkit("verify", "--text", *papers, "--json", at=root)
    assert ran.code == 1, ran.err
    reason = "nothing makes it any more: there is no sheet `no-sa-2031`"
    assert [(one["verdict"], one["details"]) for one in ran.answer["papers"]] == [("stale", [reason])] * 2


def test_the_text_of_copies_and_earlier_issues_reads_back_too(root: Path) -> None:
    place = root / "output" / "no-sa-2031" / "minutes.vi.pdf"
    copy = root / "mailed.pdf"
    copy.write_bytes(place.read_bytes())
    assert toolkit("verify", "--text", copy, "--json", at=root).answer["papers"][0]["likeness"] == 1
    toolkit("correct", "no-sa-2031", "figures.trade", "8 tỷ USD", "--reason", "misheard", at=root)
    for file in (copy, place.parent / "history" / "minutes.vi.r1.pdf"):
        (told,) = toolkit("verify", "--text", file, "--json", at=root).answer["papers"]
        assert (told["verdict"], told["likeness"]) == ("superseded", 1)
