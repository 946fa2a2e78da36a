"""Building: what is made, what is left alone, and what survives a hand, a fault or a stop."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.plan import Wanted
from toolkit.build.run import Report, build
from toolkit.build.state import NAME, State
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError
from toolkit.files import sha256

SHEET = "no-sa-2031"
PAPERS = {f"{kind}.{lang}" for kind in ("minutes", "press-release", "register") for lang in ("vi", "en")}


def made(root: Path, *formats: str, jobs: int = 1, documents: tuple[str, ...] = ()) -> Report:
    """Build the workspace at `root` anew, as another run of the program would."""
    return build(Workspace(root), Wanted(documents=documents, formats=formats or ("md",)), jobs)


def papers(report: Report) -> set[str]:
    return {Path(target.path).name for target in report.made}


def out(root: Path) -> Path:
    return root / "output" / SHEET


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out(root).iterdir() if path.is_file()}


def edit(root: Path, old: str, new: str, name: str = "facts/sheet-1.yaml") -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet, its papers built as Markdown."""
    sheets.workspace(tmp_path)
    assert papers(made(tmp_path)) == {f"{paper}.md" for paper in PAPERS}
    return tmp_path


def test_nothing_is_made_twice(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out(root).iterdir()}
    report = made(root)
    assert not report.made
    assert len(report.current) == len(PAPERS)
    assert {path: path.stat().st_mtime_ns for path in out(root).iterdir()} == before


def test_touching_a_file_makes_nothing(root: Path) -> None:
    for path in (root / "facts" / "sheet-1.yaml", *out(root).iterdir()):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    assert not made(root).made


def test_a_sheet_may_get_another_name(root: Path) -> None:
    made(root, "docx", "html", "pdf")
    before = contents(root)
    (root / "facts" / "sheet-1.yaml").rename(root / "facts" / "renamed.yaml")
    assert not made(root, "docx", "html", "pdf").made
    (root / "output" / NAME).unlink()
    report = made(root, "docx", "html", "pdf")
    assert (report.made, report.kept) == ([], [])
    assert contents(root) == before


def test_a_comment_makes_nothing(root: Path) -> None:
    edit(root, "figures:\n", "# The figures, as reported.\n\n\nfigures:\n")
    report = made(root)
    assert not report.made
    assert not report.unchanged


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_a_paper_is_the_same_whether_built_step_by_step_or_anew(root: Path, form: str) -> None:
    made(root, form)
    edit(root, "figures:\n", "# moved down\nfigures:\n")
    edit(root, "7_500_000_000", "8_500_000_000")
    made(root, form)
    fresh = root / "fresh"
    sheets.workspace(fresh, (root / "facts" / "sheet-1.yaml").read_text(encoding="utf-8"))
    made(fresh, form)
    built = {name: data for name, data in contents(root).items() if name.endswith(form)}
    assert built == {name: data for name, data in contents(fresh).items() if name.endswith(form)}


def test_a_corrected_fact_reaches_exactly_the_papers_that_show_it(root: Path) -> None:
    edit(root, "due: 2031-12-01", "due: 2031-12-02")
    report = made(root)
    assert papers(report) == {"minutes.vi.md", "minutes.en.md"}
    assert {target.reasons for target in report.made} == {("actions.report.due: 2031-12-01 → 2031-12-02",)}


def test_a_word_of_one_language_reaches_the_papers_of_that_language(root: Path) -> None:
    edit(root, "vi: Gửi báo cáo", "vi: Gửi một báo cáo")
    assert papers(made(root)) == {"minutes.vi.md"}


def test_a_paper_whose_bytes_stay_the_same_is_not_touched(root: Path) -> None:
    edit(root, "- figures.trade > 1_000_000", "- figures.trade > 1_000_001")
    before = {path: path.stat().st_mtime_ns for path in out(root).iterdir()}
    (root / "templates" / "partials").mkdir(parents=True)
    own = Workspace(root).library.files["partials/figures.j2"] + "{# a remark #}\n"
    (root / "templates" / "partials" / "figures.j2").write_text(own, encoding="utf-8")
    report = made(root)
    assert {Path(target.path).name for target in report.unchanged} == {"press-release.vi.md", "press-release.en.md"}
    assert not report.made
    assert {path: path.stat().st_mtime_ns for path in out(root).iterdir()} == before
    assert not made(root).unchanged


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("register.md.j2", "register."),
        ("partials/figures.j2", "press-release."),
        ("labels/vi.yaml", ".vi."),
        ("styles/international.yaml", ".en."),
        ("styles/base.yaml", "."),
    ],
)
def test_a_changed_template_label_or_style_is_a_reason(root: Path, name: str, reached: str) -> None:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Workspace(root).library.files[name] + "\n", encoding="utf-8")
    report = made(root)
    targets = [*report.made, *report.unchanged]
    assert {Path(target.path).name for target in targets} == {
        f"{each}.md" for each in PAPERS if reached in f"{each}.md"
    }
    assert {target.reasons for target in targets} == {(f"templates/{name} changed",)}


