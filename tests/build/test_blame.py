"""Where a letter comes from that a PDF cannot show."""

from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.make import Made, Maker
from toolkit.build.target import Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic
from toolkit.files import sha256

SHIP, ALEF = "🚢", "א"


def made(workspace: Workspace, *formats: str) -> Made:
    """Return what becomes of the invented minutes in `formats`."""
    path = workspace.sheet_paths()[0]
    (done,) = Maker(workspace).make((Task("facts/sheet-1.yaml", sha256(path.read_bytes()), "minutes", "en", formats),))
    return done


def finding(workspace: Workspace) -> Diagnostic:
    """Return the one finding about the PDF."""
    (found,) = made(workspace, "pdf").diagnostics
    return found


@pytest.mark.parametrize(("letter", "code"), [(SHIP, "font-missing"), (ALEF, "right-to-left")])
def test_only_the_pdf_fails_and_the_fact_is_named(tmp_path: Path, letter: str, code: str) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("name: Ivo Karst", f"name: Ivo {letter} Karst"))
    done = made(workspace, "docx", "pdf", "html")
    assert [staged.format for staged in done.files] == ["docx", "html"]
    (found,) = done.diagnostics
    assert (found.code, found.span and found.span.file) == (code, "facts/sheet-1.yaml")
    assert found.message.endswith(": it stands in `people.ivo.name`")
    assert f"name: Ivo {letter} Karst" in found.excerpt


def test_a_letter_that_only_the_form_makes_a_capital_is_found(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("office:\n", "office:\n  parent: ა\n"))
    styles = tmp_path / "templates" / "styles"
    styles.mkdir(parents=True)
    form = workspace.library.files["styles/international.yaml"].replace("parent-body: {", "parent-body: {caps: true, ")
    (styles / "international.yaml").write_text(form, encoding="utf-8")
    assert finding(Workspace(tmp_path)).message.endswith("`Ა`: it stands in `office.parent`")


def test_a_letter_of_a_template_or_label_is_named_by_its_place(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    templates = tmp_path / "templates" / "labels"
    templates.mkdir(parents=True)
    labels = workspace.library.files["labels/en.yaml"].replace("talks: Talks", f"talks: Talks {SHIP}")
    template = workspace.library.files["minutes.en.md.j2"]
    (tmp_path / "templates" / "minutes.en.md.j2").write_text(f"{template}\n{SHIP}\n", encoding="utf-8")
    found = finding(Workspace(tmp_path))
    assert found.span
    assert (found.span.file, found.span.line, found.excerpt) == (
        "templates/minutes.en.md.j2", template.count("\n") + 2, SHIP,
    )  # fmt: skip
    (tmp_path / "templates" / "minutes.en.md.j2").write_text("{{ event.kind }}\n", encoding="utf-8")
    (templates / "en.yaml").write_text(labels, encoding="utf-8")
    found = finding(Workspace(tmp_path))
    assert found.span
    assert (found.span.file, found.excerpt.strip()) == ("templates/labels/en.yaml", f"talks: Talks {SHIP}")


@pytest.mark.parametrize("written", ["&#xE000;", "&#XE000;", "&#57344;"])
def test_a_letter_that_a_template_writes_by_its_number_is_named_by_its_place(tmp_path: Path, written: str) -> None:
    workspace = sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "minutes.en.md.j2").write_text(f"A &amp; B\n\nC {written}\n", encoding="utf-8")
    found = finding(workspace)
    assert found.span
    assert (found.span.file, found.span.line, found.span.column) == ("templates/minutes.en.md.j2", 3, 3)
