"""`toolkit new`."""

import shlex
from pathlib import Path

import pytest

from tests.cli.running import toolkit
from tests.repo.scan import ROOT


def test_a_new_workspace_builds_at_once(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "ministry"
    ran = toolkit("new", root)
    assert ran.code == 0
    assert f"next: toolkit -C {root} build" in ran.out
    assert toolkit("check", at=root).code == 0
    built = toolkit("build", "-f", "md", "--json", at=root)
    assert built.code == 0
    assert len(built.answer["made"]) == 6
    schema = ROOT / "facts" / "fact-sheet.schema.json"
    assert (root / "facts" / schema.name).read_bytes() == schema.read_bytes()


def test_a_new_workspace_brings_every_template(tmp_path: Path) -> None:
    made = set(toolkit("new", tmp_path, "--json").answer["made"])
    templates = {path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert templates <= made


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "office.yaml").write_text("symbol: MINE\n", encoding="utf-8")
    (tmp_path / "templates" / "register.md.j2").symlink_to(tmp_path / "not yet there")
    ran = toolkit("new", tmp_path, "--json")
    assert set(ran.answer["kept"]) == {"templates/office.yaml", "templates/register.md.j2"}
    assert (tmp_path / "templates" / "office.yaml").read_text(encoding="utf-8") == "symbol: MINE\n"
    assert (tmp_path / "templates" / "register.md.j2").is_symlink()
    again = toolkit("new", tmp_path, "--json")
    assert again.answer["made"] == []


def test_the_next_command_can_be_copied_as_it_stands(tmp_path: Path) -> None:
    root = tmp_path / "the mayor's office"
    (said,) = toolkit("new", root).out.splitlines()[-1:]
    assert shlex.split(said.removeprefix("next: ")) == ["toolkit", "-C", str(root), "build"]


def test_a_workspace_without_a_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = toolkit("new", " ")
    assert (ran.code, "[bad-arguments]" in ran.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_place_for_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    ran = toolkit("new", tmp_path / "file", "--json")
    assert ran.code == 1
    assert [found["code"] for found in ran.answer["diagnostics"]] == ["unwritable-file"]
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
