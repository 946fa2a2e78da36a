"""What goes out after a correction: redlines of the papers it changed, a corrigendum, nothing else."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from tests import sheets
from tests.corrections.acts import act, rebuilt
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.corrections.notices import Notices, changed_papers, make_missing
from toolkit.diagnostics import Severity
from toolkit.ledger import About, Change, Ledger

SHEET = "no-sa-2031"


def corrected(root: Path, **values: str) -> tuple[Workspace, Path]:
    workspace = sheets.workspace(root)
    rebuilt(workspace)
    path = workspace.sheet_paths()[0]
    act(workspace, path, **(values or {"figures__trade": "8 tỷ USD"}))
    fresh = Workspace(root)
    rebuilt(fresh)
    return fresh, path


def notices(workspace: Workspace, path: Path) -> Notices:
    return make_missing(workspace, path, SHEET)


def test_each_changed_paper_has_a_redline_and_the_act_a_corrigendum(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    made = set(notices(workspace, path).made)
    assert {name for name in made if "corrigendum" in name} == {
        f"{SHEET}/corrigendum-1.{lang}.{form}" for lang in ("vi", "en") for form in ("docx", "pdf", "html")
    }
    assert {name for name in made if ".redline." in name} == {
        f"{SHEET}/{paper}.{lang}.redline.{form}"
        for paper in ("minutes", "press-release")
        for lang in ("vi", "en")
        for form in ("docx", "html", "json")
    }


def test_what_is_there_is_not_made_again_and_what_is_gone_is(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    assert notices(workspace, path).made == []
    gone = workspace.output / SHEET / "corrigendum-1.vi.docx"
    before = gone.read_bytes()
    gone.unlink()
    assert f"{SHEET}/corrigendum-1.vi.docx" in notices(workspace, path).made
    assert gone.read_bytes() == before


def test_the_corrigendum_says_what_to_read_instead_of_what_and_why(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    text = (workspace.output / SHEET / "corrigendum-1.en.html").read_text().replace("\u00a0", " ")
    for words in ("US$8 billion", "US$7.5 billion", "a test", "a note", "Tester", "1 June 2031", "Trade"):
        assert words in text
    assert "tỷ" not in text


def test_the_corrigendum_has_neither_the_number_nor_the_date_of_the_papers(tmp_path: Path) -> None:
    office = "office:\n  number: '4711'\n  date: 2031-05-09\n"
    sheets.workspace(tmp_path, sheets.text().replace("office:\n", office).replace('  number: "07"\n', ""))
    workspace = Workspace(tmp_path)
    rebuilt(workspace)
    act(workspace, workspace.sheet_paths()[0], figures__trade="8 tỷ USD")
    rebuilt(Workspace(tmp_path))
    notices(Workspace(tmp_path), workspace.sheet_paths()[0])
    folder = workspace.output / SHEET
    papers = "".join((folder / f"{name}.en.html").read_text() for name in ("press-release", "register"))
    notice = (folder / "corrigendum-1.en.html").read_text()
    for words in ("4711", "Issuing office · Date — 2031-05-09"):
        assert words in papers
        assert words not in notice


def test_a_language_that_shows_no_change_has_no_corrigendum(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path, agreements__schools__title__vi="Kế hoạch mới")
    made = notices(workspace, path).made
    assert any(name.endswith("corrigendum-1.vi.docx") for name in made)
    assert not [name for name in made if ".en." in name]


def test_a_letter_that_one_format_cannot_show_costs_that_format_only(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path, agreements__schools__title__en="Plan שלום")
    told = notices(workspace, path)
    (finding,) = told.diagnostics
    assert (finding.code, finding.message.endswith(": in corrigendum-1.en")) == ("right-to-left", True)
    assert {name.rpartition(".")[2] for name in told.made if "corrigendum-1.en" in name} == {"docx", "html"}
    assert f"{SHEET}/minutes.en.redline.docx" in told.made
    assert notices(workspace, path) == Notices()


def test_an_edited_notice_is_kept_when_another_is_made_again(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    folder = workspace.output / SHEET
    edited, gone = folder / "corrigendum-1.en.docx", folder / "corrigendum-1.vi.html"
    made = edited.read_bytes()
    edited.write_bytes(b"with a number")
    gone.unlink()
    told = notices(workspace, path)
    assert told.kept == [(f"{SHEET}/{edited.name}", f"{SHEET}/corrigendum-1.en.edited-1.docx")]
    assert (folder / "corrigendum-1.en.edited-1.docx").read_bytes() == b"with a number"
    assert (edited.read_bytes(), gone.is_file()) == (made, True)


def test_an_act_that_no_paper_shows_has_no_notices(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path, people__an__organisation="sa")
    assert notices(workspace, path) == Notices()
    assert notices(workspace, path) == Notices()


def test_redlines_are_of_the_last_act_and_earlier_ones_go_to_the_history(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    first = (workspace.output / SHEET / "minutes.vi.redline.docx").read_bytes()
    act(workspace, path, agreements__schools__title__vi="Kế hoạch mới")
    fresh = Workspace(tmp_path)
    rebuilt(fresh)
    made = notices(fresh, path).made
    assert f"{SHEET}/register.vi.redline.docx" in made
    assert not (workspace.output / SHEET / "minutes.en.redline.docx").exists()
    history = workspace.output / SHEET / "history"
    assert (history / "minutes.vi.redline.r1.docx").read_bytes() == first
    assert (workspace.output / SHEET / "corrigendum-1.vi.docx").exists()
    assert (workspace.output / SHEET / "corrigendum-2.vi.docx").exists()


ASKED = "{% if figures.trade < 8000000000 %}{{ facts.never }}{% endif %}"
"""What cannot be said of the sheet before the act 1."""


def short(root: Path, more: str = "") -> None:
    """Write a template in Vietnamese that prints what the act 1 corrects."""
    (root / "templates").mkdir(exist_ok=True)
    words = f"# {{{{ title }}}}\n\n{{{{ figures.trade }}}}{more}\n"
    (root / "templates" / "short.vi.md.j2").write_text(words, encoding="utf-8")


@pytest.fixture
def unlike(tmp_path: Path) -> Path:
    """Return the sheet of a workspace with a paper that had an issue before the act 1, and could not have it now."""
    short(tmp_path)
    _, path = corrected(tmp_path)
    short(tmp_path, ASKED)
    return path


REDLINE = ("docx", "html", "json")


def corrigendum_1(lang: str) -> set[str]:
    return {f"{SHEET}/corrigendum-1.{lang}.{form}" for form in ("docx", "pdf", "html")}


def test_a_paper_that_the_templates_of_now_cannot_make_of_the_past_is_a_warning(unlike: Path, tmp_path: Path) -> None:
    assert rebuilt(Workspace(tmp_path)).failed == []
    told = notices(Workspace(tmp_path), unlike)
    assert corrigendum_1("en") | {f"{SHEET}/minutes.vi.redline.docx"} <= set(told.made)
    assert not corrigendum_1("vi") & set(told.made), "a corrigendum names all papers or is not made"
    (found,) = told.diagnostics
    assert (found.code, found.severity) == ("missing-fact", Severity.WARNING)
    said = "short.vi cannot be compared: the templates of now do not make it as it was at act 1: "
    assert found.message.startswith(said)


def test_a_paper_that_had_no_issue_before_keeps_nothing_back(tmp_path: Path) -> None:
    _, path = corrected(tmp_path)
    short(tmp_path, ASKED)
    rebuilt(Workspace(tmp_path))
    told = notices(Workspace(tmp_path), path)
    assert corrigendum_1("vi") <= set(told.made)
    assert [found.message.partition(" ")[0] for found in told.diagnostics] == ["short.vi"]
    assert notices(Workspace(tmp_path), path) == Notices()


def test_what_could_not_be_compared_is_tried_again(unlike: Path, tmp_path: Path) -> None:
    rebuilt(Workspace(tmp_path))
    first = notices(Workspace(tmp_path), unlike)
    assert notices(Workspace(tmp_path), unlike) == Notices(diagnostics=first.diagnostics)
    short(tmp_path)
    rebuilt(Workspace(tmp_path))
    mended = notices(Workspace(tmp_path), unlike)
    assert set(mended.made) == corrigendum_1("vi") | {f"{SHEET}/short.vi.redline.{form}" for form in REDLINE}
    assert notices(Workspace(tmp_path), unlike) == Notices()


def test_nor_does_it_keep_an_earlier_act_from_its_corrigendum(unlike: Path, tmp_path: Path) -> None:
    act(Workspace(tmp_path), unlike, figures__trade="9 tỷ USD")
    shutil.rmtree(tmp_path / "output")
    assert rebuilt(Workspace(tmp_path)).failed == []
    told = notices(Workspace(tmp_path), unlike)
    assert set(told.made) >= corrigendum_1("en")
    assert {found.severity for found in told.diagnostics} == {Severity.WARNING}


def test_a_notice_that_was_issued_stays_whatever_the_templates_make_of_it_now(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    issued = {place: place.read_bytes() for place in (workspace.output / SHEET).glob("corrigendum-1.en.*")}
    (workspace.output / SHEET / "corrigendum-1.vi.html").unlink()
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "corrigendum.en.md.j2").write_text("---\nof: correction\n---\n# Other words\n", encoding="utf-8")
    assert notices(Workspace(tmp_path), path).made == [f"{SHEET}/corrigendum-1.vi.html"]
    assert {place: place.read_bytes() for place in issued} == issued


def test_an_edited_redline_is_no_issue(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    edited = workspace.output / SHEET / "minutes.vi.redline.docx"
    edited.write_bytes(b"with comments")
    act(workspace, path, agreements__schools__title__vi="Kế hoạch mới")
    rebuilt(Workspace(tmp_path))
    told = notices(Workspace(tmp_path), path)
    aside = edited.with_name("minutes.vi.redline.edited-1.docx")
    assert told.kept == [(f"{SHEET}/{edited.name}", f"{SHEET}/{aside.name}")]
    assert aside.read_bytes() == b"with comments"
    assert not list(edited.parent.glob("history/minutes.vi.redline.r1.docx"))


def test_an_earlier_act_whose_notices_the_templates_of_now_cannot_print_is_a_warning(tmp_path: Path) -> None:
    _, path = corrected(tmp_path)
    act(Workspace(tmp_path), path, figures__trade="9 tỷ USD")
    templates = tmp_path / "templates"
    templates.mkdir()
    asked = "{{ correction.never if correction.number == 1 else title }}"
    (templates / "corrigendum.vi.md.j2").write_text(f"---\nof: correction\n---\n# {asked}\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "output")
    assert rebuilt(Workspace(tmp_path)).failed == []
    told = notices(Workspace(tmp_path), path)
    assert f"{SHEET}/corrigendum-2.vi.docx" in told.made
    (said,) = told.diagnostics
    assert (said.code, said.severity) == ("missing-fact", Severity.WARNING)
    assert said.message.startswith("the notices of act 1 cannot be made: ")


def test_a_language_without_a_template_has_no_corrigendum_and_it_is_said(tmp_path: Path) -> None:
    text = re.sub(r"\{vi:", "{km: ខ្មែរ, vi:", sheets.text()).replace("[vi, en]", "[vi, en, km]")
    workspace = sheets.workspace(tmp_path, text)
    rebuilt(workspace)
    path = workspace.sheet_paths()[0]
    act(workspace, path, agreements__ports__period="2031/2036")
    made = notices(Workspace(tmp_path), path)
    assert {name.split(".")[1] for name in made.made if "corrigendum" in name} == {"vi", "en"}
    (said,) = made.diagnostics
    assert (said.code, said.severity) == ("no-template", Severity.WARNING)
    assert "`corrigendum` in `km`" in said.message
    assert said.hint == "write templates/corrigendum.km.md.j2"
    assert notices(Workspace(tmp_path), path).diagnostics == []


def test_the_redline_names_fact_and_reason(tmp_path: Path) -> None:
    workspace, path = corrected(tmp_path)
    notices(workspace, path)
    told = json.loads((workspace.output / SHEET / "minutes.vi.redline.json").read_text())
    words = json.dumps(told, ensure_ascii=False)
    assert "figures.trade.value" in words
    assert "a test" in words


def test_a_sheet_without_a_ledger_has_no_notices(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    assert notices(workspace, workspace.sheet_paths()[0]) == Notices()


def test_papers_that_differ_are_found_by_what_they_show_if_they_were_made(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    build(workspace, Wanted(documents=("minutes", "register"), formats=("md",)), jobs=1)
    old, changes = sheets.sheet(), (Change("agreements.schools.title.en", "Plan for schools", "Plan for all"),)
    new = sheets.sheet(sheets.text().replace("en: Plan for schools", "en: Plan for all"))
    done = Ledger().next_act(old.text, new.text, changes, About(SHEET, date(2031, 6, 1), "a test"))
    with State(workspace.output) as state:
        pairs = list(changed_papers(workspace, state, done, (old, new)))
        same = list(changed_papers(workspace, state, done, (old, old)))
    assert {(pair.new.document.kind, pair.new.document.lang) for pair in pairs} == {
        ("minutes", "en"),
        ("register", "en"),
    }
    assert same == []


def test_papers_that_were_never_made_have_no_notices(tmp_path: Path) -> None:
    workspace = sheets.workspace(tmp_path)
    build(workspace, Wanted(documents=("minutes",), languages=("en",), formats=("docx",)), jobs=1)
    path = workspace.sheet_paths()[0]
    act(workspace, path, figures__trade="8 tỷ USD")
    made = {name.partition(".")[0] + "." + name.split(".")[1] for name in notices(Workspace(tmp_path), path).made}
    assert made == {f"{SHEET}/corrigendum-1.en", f"{SHEET}/minutes.en"}


def test_a_corrigendum_is_set_in_the_workspaces_own_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _workspace, path = corrected(tmp_path)
    (tmp_path / "fonts").mkdir()
    given: list[Path | None] = []
    monkeypatch.setattr("toolkit.writers.pdf.write_pdf", lambda *_, fonts: given.append(fonts) or b"%PDF")
    notices(Workspace(tmp_path), path)
    assert given == [tmp_path / "fonts"] * 2  # in each language
