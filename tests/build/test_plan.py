"""What is to be built, and why."""

import os
import sqlite3
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build import reading, seen, workspace
from toolkit.build.plan import Wanted, plan
from toolkit.build.run import build
from toolkit.build.state import NAME, State
from toolkit.build.target import Plan
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError


def planned(root: Path, **wanted: object) -> Plan:
    with State(root / "output") as state:
        return plan(Workspace(root), state, Wanted(**wanted))  # type: ignore[arg-type]


def names(made: Plan) -> list[str]:
    return [target.path for target in made.all()]


def test_all_means_every_document_language_and_usual_format(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    made = planned(tmp_path)
    assert len(names(made)) == 3 * 2 * 3
    assert {target.state for target in made.all()} == {"missing"}
    assert {target.reasons for target in made.all()} == {("not built yet",)}


def test_what_is_wanted_is_planned(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    made = planned(tmp_path, documents=("register",), languages=("vi",), formats=("md", "pdf"))
    assert names(made) == ["no-sa-2031/register.vi.md", "no-sa-2031/register.vi.pdf"]


def test_a_format_that_was_made_before_is_one_of_the_usual(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    build(workspace, Wanted(documents=("register",), formats=("md",), languages=("en",)))
    assert "no-sa-2031/minutes.vi.md" in names(planned(tmp_path))
    assert {target.format for target in planned(tmp_path, built_only=True).all()} == {"md"}


@pytest.mark.parametrize(
    ("wanted", "code", "hint"),
    [
        ({"documents": ("minuts",)}, "unknown-document", "did you mean `minutes`?"),
        ({"documents": ("xyz",)}, "unknown-document", "documents: minutes, press-release, register"),
        ({"formats": ("doc",)}, "unknown-format", "did you mean `docx`?"),
        ({"sheets": ("no-sa-2032",)}, "unknown-sheet", "did you mean `no-sa-2031`?"),
    ],
)
def test_what_is_not_there_cannot_be_wanted(tmp_path: Path, wanted: dict[str, object], code: str, hint: str) -> None:
    sheets.workspace(tmp_path)
    with pytest.raises(ToolkitError) as caught:
        planned(tmp_path, **wanted)
    assert [(finding.code, finding.hint) for finding in caught.value.diagnostics] == [(code, hint)]


def test_a_language_that_one_sheet_lacks_is_a_finding_about_that_sheet(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.text(), sheets.MINIMAL)
    made = planned(tmp_path, languages=("vi",))
    assert [finding.code for finding in made.diagnostics] == ["no-language"]
    assert {target.sheet for target in made.all()} == {"no-sa-2031"}


def test_a_document_without_a_template_in_one_language_is_a_warning(tmp_path: Path) -> None:
    names_of_km = sheets.text().replace("[vi, en]", "[vi, en, km]")
    three = names_of_km.replace("{vi:", "{km: ខ, vi:").replace("vi: Bộ trưởng", "vi: Bộ trưởng")
    sheets.workspace(tmp_path, three)
    made = planned(tmp_path)
    assert {finding.code for finding in made.diagnostics} == {"no-template"}
    assert {finding.severity for finding in made.diagnostics} == {"warning"}
    space = Workspace(tmp_path)
    proofs = space.composer.proofread(space.load(space.sheet_paths()[0]))
    assert set(made.diagnostics) == {finding for finding in proofs if finding.code == "no-template"}
    assert "no-sa-2031/register.km.docx" in names(made)
    assert not [name for name in names(made) if name.startswith("no-sa-2031/minutes.km")]


def test_a_stale_paper_tells_the_old_value_and_the_new(tmp_path: Path) -> None:
    build(sheets.workspace(tmp_path), Wanted(formats=("md",)))
    path = tmp_path / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 12.5", "value: 13"), encoding="utf-8")
    stale = [target for target in planned(tmp_path, formats=("md",)).all() if target.state == "stale"]
    assert stale
    for target in stale:
        (change,) = target.changes
        assert (change.fact, change.old, change.new) == ("figures.share.value", "12.5", "13")
        assert target.reasons == ("figures.share.value: 12.5 → 13",)


def test_the_state_of_a_paper_is_one_word(tmp_path: Path) -> None:
    build(sheets.workspace(tmp_path), Wanted(documents=("register",), formats=("md",)))
    out = tmp_path / "output" / "no-sa-2031"
    (out / "register.vi.md").unlink()
    (out / "register.en.md").write_text("mine", encoding="utf-8")
    states = {target.path: target.state for target in planned(tmp_path, documents=("register",), formats=("md",)).all()}
    assert states == {"no-sa-2031/register.vi.md": "missing", "no-sa-2031/register.en.md": "edited"}


def test_planning_alone_writes_no_paper(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    planned(tmp_path)
    assert not list((tmp_path / "output").glob("*/*"))


def age(root: Path) -> None:
    """Make every file old enough to be known by its mark, and let the state see it so."""
    for path in (*(root / "facts").rglob("*.*"), *(root / "output").rglob("*.*.*")):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    build(Workspace(root), REGISTERS)


REGISTERS = Wanted(documents=("register",), formats=("md",))


def test_sheets_and_papers_that_are_as_they_were_seen_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(sheets.workspace(tmp_path, sheets.text(), sheets.MINIMAL), REGISTERS)
    age(tmp_path)
    read: list[Path] = []
    for module in (seen, workspace, reading):
        monkeypatch.setattr(module, "read_bytes", lambda path, *_: read.append(path) or path.read_bytes())
    made = planned(tmp_path, documents=("register",), formats=("md",))
    assert [target.state for target in made.all()] == ["current"] * 3
    assert not [path for path in read if path.is_relative_to(tmp_path)]
    planned(tmp_path, documents=("register",), formats=("md",), by_hash=True)
    assert len({path for path in read if path.is_relative_to(tmp_path)}) == 2 + 3


def test_a_change_behind_a_mark_is_found_by_hash_only(tmp_path: Path) -> None:
    build(sheets.workspace(tmp_path), REGISTERS)
    age(tmp_path)
    paper, sheet = tmp_path / "output" / "no-sa-2031" / "register.en.md", tmp_path / "facts" / "sheet-1.yaml"
    for path, old, new in ((paper, "Register", "Registre"), (sheet, "date: 2031", "date: 2032")):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    found = {word: planned(tmp_path, languages=("en",), by_hash=word == "edited") for word in ("current", "edited")}
    for word, made in found.items():
        (target,) = (target for target in made.all() if target.path.endswith("register.en.md"))
        assert target.state == word
        assert bool(target.changes) == (word == "edited")


@pytest.mark.parametrize("ahead", [False, True])
def test_a_plan_ahead_of_papers_leaves_new_sheets_to_those_who_make_them(tmp_path: Path, ahead: bool) -> None:
    space = sheets.workspace(tmp_path, sheets.MINIMAL + "status: confirmd\n")
    with State(tmp_path / "output") as state:
        made = plan(space, state, Wanted(), ahead)
    assert [finding.code for finding in made.diagnostics] == ([] if ahead else ["wrong-type"])
    assert len(names(made)) == (3 * 3 if ahead else 0)


def test_what_is_wrong_with_a_sheet_goes_before_what_it_lacks(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path, sheets.MINIMAL + "status: confirmd\n")
    with State(tmp_path / "output") as state:
        made = plan(space, state, Wanted(languages=("vi",)), ahead=True)
    assert [finding.code for finding in made.diagnostics] == ["wrong-type"]


def test_a_sheet_under_another_name_is_read_once_more_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sheets.workspace(tmp_path), REGISTERS)
    (tmp_path / "facts" / "sheet-1.yaml").rename(tmp_path / "facts" / "renamed.yaml")
    assert len(build(Workspace(tmp_path), REGISTERS).current) == 2
    age(tmp_path)
    opened: list[Path] = []
    monkeypatch.setattr(Workspace, "open_sheet", lambda _, path: opened.append(path))
    assert len(build(Workspace(tmp_path), REGISTERS).current) == 2
    assert opened == []


def test_a_sheet_that_the_state_knows_by_an_id_of_no_paper_is_read_again(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.MINIMAL)
    build(workspace, Wanted(documents=("register",), formats=("md",)))
    with sqlite3.connect(workspace.output / NAME) as db:
        db.execute("UPDATE sheet SET id = 'minimam'")
    assert names(planned(tmp_path, documents=("register",), formats=("md",))) == ["minimal/register.en.md"]


def test_a_change_that_is_taken_back_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(sheets.workspace(tmp_path), REGISTERS)
    path = tmp_path / "facts" / "sheet-1.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "# more\n", encoding="utf-8")
    build(Workspace(tmp_path), Wanted(documents=("minutes",), formats=("md",)))
    path.write_text(text, encoding="utf-8")
    age(tmp_path)
    opened: list[Path] = []
    monkeypatch.setattr(Workspace, "open_sheet", lambda _, path: opened.append(path))
    assert len(build(Workspace(tmp_path), REGISTERS).current) == 2
    assert opened == []