def test_the_office_is_a_part_of_every_sheet(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "office.yaml").write_text("symbol: VPM\nstyle: international\n", encoding="utf-8")
    report = made(root)
    assert {"minutes.vi.md", "press-release.en.md"} <= papers(report)
    assert any("office.symbol: ~ → VPM" in target.reasons for target in report.made)


def test_a_paper_edited_by_hand_is_kept_beside_the_new_one(root: Path) -> None:
    paper = out(root) / "register.en.md"
    for number in (1, 2):
        paper.write_text(f"mine {number}", encoding="utf-8")
        report = made(root)
        assert report.kept == [(f"{SHEET}/register.en.md", f"{SHEET}/register.en.edited-{number}.md")]
        assert (out(root) / f"register.en.edited-{number}.md").read_text(encoding="utf-8") == f"mine {number}"
        assert "Register of documents" in paper.read_text(encoding="utf-8")


def test_a_missing_paper_is_made_again(root: Path) -> None:
    (out(root) / "register.en.md").unlink()
    report = made(root)
    assert [target.reasons for target in report.made] == [("the file is missing",)]


def test_a_file_that_was_not_built_here_is_kept(tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    out(tmp_path).mkdir(parents=True)
    (out(tmp_path) / "register.en.md").write_text("older", encoding="utf-8")
    report = made(tmp_path)
    assert report.kept == [(f"{SHEET}/register.en.md", f"{SHEET}/register.en.edited-1.md")]


@pytest.mark.parametrize("built", [False, True], ids=["new", "known"])
def test_a_paper_written_by_hand_while_others_are_made_is_kept(built: bool, tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    paper = out(tmp_path) / "register.en.md"
    if built:
        made(tmp_path)
        edit(tmp_path, "en: Plan for schools", "en: Plan for colleges")

    def write(done: int, _: int) -> None:
        if done == 1:  # the minutes come first
            paper.write_text("mine", encoding="utf-8")

    report = build(Workspace(tmp_path), Wanted(formats=("md",)), 1, write)
    assert report.kept == [(f"{SHEET}/register.en.md", f"{SHEET}/register.en.edited-1.md")]
    assert (out(tmp_path) / "register.en.edited-1.md").read_text(encoding="utf-8") == "mine"
    assert "Register of documents" in paper.read_text(encoding="utf-8")
    assert not list(out(tmp_path).glob("history/register.*"))


def test_a_paper_that_fails_leaves_the_old_one(root: Path) -> None:
    before = contents(root)
    (root / "templates").mkdir()
    own = Workspace(root).library.files["register.md.j2"] + "\n{{ event.datum }}\n"
    (root / "templates" / "register.md.j2").write_text(own, encoding="utf-8")
    edit(root, "7_500_000_000", "8_500_000_000")
    report = made(root)
    assert {Path(target.path).name for target in report.failed} == {"register.vi.md", "register.en.md"}
    assert [finding.code for finding in report.diagnostics] == ["missing-fact"]
    after = contents(root)
    assert after["register.en.md"] == before["register.en.md"]
    assert after["press-release.en.md"] != before["press-release.en.md"]
    assert {Path(target.path).name for target in made(root).failed} == {"register.vi.md", "register.en.md"}


def test_a_sheet_that_is_wrong_leaves_its_papers_and_does_not_stop_the_others(root: Path) -> None:
    (root / "facts" / "other.yaml").write_text(sheets.MINIMAL, encoding="utf-8")
    before = contents(root)
    edit(root, "status: draft", "status: confirmed")
    report = made(root)
    assert {finding.code for finding in report.diagnostics} == {"open-value"}
    assert contents(root) == before
    assert {Path(target.path).parts[0] for target in report.made} == {"minimal"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_new_sheet_that_is_wrong_is_told_as_a_check_tells_it(jobs: int, tmp_path: Path) -> None:
    wrong = sheets.MINIMAL.replace("id: minimal", "id: wrong") + "status: confirmd\nsauces: {}\n"
    space = sheets.workspace(tmp_path, sheets.text(), wrong, sheets.MINIMAL)
    report = made(tmp_path, jobs=jobs)
    path = space.sheet_paths()[1]
    assert report.diagnostics == list(space.read(space.open_sheet(path)).diagnostics)
    assert {finding.code for finding in report.diagnostics} == {"wrong-type", "unknown-key"}
    assert {finding.span.line for finding in report.diagnostics if finding.span} == {6, 7}
    assert not report.failed
    assert {target.sheet for target in report.made} == {SHEET, "minimal"}
    assert not (tmp_path / "output" / "wrong").exists()
    assert made(tmp_path).diagnostics == report.diagnostics


@pytest.mark.parametrize("jobs", [1, 2])
def test_findings_come_in_the_order_of_the_sheets_whoever_is_first(jobs: int, tmp_path: Path) -> None:
    wrong = [sheets.MINIMAL.replace("minimal", f"wrong-{number}") + "status: confirmd\n" for number in range(6)]
    sheets.workspace(tmp_path, *wrong)
    found = [finding.span for finding in made(tmp_path, jobs=jobs).diagnostics]
    assert [span.file for span in found if span] == [f"facts/sheet-{number}.yaml" for number in range(1, 7)]


def test_what_a_build_that_was_cut_off_left_is_cleared(root: Path) -> None:
    with State(root / "output") as state:
        state.begin()
    (out(root) / "history").mkdir()
    for folder in (out(root), out(root) / "history"):
        (folder / ".register.en.md.abc.part").write_bytes(b"half")
    made(root)
    assert not list(out(root).rglob(".*.part"))


def test_a_build_cut_off_before_a_paper_was_put_in_place_is_finished(root: Path) -> None:
    """The state tells of a paper that is about to be there, while the old one still is."""
    edit(root, "7_500_000_000", "8_500_000_000")
    old = contents(root)
    made(root)
    new = contents(root)
    path = f"{SHEET}/press-release.en.md"
    with State(root / "output") as state:
        known = state.outputs()[path]
        before = known._replace(sha256=sha256(old["press-release.en.md"]))
        state.announce([before], {})
    (out(root) / "press-release.en.md").write_bytes(old["press-release.en.md"])
    report = made(root)
    assert [target.reasons for target in report.made] == [("the last build was cut off",)]
    assert contents(root) == new
    assert [kept.name for kept in out(root).glob("history/press-release.en.*")] == ["press-release.en.r1.md"]
    with State(root / "output") as state:
        assert state.outputs()[path].issue == known.issue


def test_a_build_cut_off_after_a_paper_was_put_in_place_is_finished(root: Path) -> None:
    path = f"{SHEET}/press-release.en.md"
    with State(root / "output") as state:
        before = state.outputs()[path]._replace(sha256="of the old one")
        state.announce([before], {})
    report = made(root)
    assert [target.path for target in report.unchanged] == [path]
    assert not made(root).unchanged


def damage_rows(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE part SET data = x'00'")
    db.close()


def other_tables(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE output(mine TEXT)")
    db.close()


def later_version(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE output")
        db.execute("PRAGMA user_version = 99")
    db.close()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "no-database": lambda path: path.write_bytes(b"not a database" * 100),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "blank-pages": lambda path: path.write_bytes(path.read_bytes()[:1024] + b"\xff" * (path.stat().st_size - 1024)),
    "rows": damage_rows,
    "other-tables": other_tables,
    "later-version": later_version,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_state_is_begun_anew_and_no_paper_is_lost(root: Path, damage: str) -> None:
    before = contents(root)
    DAMAGES[damage](root / "output" / NAME)
    report = made(root)
    assert not report.failed
    assert not report.kept
    assert contents(root) == before
    assert len(made(root).current) == len(PAPERS)


def test_a_folder_in_the_place_of_a_paper_is_named(root: Path) -> None:
    (out(root) / "minutes.en.html").mkdir()
    with pytest.raises(ToolkitError, match=r"output/no-sa-2031/minutes\.en\.html cannot be written"):
        made(root, "html")


def test_two_sheets_with_one_id_are_refused(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.text(), sheets.text())
    report = made(tmp_path)
    assert [finding.code for finding in report.diagnostics] == ["duplicate-sheet"]
    assert len(report.made) == len(PAPERS)


def test_processes_and_hash_seeds_change_no_byte(tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("serial", "parallel", "seed-1", "seed-2")]
    for each in roots:
        sheets.workspace(each)
    formats = ("docx", "html", "md", "pdf")
    made(roots[0], *formats)
    made(roots[1], *formats, jobs=2)
    for each, seed in zip(roots[2:], ("1", "2"), strict=True):
        program = "from toolkit.cli.program import main; main()"
        command = [sys.executable, "-c", program, "-C", str(each), "build", "-f", ",".join(formats), "-j", "1"]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True)
    first = contents(roots[0])
    assert len(first) == len(PAPERS) * len(formats)
    for each in roots[1:]:
        assert contents(each) == first, each.name


def test_progress_is_told_paper_by_paper(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build(sheets.workspace(tmp_path), Wanted(formats=("md",)), 1, lambda done, of: told.append((done, of)))
    assert told == [(number, len(PAPERS)) for number in range(1, len(PAPERS) + 1)]
