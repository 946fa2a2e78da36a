"""`toolkit check`, `toolkit trace` and `toolkit schema`."""

import json
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from tests.repo.scan import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


def test_a_sound_sheet_is_said_to_be_sound(root: Path) -> None:
    assert toolkit("check", at=root) == (0, "1 sheet checked: no errors\n", "")
    assert toolkit("check", "sheet-1", "no-sa-2031", at=root).out == "1 sheet checked: no errors\n"
    assert toolkit("check", "--json", at=root).answer == {"sheets": ["facts/sheet-1.yaml"], "diagnostics": []}


def test_all_problems_of_all_sheets_are_told(root: Path) -> None:
    (root / "facts" / "b.yaml").write_text("format: 1\n", encoding="utf-8")
    (root / "facts" / "c.yaml").write_bytes(b"\xff")
    ran = toolkit("check", "--json", at=root)
    assert ran.code == 1
    found = [(finding["file"], finding["code"]) for finding in ran.answer["diagnostics"]]
    assert found == [*[("facts/b.yaml", "missing-key")] * 4, ("facts/c.yaml", "not-utf8")]
    assert ran.err.endswith("5 errors, 0 warnings\n")
    assert toolkit("check", "sheet-1", at=root).code == 0


def test_a_name_in_another_encoding_is_told_and_the_other_sheets_go_on(root: Path) -> None:
    (root / "facts" / "\udcff.yaml").write_text(sheets.MINIMAL, encoding="utf-8")
    told = "error[not-utf8]: the name of facts/\\xff.yaml is not UTF-8\n  hint: rename the file\n1 error, 0 warnings\n"
    assert toolkit("check", at=root) == (1, "", told)
    ran = toolkit("build", "register", "-f", "md", at=root)
    assert (ran.code, ran.err) == (1, told)
    assert ran.out.endswith("2 made, 0 current, 0 failed\n")
    assert toolkit("status", "-s", "no\udcff", at=root).code == 2
    assert toolkit("status", "-s", "no-sa-2031", at=root).out.endswith("2 current, 4 not\n")
    assert toolkit("correct", "\udcff", "title", "Other", "--reason", "x", at=root) == (1, "", told)


def test_a_templates_name_in_another_encoding_is_told(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "\udcff.md.j2").write_text("# Memo\n", encoding="utf-8")
    for command in ("check", "build", "status"):
        assert "the name of templates/\\xff.md.j2 is not UTF-8" in toolkit(command, at=root).err


def test_warnings_alone_are_fine(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.MINIMAL + "figures: {fund: {value: 1}}\n")
    ran = toolkit("check", at=tmp_path)
    assert ran.code == 0
    assert ran.err.endswith("0 errors, 1 warning\n")


def test_what_would_stop_or_spoil_a_paper_is_told_before_any_is_made(tmp_path: Path) -> None:
    points = """\
points:
  one: {kind: agred, source: wire, text: "So {event.date|numbr}, {figures.fund|long_date}, {figures.open|mony}."}
figures:
  fund: {value: 5, unit: doubloon, source: wire}
  open: {value: ~, source: wire}
sources: {wire: {title: Wire}}
"""
    sheets.workspace(tmp_path, sheets.MINIMAL + points, sheets.MINIMAL)
    ran = toolkit("check", "--json", at=tmp_path)
    assert ran.code == 1
    found = [(one["file"], one["code"], one["line"], one["column"]) for one in ran.answer["diagnostics"]]
    text, kind, unit = (7, 42), (7, 15), (9, 26)
    assert found == [
        ("facts/sheet-1.yaml", "no-label", *kind),
        ("facts/sheet-1.yaml", "unknown-formatter", *text),
        ("facts/sheet-1.yaml", "bad-format", *text),
        ("facts/sheet-1.yaml", "unknown-formatter", *text),
        ("facts/sheet-1.yaml", "no-label", *unit),
        ("facts/sheet-2.yaml", "duplicate-sheet", 2, 5),
    ]
    assert "    9 |   fund: {value: 5, unit: doubloon" in ran.err


