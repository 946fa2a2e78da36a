import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.corrections.desk import Desk, correct, issue
from tests.readers.docx.edits import BASELINE, changed, controls, say
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.corrections.notices import make_missing
from toolkit.corrections.origin import Origin, compose_again, find_origin, same_state
from toolkit.readers.docx import read_docx
from toolkit.readers.passages import signature

TRADE = "figures.trade.value"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return issue(tmp_path)


def origin(desk: Desk, data: bytes) -> Origin:
    workspace = Desk(desk.root).workspace  # templates may have changed
    file = workspace.open_sheet(desk.sheet)
    present = file.read().sheet
    assert present is not None
    return find_origin(workspace, file, present, read_docx(data, "edited.docx"))


def edited(desk: Desk) -> bytes:
    return desk.edited(lambda root: say(controls(root, TRADE)[0], "US$9 billion"))


def lines(data: bytes) -> list[str]:
    return [signature(unit) for unit in read_docx(data, "x").units]


def test_an_issue_in_the_output_is_found(desk: Desk) -> None:
    found = origin(desk, edited(desk))
    assert found.sheet.state(TRADE) == "7500000000"
    assert found.units is not None
    assert [signature(unit) for unit in found.units] == lines(desk.issued())
    assert found.warnings == ()


def test_an_issue_in_the_history_is_found_with_the_sheet_of_then(desk: Desk) -> None:
    data = edited(desk)
    correct(desk, {TRADE: "8_000_000_000"})
    build(desk.workspace, Wanted(formats=("docx",)), jobs=1)
    (desk.root / "templates").mkdir()
    (desk.root / "templates" / "minutes.en.md.j2").write_text("# Other words\n")
    found = origin(desk, data)
    assert found.sheet.state(TRADE) == "7500000000"
    assert found.warnings == ()


def test_a_corrigendum_is_found(desk: Desk) -> None:
    correct(desk, {TRADE: "8_000_000_000"})
    make_missing(desk.workspace, desk.sheet, "no-sa-2031")
    data = desk.issued("corrigendum-1.en")
    correct(desk, {TRADE: "9_000_000_000"})
    found = origin(desk, data)
    assert found.sheet.state(TRADE) == "8000000000"
    assert (found.units, found.warnings) == (read_docx(data, "x").units, ())


def test_an_issue_that_is_gone_is_made_again_from_the_ledger(desk: Desk) -> None:
    data = edited(desk)
    issued = lines(desk.issued())
    correct(desk, {TRADE: "8_000_000_000"})
    correct(desk, {TRADE: "8_500_000_000"})
    shutil.rmtree(desk.root / "output")
    found = origin(desk, data)
    assert found.sheet.state(TRADE) == "7500000000"
    assert found.units is not None
    assert [signature(unit) for unit in found.units] == issued
    assert found.warnings == ()


def test_an_issue_of_other_templates_is_said(desk: Desk) -> None:
    data = edited(desk)
    shutil.rmtree(desk.root / "output")
    (desk.root / "templates").mkdir()
    (desk.root / "templates" / "minutes.en.md.j2").write_text("# Other words\n\n{{ figures.trade }}\n")
    found = origin(desk, data)
    assert [warning.code for warning in found.warnings] == ["unknown-issue"]
    assert found.units is not None


def test_an_issue_whose_template_is_broken_has_no_lines(desk: Desk) -> None:
    data = edited(desk)
    shutil.rmtree(desk.root / "output")
    (desk.root / "templates").mkdir()
    (desk.root / "templates" / "minutes.en.md.j2").write_text("{{ nowhere }}")
    found = origin(desk, data)
    assert found.units is None
    assert [warning.code for warning in found.warnings] == ["unknown-issue"]


def test_without_the_values_of_the_issue_the_present_sheet_stands_in(desk: Desk) -> None:
    data = edited(desk)
    shutil.rmtree(desk.root / "output")
    desk.correct_by_hand("7_500_000_000", "8_000_000_000")
    found = origin(desk, data)
    assert found.sheet.state(TRADE) == "8000000000"
    assert [warning.code for warning in found.warnings] == ["unknown-issue"]


def test_strange_files_beside_the_papers_do_not_matter(desk: Desk) -> None:
    data = edited(desk)
    folder = desk.root / "output" / "no-sa-2031"
    (folder / "broken.docx").write_bytes(b"PK")
    (folder / "another.docx").write_bytes(desk.issued())
    (folder / "minutes.en.docx").unlink()
    assert origin(desk, data).warnings == ()


def test_a_baseline_that_names_no_issue_finds_none(desk: Desk) -> None:
    (desk.root / "output" / "no-sa-2031" / "broken.docx").write_bytes(b"PK")
    found = origin(desk, changed(edited(desk), lambda root: root.attrib.pop("body"), BASELINE))
    assert [warning.code for warning in found.warnings] == ["unknown-issue"]
    assert found.units is not None


def test_values_are_compared_as_a_baseline_writes_them(desk: Desk) -> None:
    sheet = desk.workspace.load(desk.sheet)
    assert same_state(sheet, "people.bo.name", "Bo\u00a0 Lindqvast")
    assert not same_state(sheet, "people.bo.name", "Bo")
    assert same_state(sheet, "office.chair.name", "~")
    assert same_state(sheet, "nowhere", "~")


def test_a_paper_of_no_template_cannot_be_composed(desk: Desk) -> None:
    base = read_docx(desk.issued(), "x").baseline
    sheet = desk.workspace.load(desk.sheet)
    made = compose_again(desk.workspace, sheet, base)
    assert made is not None
    assert made.document.kind == "minutes"
    assert compose_again(desk.workspace, sheet, replace(base, kind="../minutes")) is None
