"""A real editor: what LibreOffice changes in a paper is what comes back."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.corrections.desk import Desk, issue, said
from tests.validators.office import convert
from tests.writers.docx.libreoffice import Steps, libreoffice
from toolkit.diagnostics import ToolkitError
from toolkit.writers.docx import write_docx

IVO, TRADE, DUE, BODY = "people.ivo.name", "figures.trade.value", "actions.report.due", "organisations.vi_du.name.en"
REPORT = "actions.report.text.en"
ROW = "{actions.report.text.en} | {organisations.vi_du.name.en} and {people.ivo.name} | {actions.report.due}"
ROW_DELETED = {IVO: "4→3", REPORT: "1→0", BODY: "1→0", DUE: "1→0"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return issue(tmp_path_factory.mktemp("desk"))


def edited(desk: Desk, folder: Path, steps: Steps, track: bool = False) -> bytes:
    """Return the minutes as LibreOffice saves them after `steps`."""
    with libreoffice(folder) as office:
        return office.edited(desk.issued(), steps, track)


def test_saving_alone_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert said(desk.pull(edited(desk, tmp_path, []))) == {}


def test_edits_come_back_exactly(desk: Desk, tmp_path: Path) -> None:
    steps: Steps = [
        ["replace", "US$7.5\u00a0billion", "US$8\u00a0billion", 0],
        ["replace", "Ivo Karst", "Ivo Karsten", 1],
        ["append", "At the invitation of", " both sides and of"],
        ["append", "Minutes taken", " down"],
        ["append", "In all", " (with annexes)"],
        ["row", "Send a report"],
    ]
    assert said(desk.pull(edited(desk, tmp_path, steps))) == {
        "change": {
            TRADE: ("7500000000", "8000000000", "1/1"),
            IVO: ("Ivo Karst", "Ivo Karsten", "1/4"),
            "event.frame.en": (
                "At the invitation of {people.ivo}.",
                "At the invitation of both sides and of {people.ivo}.",
                "1/1",
            ),
        },
        "deleted": ROW_DELETED,
        "words": [
            ("Minutes taken by: {people.bo.name}", "Minutes taken down by: {people.bo.name}"),
            ("In all: {agreements}.", "In all (with annexes): {agreements}."),
            (ROW, ""),
        ],
    }


def test_tracked_edits_between_facts_come_back_exactly(desk: Desk, tmp_path: Path) -> None:
    steps: Steps = [
        ["append", "At the invitation of", " both sides and of"],
        ["replace", "Minutes taken by", "Written by", 0],
        ["row", "Send a report"],
    ]
    assert said(desk.pull(edited(desk, tmp_path, steps, track=True))) == {
        "change": {
            "event.frame.en": (
                "At the invitation of {people.ivo}.",
                "At the invitation of both sides and of {people.ivo}.",
                "1/1",
            ),
        },
        "deleted": ROW_DELETED,
        "words": [("Minutes taken by: {people.bo.name}", "Written by: {people.bo.name}"), (ROW, "")],
    }


def test_a_tracked_edit_of_a_fact_is_read_or_refused_with_the_reason(desk: Desk, tmp_path: Path) -> None:
    """LibreOffice 7 writes broken XML here; later ones do not."""
    data = edited(desk, tmp_path, [["replace", "Ivo Karst", "Ivo Karsten", 1]], track=True)
    try:
        found = said(desk.pull(data))
    except ToolkitError as problem:
        (finding,) = problem.diagnostics
        assert finding.code == "damaged-paper"
        assert "LibreOffice 7" in finding.hint
    else:
        assert found == {"change": {IVO: ("Ivo Karst", "Ivo Karsten", "1/4")}}


def test_libreoffice_shows_the_same_text_with_and_without_controls(desk: Desk, tmp_path: Path) -> None:
    sheet = desk.workspace.load(desk.sheet)
    shown = []
    for controls in (True, False):
        made = desk.workspace.composer.compose(sheet, "minutes", "en")
        form = replace(made.style, controls=controls)
        path = tmp_path / f"controls-{controls}.docx"
        path.write_bytes(write_docx(made.document, form))
        shown.append(convert(path, "txt", tmp_path).read_text("utf-8-sig"))
    assert shown[0] == shown[1]
    assert "US$7.5\u00a0billion" in shown[0]
