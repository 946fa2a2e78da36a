"""`toolkit redline` on the command line."""

import json
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit

SHEET = "no-sa-2031"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace whose papers have two issues."""
    sheets.workspace(tmp_path)
    assert toolkit("build", "-f", "html", at=tmp_path).code == 0
    correct(tmp_path, "8 tỷ USD", "misheard")
    return tmp_path


def correct(root: Path, trade: str, reason: str) -> None:
    done = toolkit("correct", SHEET, "figures.trade", trade, "--reason", reason, at=root)
    assert done.code == 0, done.err


def test_two_issues_are_compared_beside_the_redline_of_the_last_act(root: Path) -> None:
    out = root / "output" / SHEET
    official = {path: path.read_bytes() for path in out.glob("*.redline.*")}
    ran = toolkit("redline", out / "history/minutes.vi.r1.html", out / "minutes.vi.html", at=root)
    assert ran.out.splitlines() == [
        f"made     output/{SHEET}/minutes.vi.r1-r2.redline.{form}" for form in ("docx", "html", "json")
    ]
    assert {path: path.read_bytes() for path in official} == official
    assert toolkit("verify", *official, at=root).code == 0


def test_a_comparison_that_somebody_edited_is_kept(root: Path) -> None:
    out = root / "output" / SHEET
    issues = (out / "history/minutes.vi.r1.html", out / "minutes.vi.html")
    edited = out / "minutes.vi.r1-r2.redline.html"
    assert "kept" not in toolkit("redline", *issues, at=root).err
    assert "kept" not in toolkit("redline", *issues, at=root).err
    edited.write_text("my review")
    assert f"{edited.stem}.edited-1.html" in toolkit("redline", *issues, at=root).err
    assert edited.with_name(f"{edited.stem}.edited-1.html").read_text() == "my review"


def test_issues_of_two_formats_are_called_by_them(root: Path) -> None:
    assert toolkit("build", "-f", "md", at=root).code == 0
    out = root / "output" / SHEET
    ran = toolkit("redline", out / "history/minutes.vi.r1.html", out / "minutes.vi.md", at=root)
    assert f"output/{SHEET}/minutes.vi.r1html-r1md.redline.docx" in ran.out


def test_what_lies_beside_the_named_file_is_not_written_over(root: Path) -> None:
    issues = (root / "output" / SHEET / "history/minutes.vi.r1.html", root / "output" / SHEET / "minutes.vi.html")
    (root / "report.html").write_text("mine")
    ran = toolkit("redline", *issues, "-o", root / "report.docx", at=root)
    assert (ran.code, (root / "report.html").read_text()) == (1, "mine")
    assert f"error[would-overwrite]: {root}/report.html exists already" in ran.err
    for _ in range(2):  # one that was made so may be made again
        assert toolkit("redline", *issues, "-o", root / "other.docx", at=root).code == 0


def test_two_issues_are_compared(root: Path) -> None:
    out = root / "output" / SHEET
    ran = toolkit(
        "redline", out / "history/minutes.vi.r1.html", out / "minutes.vi.html", "-o", root / "r.docx", at=root
    )
    assert ran.code == 0, ran.err
    assert (root / "r.docx").read_bytes() == (out / "minutes.vi.redline.docx").read_bytes()
    redline = (out / "minutes.vi.redline.docx").read_bytes()
    for old, new, message in (
        ("register.vi", "minutes.vi", "not two issues of one paper"),
        ("minutes.en", "minutes.vi", "not two issues of one paper"),
        ("minutes.vi", "minutes.vi", "were made of the same facts"),
        ("minutes.vi", "history/minutes.vi.r1", "minutes.vi.html is the later issue"),
    ):
        other = toolkit("redline", out / f"{old}.html", out / f"{new}.html", at=root)
        assert other.code == 2
        assert "[bad-arguments]" in other.err
        assert message in other.err
    assert (out / "minutes.vi.redline.docx").read_bytes() == redline


def test_a_redline_takes_the_place_of_no_paper(root: Path) -> None:
    out = root / "output" / SHEET
    issues = (out / "history/minutes.vi.r1.html", out / "minutes.vi.html")
    for name in ("minutes.vi.docx", "history/minutes.vi.r1.docx", "corrigendum-1.en.docx", "minutes.vi.redline.docx"):
        ran = toolkit("redline", *issues, "-o", out / name, at=root)
        assert ran.code == 2
        assert f"output/{SHEET}/{name[:-5]}" in ran.err
        assert "is a paper of this workspace" in ran.err
    for name in ("facts/sheet-1.yaml", ".", "redline"):
        assert "is not the name of a Word file" in toolkit("redline", *issues, "-o", root / name, at=root).err


def test_a_redline_tells_the_acts_between_its_two_issues(root: Path) -> None:
    out = root / "output" / SHEET
    papers = [out / f"history/minutes.vi.r{number}.html" for number in (1, 2)] + [out / "minutes.vi.html"]
    correct(root, "9 tỷ USD", "mistyped")
    for number, reasons in enumerate((["misheard"], ["mistyped"])):
        made = root / f"{number}.docx"
        assert toolkit("redline", papers[number], papers[number + 1], "-o", made, at=root).code == 0
        remarks = json.loads(made.with_suffix(".json").read_text())["remarks"]
        assert [remark["reason"] for remark in remarks.values()] == reasons
