"""A workspace on disk."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit.build import workspace
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.workspace import Workspace, builtin
from toolkit.diagnostics import ToolkitError


def test_a_sheet_is_found_by_path_name_and_id(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    path = tmp_path / "facts" / "sheet-1.yaml"
    for name in (str(path), "facts/sheet-1.yaml", "sheet-1.yaml", "sheet-1", "no-sa-2031"):
        assert space.find_sheet(name) == path


def test_a_path_relative_to_the_current_folder_leads_into_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = sheets.workspace(tmp_path / "space")
    monkeypatch.chdir(tmp_path)
    name = "space/facts/sheet-1.yaml"
    assert space.find_sheet(name) == tmp_path / name
    assert build(space, Wanted(documents=("register",), sheets=(name,), formats=("md",))).made


def test_a_sheets_id_counts_before_another_files_name(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    named, other = tmp_path / "facts" / "no-sa-2031.yaml", tmp_path / "facts" / "zz.yaml"
    named.write_text(sheets.text(id="id: other-2031\n"), encoding="utf-8")
    other.write_text(sheets.text(), encoding="utf-8")
    (tmp_path / "facts" / "sheet-1.yaml").unlink()
    assert space.find_sheet("no-sa-2031") == space.sheet_of("no-sa-2031") == other
    assert space.find_sheet("other-2031") == space.find_sheet("no-sa-2031.yaml") == named
    assert space.find_sheet("zz") == other
    with pytest.raises(ToolkitError, match=r"unknown-sheet.*there is no sheet `zz`"):
        space.sheet_of("zz")


def test_a_paper_is_looked_for_in_the_current_folder_and_then_in_the_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = sheets.workspace(tmp_path / "space")
    name = Path("minutes.docx")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ToolkitError, match=r"unknown-paper.*there is no file minutes\.docx"):
        space.find_paper(name)
    (tmp_path / "space" / name).touch()
    assert space.find_paper(name) == space.find_paper(tmp_path / "space" / name) == tmp_path / "space" / name
    (tmp_path / name).touch()
    assert space.find_paper(name) == name


def test_a_sheet_that_papers_were_made_of_is_found_by_its_id_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = sheets.workspace(tmp_path, sheets.text(), sheets.MINIMAL)
    build(space, Wanted(documents=("register",), formats=("md",)))
    read: list[Path] = []
    real = workspace.read_bytes
    monkeypatch.setattr(workspace, "read_bytes", lambda path: read.append(path) or real(path))
    path = tmp_path / "facts" / "sheet-2.yaml"
    assert space.find_sheet("minimal") == space.path_of("minimal") == path
    assert set(read) == {path}
    path.rename(tmp_path / "facts" / "a.yaml")
    assert space.find_sheet("minimal") == space.path_of("minimal") == tmp_path / "facts" / "a.yaml"
    (tmp_path / "facts" / "a.yaml").unlink()
    assert space.path_of("minimal") is space.path_of("") is None
    with pytest.raises(ToolkitError, match="unknown-sheet"):
        space.find_sheet("minimal")


def test_words_within_a_value_are_no_id(tmp_path: Path) -> None:
    title = sheets.MINIMAL.replace("id: minimal", '"id": "minimal"') + 'facts: {note: "Talks\n\nid: other\n\n"}\n'
    space = sheets.workspace(tmp_path, title)
    path = tmp_path / "facts" / "sheet-1.yaml"
    assert space.find_sheet("minimal") == path
    assert space.open_sheet(path).read_id() == "minimal"


def test_a_workspace_may_lie_in_a_folder_of_another_encoding(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path / "\udcff")
    assert space.find_sheet("no-sa-2031") == tmp_path / "\udcff" / "facts" / "sheet-1.yaml"
    assert build(space, Wanted(documents=("register",), formats=("md",))).made


def test_to_look_for_a_sheet_writes_nothing(tmp_path: Path) -> None:
    assert sheets.workspace(tmp_path).path_of("no-sa-2031")
    assert not (tmp_path / "output").exists()


def test_a_workspaces_own_templates_stand_over_the_built_in_ones(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / "templates" / "labels").mkdir(parents=True)
    (tmp_path / "templates" / "register.md.j2").write_text("# Own\r\n", encoding="utf-8", newline="")
    (tmp_path / "templates" / "memo.en.md.j2").write_text("# Memo\n", encoding="utf-8")
    library = space.library
    assert library.files["register.md.j2"] == "# Own\n"
    assert library.place("register.md.j2") == "templates/register.md.j2"
    assert library.documents() == ("memo", "minutes", "press-release", "register")
    assert library.files["minutes.vi.md.j2"] == Workspace(builtin()).library.files["minutes.vi.md.j2"]


def empty_folder(path: Path) -> None:
    path.mkdir()


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "not at hand")


@pytest.mark.parametrize("make", [empty_folder, link_to_nothing, os.mkfifo])
def test_an_office_that_cannot_be_read_is_not_taken_for_none(make: Callable[[Path], None], tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    make(tmp_path / "templates" / "office.yaml")
    with pytest.raises(ToolkitError, match=r"unreadable-file.*templates/office\.yaml"):
        space.open_sheet(space.sheet_paths()[0])


@pytest.mark.parametrize("name", ["templates", "templates/styles", "templates/labels", "templates/partials"])
@pytest.mark.parametrize("make", [link_to_nothing, os.mkfifo])
def test_templates_that_cannot_be_read_are_not_taken_for_none(
    name: str, make: Callable[[Path], None], tmp_path: Path
) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    make(tmp_path / name)
    with pytest.raises(ToolkitError, match=rf"unreadable-file.*{name} is no folder"):
        _ = space.library


def test_fonts_that_cannot_be_read_are_not_taken_for_none(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    link_to_nothing(tmp_path / "fonts")
    with pytest.raises(ToolkitError, match=r"unreadable-file.*fonts is no folder"):
        _ = space.fonts


def test_side_files_of_editors_and_systems_are_passed_over(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / "facts" / ".hidden.yaml").write_text(sheets.MINIMAL)
    for name in ("facts/._sheet-1.yaml", "templates/._minutes.en.md.j2", "templates/labels/._en.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"\x00\x05\x16\x07\xff")
    for name in ("facts/.#sheet-1.yaml", "templates/.#minutes.en.md.j2"):
        link_to_nothing(tmp_path / name)
    assert space.sheet_names() == ["facts/sheet-1.yaml"]
    assert space.library.files == Workspace(builtin()).library.files


def test_a_template_whose_name_is_in_another_encoding_costs_no_other(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "m\udcffmo.md.j2").write_bytes(b"\xff")
    assert space.library.files == Workspace(builtin()).library.files
    report = build(space, Wanted(documents=("register",), formats=("md",)), jobs=1)
    assert report.made
    told = [("not-utf8", "the name of templates/m\\xffmo.md.j2 is not UTF-8: it is passed over")]
    assert [(finding.code, finding.message) for finding in report.diagnostics] == told
    checked = toolkit("check", at=tmp_path)
    assert (checked.code, told[0][1] in checked.err) == (1, True)


def test_a_template_with_windows_line_ends_has_its_front_matter(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "memo.md.j2").write_bytes(b"---\r\nsymbol: M\r\n---\r\n# Memo\r\n")
    assert space.library.front("memo.md.j2").symbol == "M"


def test_the_digest_of_a_sheet_covers_the_office_and_the_sources(tmp_path: Path) -> None:
    sources = "sources:\n  wire: {title: Wire, file: sources/wire.txt}\n"
    sheets.workspace(tmp_path, sheets.MINIMAL + sources)
    path = tmp_path / "facts" / "sheet-1.yaml"
    digests = {Workspace(tmp_path).open_sheet(path).digest}
    (tmp_path / "facts" / "sources").mkdir()
    (tmp_path / "facts" / "sources" / "wire.txt").write_text("one", encoding="utf-8")
    digests.add(Workspace(tmp_path).open_sheet(path).digest)
    (tmp_path / "facts" / "sources" / "wire.txt").write_text("two", encoding="utf-8")
    digests.add(Workspace(tmp_path).open_sheet(path).digest)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "office.yaml").write_text("symbol: S\n", encoding="utf-8")
    digests.add(Workspace(tmp_path).open_sheet(path).digest)
    assert len(digests) == 4


def test_a_source_that_is_not_yet_there_is_no_file(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path, sheets.MINIMAL + "sources:\n  wire: {title: Wire, file: ~}\n")
    assert space.read(space.open_sheet(space.sheet_paths()[0])).diagnostics == ()


def test_a_source_that_is_no_text_is_told_by_its_name(tmp_path: Path) -> None:
    space = sheets.workspace(tmp_path, sheets.MINIMAL + "sources:\n  wire: {title: Wire, file: sources/wire.pdf}\n")
    (tmp_path / "facts" / "sources").mkdir()
    (tmp_path / "facts" / "sources" / "wire.pdf").write_bytes(b"%PDF-1.7\n\xff\xfe")
    with pytest.raises(ToolkitError, match=r"^facts/sources/wire\.pdf:2:1: error\[not-utf8\]"):
        space.open_sheet(space.sheet_paths()[0])


def test_a_quote_is_found_in_its_source_whatever_the_line_breaks(tmp_path: Path) -> None:
    sheet = sheets.MINIMAL + (
        "sources: {wire: {title: Wire, file: sources/wire.txt}}\n"
        'figures:\n  fund: {value: 12, source: {wire: "a fund  of 12"}}\n'
    )
    space = sheets.workspace(tmp_path, sheet)
    (tmp_path / "facts" / "sources").mkdir()
    (tmp_path / "facts" / "sources" / "wire.txt").write_text("They set up a fund\n  of 12.\n", encoding="utf-8")
    assert space.read(space.open_sheet(space.sheet_paths()[0])).diagnostics == ()


def test_a_workspace_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="no-workspace"):
        Workspace(tmp_path / "gone")


def test_texts_of_the_past_stand_in_for_the_sheets_on_disk(tmp_path: Path) -> None:
    path = sheets.workspace(tmp_path).sheet_paths()[0]
    earlier = Workspace(tmp_path, texts={path: sheets.MINIMAL})
    assert earlier.load(path).id == "minimal"


def test_a_sheet_with_another_text_is_as_if_it_were_opened_with_it(tmp_path: Path) -> None:
    """Also its sources, so that an act is judged by those that it names."""
    space = sheets.workspace(tmp_path)
    for name in ("a", "b"):
        (tmp_path / f"facts/{name}.txt").write_text(name, encoding="utf-8")
    path = space.sheet_paths()[0]
    texts = [sheets.text().replace("  notes: {", f"  notes: {{file: {name}.txt, ", 1) for name in ("a", "b")]
    path.write_text(texts[0], encoding="utf-8")
    changed = space.changed(space.open_sheet(path), texts[1])
    path.write_text(texts[1], encoding="utf-8")
    assert changed == space.open_sheet(path)
    assert changed.evidence == {"b.txt": "b"}
