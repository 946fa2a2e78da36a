"""One paper, staged beside its place."""

from dataclasses import replace
from pathlib import Path

from tests import sheets
from toolkit import __version__
from toolkit.build.make import Made, Maker, Task
from toolkit.build.workspace import Workspace
from toolkit.files import sha256


def task(workspace: Workspace, document: str = "minutes", *formats: str) -> Task:
    path = workspace.sheet_paths()[0]
    return Task(path, workspace.open_sheet(path).digest, document, "en", formats or ("md",))


def make(root: Path, **changes: object) -> tuple[Made, Task]:
    workspace = sheets.workspace(root)
    wanted = replace(task(workspace), **changes)  # type: ignore[arg-type]
    return Maker(workspace).make(wanted), wanted


def test_each_format_is_staged_with_its_hash_and_what_made_it(tmp_path: Path) -> None:
    made, _ = make(tmp_path, formats=("md", "html"))
    assert [staged.path for staged in made.files] == ["no-sa-2031/minutes.en.md", "no-sa-2031/minutes.en.html"]
    for staged in made.files:
        assert staged.file.parent == tmp_path / "output" / "no-sa-2031"
        assert sha256(staged.file.read_bytes()) == staged.sha256
        assert staged.recipe["toolkit"] == __version__
        assert {"minutes.en.md.j2", "partials/people.j2", "labels/en.yaml", "styles/base.yaml"} <= set(staged.recipe)
        assert {"title.en", "figures.trade.value", "status"} <= set(staged.depends)
    assert not (tmp_path / "output" / "no-sa-2031" / "minutes.en.md").exists()


def test_a_paper_with_notes_depends_on_what_they_tell(tmp_path: Path) -> None:
    made, _ = make(tmp_path, formats=("md", "html"))
    plain, noted = (set(staged.depends) for staged in made.files)
    assert "figures.trade.source.tin" in noted - plain or "figures.trade.source.tin" in plain


def test_a_paper_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    made, _ = make(tmp_path, document="memo")
    assert made.files == ()
    assert [finding.code for finding in made.diagnostics] == ["no-template"]


def test_a_sheet_that_changed_since_it_was_planned_is_not_used(tmp_path: Path) -> None:
    made, _ = make(tmp_path, digest="of another text")
    assert [finding.code for finding in made.diagnostics] == ["sheet-changed"]


def test_a_sheet_that_is_known_is_not_read_again(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    wanted = task(workspace)
    maker = Maker(workspace)
    maker.know(wanted.sheet, wanted.digest, workspace.load(wanted.sheet)[0])
    wanted.sheet.unlink()
    assert maker.make(wanted).files


def test_a_substituted_font_is_warned_of_where_a_pdf_is_made(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    styles = tmp_path / "templates" / "styles"
    styles.mkdir(parents=True)
    base = workspace.library.files["styles/base.yaml"]
    (styles / "base.yaml").write_text(base.replace("latin: [Times New Roman,", "latin: [Kiểu Mẫu, "), encoding="utf-8")
    fresh = Workspace(tmp_path)
    found = {form: Maker(fresh).make(task(fresh, "minutes", form)).diagnostics for form in ("pdf", "html")}
    (warning,) = found["pdf"]
    assert warning.code == "font-substituted"
    assert "Kiểu Mẫu is missing" in warning.message
    assert found["html"] == ()