def test_a_language_that_no_paper_can_be_made_in_is_told(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.MINIMAL.replace("[en]", "[en, fr]"))
    ran = toolkit("check", "--json", at=tmp_path)
    assert [(one["code"], one["line"]) for one in ran.answer["diagnostics"]] == [("no-labels", 3)]


def test_a_fact_is_traced_to_its_papers(root: Path) -> None:
    ran = toolkit("trace", "figures.share", at=root)
    assert ran.code == 0
    assert "no-sa-2031/minutes.en\n  2. Agreed: about 12.5% of" in ran.out
    assert "    figures.share.value = about 12.5%" in ran.out
    found = toolkit("trace", "figures.share", "--json", at=root).answer["appearances"]
    assert {one["paper"] for one in found} >= {"no-sa-2031/minutes.vi", "no-sa-2031/press-release.en"}


def test_papers_that_consulted_a_fact_are_counted_apart(root: Path) -> None:
    chairs = toolkit("trace", "event.chairs", at=root).out
    assert "  consulted: event.chairs, event.chairs.0, event.chairs.1\n" in chairs
    assert chairs.endswith("0 appearances in 0 papers, consulted in 4 papers\n")
    titles = toolkit("trace", "agreements.ports.title", at=root).out
    assert titles.endswith("\n6 appearances in 6 papers\n")


def test_a_paper_is_traced_to_its_facts(root: Path) -> None:
    toolkit("build", "minutes", "-f", "md", "-l", "en", at=root)
    paper = "output/no-sa-2031/minutes.en.md"
    line = sheets.text().split("\n").index("  end: 11 giờ 40") + 1
    assert f"event.end: 11 giờ 40\n    facts/sheet-1.yaml:{line}  Sample Wire\n" in toolkit("trace", paper, at=root).out
    answer = toolkit("trace", paper, "--json", at=root).answer
    assert "11 giờ 40" in {fact["value"] for fact in answer["facts"]}


def test_an_unknown_fact_names_the_nearest(root: Path) -> None:
    ran = toolkit("trace", "figures.traed", at=root)
    assert ran.code == 2
    assert "hint: did you mean `figures.trade`?" in ran.err


def test_a_fact_of_one_sheet_is_found_among_several(root: Path) -> None:
    (root / "facts" / "b.yaml").write_text(sheets.MINIMAL, encoding="utf-8")
    assert toolkit("trace", "figures.trade", at=root).code == 0
    assert toolkit("trace", "figures.trade", "-s", "minimal", at=root).code == 2


def test_a_sheet_with_errors_does_not_hide_what_others_show(root: Path) -> None:
    (root / "facts" / "b.yaml").write_text("format: 1\n", encoding="utf-8")
    (root / "facts" / "c.yaml").write_text(sheets.MINIMAL, encoding="utf-8")
    ran = toolkit("trace", "figures.share", "--json", at=root)
    assert ran.code == 1
    assert "no-sa-2031/minutes.en" in {one["paper"] for one in ran.answer["appearances"]}
    assert [(one["file"], one["code"]) for one in ran.answer["diagnostics"]] == [("facts/b.yaml", "missing-key")] * 4
    assert "4 errors, 0 warnings" in ran.err
    none = toolkit("trace", "figures.share", "-s", "b", "-s", "c", at=root)
    assert (none.code, none.out) == (1, "")
    assert "error[unknown-fact]" in none.err


def test_the_schema_is_the_committed_one() -> None:
    committed = (ROOT / "facts" / "fact-sheet.schema.json").read_text(encoding="utf-8")
    assert toolkit("schema") == toolkit("schema", "--json") == (0, committed, "")
    assert json.loads(committed)["title"] == "Fact sheet"
