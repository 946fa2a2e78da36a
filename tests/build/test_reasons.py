"""Why an output is not current."""

import os
import sqlite3
from pathlib import Path

from msgspec.structs import replace

from tests import sheets
from toolkit.build.plan import Wanted, plan
from toolkit.build.run import build
from toolkit.build.state import NAME, State, packed
from toolkit.build.target import Target
from toolkit.build.workspace import Workspace

REGISTER = Wanted(documents=("register",), formats=("md",), languages=("en",))
LONG_AGO = 1_000_000_000


def change_state(root: Path, statement: str) -> None:
    with sqlite3.connect(root / "output" / NAME) as db:
        db.execute(statement)
    db.close()


def planned(root: Path) -> Target:
    with State(root / "output") as state:
        (target,) = plan(Workspace(root), state, REGISTER).all()
    return target


def built(root: Path) -> Path:
    """Build the register of the invented sheet and return where it is."""
    build(sheets.workspace(root), REGISTER)
    return root / "output" / "no-sa-2031" / "register.en.md"


def test_what_is_as_it_was_built_has_no_reason(tmp_path: Path) -> None:
    built(tmp_path)
    assert planned(tmp_path).reasons == ()


def test_a_file_of_the_name_that_was_not_built_is_a_reason(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    place = tmp_path / "output" / "no-sa-2031" / "register.en.md"
    place.parent.mkdir(parents=True)
    place.write_text("mine", encoding="utf-8")
    assert planned(tmp_path)[5:] == (("a file of this name was not built here",), (), True)


def test_a_changed_file_is_a_reason_whatever_its_time_says(tmp_path: Path) -> None:
    place = built(tmp_path)
    place.write_text("mine", encoding="utf-8")
    os.utime(place, (LONG_AGO, LONG_AGO))
    assert planned(tmp_path)[5:] == (("edited by hand",), (), True)
    place.unlink()
    assert planned(tmp_path)[5:] == (("the file is missing",), (), False)


def test_a_build_by_another_version_is_a_reason(tmp_path: Path) -> None:
    built(tmp_path)
    with State(tmp_path / "output") as state:
        (known,) = state.outputs().values()
        other = packed({**state.recipe(known.recipe), "toolkit": "0.0.1"})
        state.announce([known._replace(recipe="other")], {"other": other})
    (reason,) = planned(tmp_path).reasons
    assert reason.startswith("toolkit 0.0.1 → ")


def test_a_paper_whose_facts_are_lost_is_made_again_when_the_sheet_changes(tmp_path: Path) -> None:
    built(tmp_path)
    change_state(tmp_path, "UPDATE output SET depends = 'gone'")
    assert planned(tmp_path).reasons == ()
    sheet = tmp_path / "facts" / "sheet-1.yaml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert planned(tmp_path).reasons == ("what it was made of is not known any more",)


def test_a_value_of_another_kind_is_a_reason_though_it_is_written_alike(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path, sheets.text().replace("flag: true", "room: 1200"))
    (tmp_path / "templates").mkdir(exist_ok=True)
    (tmp_path / "templates" / "register.md.j2").write_text("{{ facts.room }}\n", encoding="utf-8")
    build(Workspace(tmp_path), REGISTER)
    (sheet,) = workspace.sheet_paths()
    sheet.write_text(sheet.read_text("utf-8").replace("room: 1200", 'room: "1200"'), encoding="utf-8")
    assert planned(tmp_path).reasons == ('facts.room: 1200 → "1200"',)


def test_a_part_that_was_left_out_is_a_reason_once_it_is_there(tmp_path: Path) -> None:
    built(tmp_path)
    templates = tmp_path / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "register.md.j2").write_text("a{% include 'partials/more.j2' ignore missing %}\n", encoding="utf-8")
    build(Workspace(tmp_path), REGISTER)
    assert planned(tmp_path).reasons == ()
    (templates / "partials").mkdir(exist_ok=True)
    (templates / "partials" / "more.j2").write_text("b", encoding="utf-8")
    assert planned(tmp_path).reasons == ("templates/partials/more.j2 is new",)
    build(Workspace(tmp_path), REGISTER)
    (templates / "partials" / "more.j2").unlink()
    assert planned(tmp_path).reasons == ("templates/partials/more.j2 is gone",)


def test_a_font_that_is_put_there_is_a_reason(tmp_path: Path) -> None:
    pdf = replace(REGISTER, formats=("pdf",))
    build(sheets.workspace(tmp_path), pdf)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Other.ttf").write_bytes(b"")
    with State(tmp_path / "output") as state:
        (target,) = plan(Workspace(tmp_path), state, pdf).all()
    assert target.reasons == ("there are other fonts in fonts/",)


def test_a_reason_shows_of_a_long_list_only_what_differs_and_the_change_has_it_whole(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.summit(3, 60))
    build(Workspace(tmp_path), REGISTER)
    (tmp_path / "facts" / "sheet-1.yaml").write_text(sheets.summit(3, 61), encoding="utf-8")
    target = planned(tmp_path)
    assert "agreements: …text_60 → …text_60 text_61" in target.reasons
    assert next(change.new for change in target.changes if change.fact == "agreements").startswith("text_1 text_2 ")
