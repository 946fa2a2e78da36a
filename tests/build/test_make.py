"""One paper, staged beside its place."""

from pathlib import Path

from msgspec.structs import replace

from tests import sheets
from toolkit import __version__
from toolkit.build.make import Made, Maker
from toolkit.build.reading import Reader
from toolkit.build.state import unpacked
from toolkit.build.target import Task
from toolkit.build.workspace import Workspace
from toolkit.files import sha256


def task(workspace: Workspace, document: str = "minutes", *formats: str) -> Task:
    path = workspace.sheet_paths()[0]
    return Task(workspace.shown(path), sha256(path.read_bytes()), document, "en", formats or ("md",))


def make(root: Path, **changes: object) -> tuple[Made, Task]:
    workspace = sheets.workspace(root)
    wanted = replace(task(workspace), **changes)  # type: ignore[arg-type]
    (made,) = Maker(workspace).make((wanted,))
    return made, wanted


def test_each_format_is_staged_with_its_hash_and_what_made_it(tmp_path: Path) -> None:
    made, _ = make(tmp_path, formats=("md", "html"))
    assert [staged.path for staged in made.files] == ["no-sa-2031/minutes.en.md", "no-sa-2031/minutes.en.html"]
    for staged in made.files:
        assert staged.file.parent == tmp_path / "output" / "no-sa-2031"
        assert sha256(staged.file.read_bytes()) == staged.sha256
        recipe = unpacked(staged.recipe)
        assert recipe["toolkit"] == __version__
        assert {"minutes.en.md.j2", "partials/people.j2", "labels/en.yaml", "styles/base.yaml"} <= set(recipe)
        assert {"title.en", "figures.trade.value", "status"} <= set(unpacked(staged.depends))
    assert not (tmp_path / "output" / "no-sa-2031" / "minutes.en.md").exists()


def test_a_paper_with_notes_depends_on_what_they_tell(tmp_path: Path) -> None:
    made, _ = make(tmp_path, formats=("md", "html"))
    plain, noted = (set(unpacked(staged.depends)) for staged in made.files)
    assert "figures.trade.source.tin" in noted - plain or "figures.trade.source.tin" in plain


def test_a_paper_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    made, _ = make(tmp_path, document="memo")
    assert made.files == ()
    assert [finding.code for finding in made.diagnostics] == ["no-template"]


def test_a_sheet_that_changed_since_it_was_planned_is_not_used(tmp_path: Path) -> None:
    made, _ = make(tmp_path, sha256="of another text")
    assert [finding.code for finding in made.diagnostics] == ["sheet-changed"]
    assert not made.unread


def test_a_sheet_that_is_known_is_not_read_again(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    wanted = task(workspace)
    reader = Reader(workspace)
    reader.read(wanted.sheet)
    (tmp_path / wanted.sheet).unlink()
    assert all(made.files for made in Maker(workspace, reader).make((wanted, replace(wanted, document="register"))))


def test_what_the_state_is_to_know_of_a_sheet_comes_once_with_its_papers(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    first = task(workspace)
    one, two = Maker(workspace).make((first, replace(first, document="register")))
    assert one.record
    assert two.record is None
    assert one.digest == two.digest == one.record.sheet.digest == workspace.open_sheet(tmp_path / first.sheet).digest
    assert (one.record.sheet.id, one.record.sheet.languages) == ("no-sa-2031", ("vi", "en"))
    assert unpacked(one.record.facts)["figures.trade.value"] == "7500000000"


def test_a_sheet_that_cannot_be_read_fails_no_paper(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("status: draft", "status: confirmed"))
    first = task(workspace)
    results = list(Maker(workspace).make((first, replace(first, document="register"))))
    assert [result.unread for result in results] == [True, True]
    assert {finding.code for result in results for finding in result.diagnostics} == {"open-value"}


def test_a_substituted_font_is_warned_of_where_a_pdf_is_made(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    styles = tmp_path / "templates" / "styles"
    styles.mkdir(parents=True)
    base = workspace.library.files["styles/base.yaml"]
    (styles / "base.yaml").write_text(base.replace("latin: [Times New Roman,", "latin: [Kiểu Mẫu, "), encoding="utf-8")
    fresh = Workspace(tmp_path)
    found = {form: next(Maker(fresh).make((task(fresh, "minutes", form),))).diagnostics for form in ("pdf", "html")}
    (warning,) = found["pdf"]
    assert warning.code == "font-substituted"
    assert "Kiểu Mẫu is missing" in warning.message
    assert found["html"] == ()
