"""What a paper is: current, stale, superseded, altered or unknown, wherever its file lies."""

import shutil
from copy import deepcopy
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests import sheets
from tests.corrections.acts import act, rebuilt
from tests.corrections.desk import Desk
from tests.readers.docx.edits import changed
from toolkit.build.collection import CollectedWorkspace, remember
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.corrections.notices import make_missing
from toolkit.verify.papers import Issued, Judgement, Verdict, judge, read_back

pytest_plugins = ("tests.corrections.fixtures",)
PAPER = "no-sa-2031/register.vi.html"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = sheets.workspace(tmp_path)
    rebuilt(made, ("html", "pdf"))
    return made


def verdict(workspace: Workspace, file: Path) -> Judgement:
    with State(workspace.output) as state:
        return judge(Issued(Workspace(workspace.root), state), file)


def test_a_built_paper_is_current_and_so_is_its_copy(workspace: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "mailed back.html"
    shutil.copy(workspace.output / PAPER, copy)
    for file in (workspace.output / PAPER, copy):
        assert verdict(workspace, file) == Judgement(Verdict.CURRENT, (f"output/{PAPER}",))


def test_a_paper_is_stale_once_a_fact_it_shows_is_corrected(workspace: Workspace) -> None:
    act(workspace, workspace.sheet_paths()[0], agreements__schools__title__vi="Kế hoạch mới")
    found = verdict(workspace, workspace.output / PAPER)
    assert found.verdict is Verdict.STALE
    assert found.details == ("agreements.schools.title.vi: Kế hoạch trường học → Kế hoạch mới",)


def test_an_earlier_issue_is_superseded(workspace: Workspace, tmp_path: Path) -> None:
    copy = tmp_path / "old.html"
    shutil.copy(workspace.output / PAPER, copy)
    act(workspace, workspace.sheet_paths()[0], agreements__schools__title__vi="Kế hoạch mới")
    rebuilt(Workspace(workspace.root), ("html", "pdf"))
    found = verdict(workspace, copy)
    assert found.verdict is Verdict.SUPERSEDED
    assert found.details == ("output/no-sa-2031/history/register.vi.r1.html", f"now output/{PAPER}")


def test_a_changed_paper_is_altered_and_a_stranger_is_unknown(workspace: Workspace, tmp_path: Path) -> None:
    paper = workspace.output / PAPER
    paper.write_bytes(paper.read_bytes().replace(b"Port", b"Fort").replace("Cảng".encode(), b"Cang"))
    assert verdict(workspace, paper).verdict is Verdict.ALTERED
    stranger = tmp_path / "stranger.html"
    stranger.write_text("hello")
    assert verdict(workspace, stranger).verdict is Verdict.UNKNOWN


def test_a_pdf_reads_back_also_when_the_sheet_has_changed_since(workspace: Workspace) -> None:
    paper = workspace.output / "no-sa-2031" / "minutes.vi.pdf"
    act(workspace, workspace.sheet_paths()[0], figures__trade="8 tỷ USD")
    with State(workspace.output) as state:
        assert read_back(Issued(Workspace(workspace.root), state), paper).likeness == 1


def test_a_stranger_has_no_text_to_be_compared_with(workspace: Workspace, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.pdf"
    stranger.write_bytes(b"%PDF-1.7")
    with State(workspace.output) as state:
        assert read_back(Issued(workspace, state), stranger) is None


def edit(workspace: Workspace, old: str, new: str) -> None:
    path, *_ = workspace.sheet_paths()
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_paper_that_nothing_makes_any_more_is_stale(workspace: Workspace) -> None:
    edit(workspace, "languages: [vi, en]", "languages: [en]")
    found = verdict(workspace, workspace.output / PAPER)
    reason = "nothing makes it any more: facts/sheet-1.yaml is not in `vi`"
    assert found == Judgement(Verdict.STALE, (reason,))


def test_a_paper_of_a_template_that_is_gone_is_stale(tmp_path: Path) -> None:
    made = sheets.workspace(tmp_path)
    (tmp_path / "templates").mkdir()
    memo = tmp_path / "templates" / "memo.md.j2"
    memo.write_text("# {{ title }}\n")
    rebuilt(made, ("md",))
    memo.unlink()
    found = verdict(made, made.output / "no-sa-2031" / "memo.en.md")
    assert found.details == ("nothing makes it any more: there is no template for `memo` in `en`",)


def test_a_paper_of_a_sheet_with_errors_is_stale(workspace: Workspace) -> None:
    edit(workspace, "format: 1", "format: 2")
    found = verdict(workspace, workspace.output / PAPER)
    assert found.verdict is Verdict.STALE
    assert found.details[0].startswith("its sheet has errors: facts/sheet-1.yaml:1:9: error[unknown-version]")


@pytest.mark.parametrize("name", ["collection", "collection-all"])
def test_a_paper_of_a_collection_is_known(name: str, tmp_path: Path) -> None:
    sheets.workspace(tmp_path)
    collection = CollectedWorkspace(tmp_path, "facts/*.yaml", "year", name)
    build(collection, Wanted(("register-collection",), formats=("md", "pdf")), jobs=1)
    remember(collection)
    paper = f"{name}/register-collection.en.md"
    assert verdict(collection, collection.output / paper) == Judgement(Verdict.CURRENT, (f"output/{paper}",))
    pdf = (collection.output / paper).with_suffix(".pdf")
    with State(collection.output) as state:
        assert read_back(Issued(Workspace(tmp_path), state), pdf).likeness == 1
        edit(sheets.workspace(tmp_path), "7_500_000_000", "8_000_000_000")
        assert read_back(Issued(Workspace(tmp_path), state), pdf) is None


def test_of_papers_that_are_alike_each_is_judged_in_its_own_place(tmp_path: Path) -> None:
    root = sheets.workspace(tmp_path, sheets.text(), sheets.text(id="id: second-2031\n")).root
    papers = [root / "output" / f"collection-{name}" / "register-collection.en.md" for name in ("a", "b")]
    for number, paper in enumerate(papers, 1):
        collection = CollectedWorkspace(root, f"facts/sheet-{number}.yaml", "year", paper.parent.name)
        build(collection, Wanted(formats=("md",)), jobs=1)
        remember(collection)
    assert len({paper.read_bytes() for paper in papers}) == 1
    edit(Workspace(root), "period: 2032", "period: 2033")
    verdicts = [verdict(Workspace(root), paper).verdict for paper in papers]
    assert verdicts == [Verdict.STALE, Verdict.CURRENT]


def test_notices_are_known_and_so_is_a_change_in_them(workspace: Workspace) -> None:
    (path,) = workspace.sheet_paths()
    act(workspace, path, figures__trade="8 tỷ USD")
    rebuilt(Workspace(workspace.root), ("html",))
    make_missing(Workspace(workspace.root), path, "no-sa-2031")
    folder = workspace.output / "no-sa-2031"
    for name in ("corrigendum-1.en.pdf", "minutes.en.redline.docx"):
        place = f"output/no-sa-2031/{name}"
        assert verdict(workspace, folder / name) == Judgement(Verdict.CURRENT, (place, "a notice of act 1"))
    with (folder / "corrigendum-1.en.pdf").open("ab") as file:
        file.write(b" ")
    assert verdict(workspace, folder / "corrigendum-1.en.pdf").verdict is Verdict.ALTERED


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_an_edited_copy_says_which_paper_it_was(part: str, desk: Desk, tmp_path: Path) -> None:
    mailed = tmp_path / "mailed.docx"
    mailed.write_bytes(changed(desk.issued(), lambda root: root.append(deepcopy(root[0])), part))
    place = "output/no-sa-2031/minutes.en.docx"
    told = f"made as {place}, but its bytes are those of no issue"
    assert verdict(desk.workspace, mailed) == Judgement(Verdict.ALTERED, (told,))


def test_an_edited_copy_of_a_pdf_says_which_paper_it_was(workspace: Workspace, tmp_path: Path) -> None:
    rebuilt(workspace, ("pdf",))
    paper = "no-sa-2031/register.en.pdf"
    writer = PdfWriter(clone_from=workspace.output / paper)
    del writer.pages[-1]
    mailed = tmp_path / "mailed.PDF"
    writer.write(mailed)
    told = f"made as output/{paper}, but its bytes are those of no issue"
    assert verdict(workspace, mailed) == Judgement(Verdict.ALTERED, (told,))


@pytest.mark.parametrize(
    "facts", [b"", b"\xff", b"sheet: [", b"sheet: no-sa-2031\ndocument: ../register\nlanguage: en\n"]
)
def test_a_pdf_that_names_no_paper_of_ours_is_unknown(facts: bytes, workspace: Workspace, tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("x.facts.yaml", facts)
    writer.write(tmp_path / "stranger.pdf")
    assert verdict(workspace, tmp_path / "stranger.pdf").verdict is Verdict.UNKNOWN
