"""`toolkit build` and `toolkit status`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from toolkit.build.collection import CollectedWorkspace
from toolkit.build.workspace import Workspace
from toolkit.cli.build import anew


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


def test_a_build_tells_what_it_made_and_why(root: Path) -> None:
    ran = toolkit("build", "register", "-f", "md", "-l", "en", at=root)
    assert ran == (
        0,
        "made     output/no-sa-2031/register.en.md  (not built yet)\n1 made, 0 current, 0 failed\n",
        "",
    )
    assert (root / "output" / "no-sa-2031" / "register.en.md").is_file()


def test_as_data_a_build_tells_every_paper(root: Path) -> None:
    (made,) = toolkit("build", "register", "-f", "md", "-l", "en", "--json", at=root).answer["made"]
    assert made == {
        "path": "output/no-sa-2031/register.en.md", "sheet": "no-sa-2031", "document": "register", "language": "en",
        "format": "md", "state": "missing", "reasons": ["not built yet"], "changes": [],
    }  # fmt: skip
    again = toolkit("build", "register", "-f", "md", "-l", "en", "--json", at=root).answer
    assert [len(again[word]) for word in ("made", "unchanged", "current", "failed", "kept")] == [0, 0, 1, 0, 0]


def test_lists_may_have_spaces(root: Path) -> None:
    ran = toolkit("build", "register", "-f", "md, html", "-l", " en ,vi,", at=root)
    assert "4 made" in ran.out


def test_options_that_are_given_twice_add_up(root: Path) -> None:
    ran = toolkit("build", "register", "-f", "md", "-f", "html,md", "-l", "en", "-l", "vi", at=root)
    assert "4 made" in ran.out


def test_a_paper_edited_by_hand_is_told_and_kept(root: Path) -> None:
    toolkit("build", "register", "-f", "md", "-l", "en", at=root)
    (root / "output" / "no-sa-2031" / "register.en.md").write_text("mine", encoding="utf-8")
    ran = toolkit("build", "register", "-f", "md", "-l", "en", at=root)
    assert ran.code == 0
    assert ran.err == (
        "output/no-sa-2031/register.en.md was edited by hand or not built here: that paper is kept as "
        "output/no-sa-2031/register.en.edited-1.md\n"
    )


def test_a_paper_that_fails_is_told_with_exit_code_1(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "memo.md.j2").write_text("{{ event.datum }}\n", encoding="utf-8")
    ran = toolkit("build", "memo", "register", "-f", "md", "-l", "en", at=root)
    assert ran.code == 1
    assert "failed   output/no-sa-2031/memo.en.md" in ran.out
    assert "1 made, 0 current, 1 failed" in ran.out
    assert "error[missing-fact]" in ran.err


def test_a_template_with_a_faulty_head_fails_its_own_papers_only(root: Path) -> None:
    toolkit("build", "register", "-f", "md", "-l", "en", at=root)
    (root / "templates").mkdir()
    (root / "templates" / "memo.md.j2").write_text("---\nsymbl: M\n---\n# Memo\n", encoding="utf-8")
    assert toolkit("build", "register", "-f", "md", "-l", "en", at=root) == (0, "0 made, 1 current, 0 failed\n", "")
    everything = toolkit("build", "-f", "md", "-l", "en", at=root)
    assert (everything.code, everything.err.count("error[bad-setting]")) == (1, 1)
    assert "2 made, 1 current, 1 failed" in everything.out
    status = toolkit("status", at=root)
    assert "current  output/no-sa-2031/register.en.md" in status.out
    assert "templates/memo.md.j2:2:1: error[bad-setting]" in status.err


def test_status_tells_every_paper_and_writes_none(root: Path) -> None:
    toolkit("build", "register", "-f", "md", at=root)
    path = root / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("period: 2032", "period: 2033"), encoding="utf-8")
    before = (root / "output" / "no-sa-2031" / "register.en.md").read_bytes()
    ran = toolkit("status", at=root)
    assert ran.code == 1
    assert "stale    output/no-sa-2031/register.en.md\n           agreements.schools.period: 2032 → 2033\n" in ran.out
    assert "missing  output/no-sa-2031/minutes.en.md\n           not built yet\n" in ran.out
    assert (root / "output" / "no-sa-2031" / "register.en.md").read_bytes() == before


def test_status_is_fine_when_all_is_current(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.MINIMAL + "office: {style: international}\n")
    assert toolkit("build", at=tmp_path).code == 0
    ran = toolkit("status", "--json", at=tmp_path)
    assert ran.code == 0
    assert {paper["state"] for paper in ran.answer["papers"]} == {"current"}
    assert len(ran.answer["papers"]) == 3 * 3


def test_status_of_a_folder_without_sheets_leaves_it_as_it_was(tmp_path: Path) -> None:
    for command in ("status", "build"):
        assert toolkit(command, at=tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


def test_papers_of_the_past_need_a_folder_of_their_own(root: Path) -> None:
    ran = toolkit("build", "--as-of", "2031-05-04", "--json", at=root)
    assert (ran.code, ran.answer["diagnostics"][0]["code"]) == (2, "bad-arguments")


def test_papers_of_the_past_are_told_where_they_are(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("past")
    ran = toolkit("build", "register", "--as-of", "0", "-o", out, "-f", "md", "-l", "en", "--json", at=root)
    paper = f"{out}/no-sa-2031/register.en.md"
    assert (ran.answer["made"][0]["path"], Path(paper).is_file()) == (paper, True)
    assert ran.err.startswith(f"made     {paper}  (not built yet)\n")


@pytest.fixture
def collected(root: Path) -> Path:
    """Return a workspace with a collection built in English as Markdown, whose sheet has changed since."""
    assert toolkit("build", "register", "-f", "md,html", at=root).code == 0
    assert toolkit("build", "register", "--collect", "facts/*.yaml", "-l", "en", "-f", "md", at=root).code == 0
    path = root / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text("utf-8").replace("period: 2032", "period: 2033"), "utf-8")
    return root


@pytest.mark.parametrize(
    ("options", "made"),
    [
        ((), True),
        (("register", "-f", "md"), True),
        (("-l", "en"), True),
        (("-l", "vi"), False),
        (("-f", "html"), False),
        (("minutes",), False),
    ],
)
def test_a_build_makes_the_papers_of_a_collection_that_it_is_asked_for(
    collected: Path, options: tuple[str, ...], made: bool
) -> None:
    answer = toolkit("build", *options, "--json", at=collected).answer
    papers = [paper["path"] for paper in answer["made"] if paper["sheet"] == "collection"]
    assert papers == (["output/collection/register-collection.en.md"] if made else [])


def test_papers_of_a_collection_are_made_again_when_the_state_is_lost(collected: Path) -> None:
    (collected / "output" / ".state.sqlite").unlink()
    made = toolkit("build", "--json", at=collected).answer["made"]
    papers = [paper["path"] for paper in made if paper["sheet"] == "collection"]
    assert papers == ["output/collection/register-collection.en.md"]


def test_status_tells_the_papers_of_a_collection_that_were_made(collected: Path) -> None:
    papers = toolkit("status", "--json", at=collected).answer["papers"]
    told = [(paper["path"], paper["state"]) for paper in papers if paper["sheet"] == "collection"]
    assert told == [("output/collection/register-collection.en.md", "stale")]


def test_a_broken_sheet_of_a_collection_is_told_once(collected: Path) -> None:
    path = collected / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text("utf-8").replace("format: 1", "format: 2"), "utf-8")
    assert toolkit("build", at=collected).err.count("error[unknown-version]") == 1


def test_a_collection_with_a_broken_sheet_is_not_taken_for_gone(collected: Path) -> None:
    (collected / "facts" / "sheet-1.yaml").write_text("id: [", "utf-8")
    ran = toolkit("status", at=collected)
    assert (ran.code, "collection" in ran.out) == (1, False)
    assert ran.err.count("error[malformed-yaml]") == 1


def test_a_collection_whose_sheets_are_all_gone_does_not_hinder_a_build(root: Path) -> None:
    assert toolkit("build", "register", "--collect", "facts/*-1.yaml", "-l", "en", "-f", "md", at=root).code == 0
    (root / "facts" / "sheet-1.yaml").rename(root / "facts" / "talks.yaml")
    assert toolkit("build", "register", "-f", "md", at=root).code == 0
    assert "nothing makes it any more: there is no sheet `collection`" in toolkit("status", at=root).out


@pytest.mark.parametrize("out", [".", "facts", "templates/old", "output", "output/past"])
def test_papers_of_the_past_go_to_no_folder_of_the_workspace(root: Path, out: str) -> None:
    ran = toolkit("build", "--as-of", "2031-05-04", "-o", root / out, at=root)
    assert (ran.code, "[bad-arguments]" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "options",
    [
        ("--collect", "facts/*.yaml", "--executor", "dask"),
        ("--collect", "facts/*.yaml", "--as-of", "2031-01-01", "-o", "past"),
        ("--collect", "facts/*.yaml", "-j", "2"),
        ("--collect", "facts/*.yaml", "-s", "sheet-1"),
        ("--watch", "--as-of", "2031-01-01", "-o", "past"),
        ("--by", "country"),
        ("--name", "spring"),
        ("--collect", "facts/*.yaml", "--name", "Spring term"),
        ("-o", "past"),
    ],
)
def test_options_that_would_be_passed_over_are_refused(root: Path, options: tuple[str, ...]) -> None:
    ran = toolkit("build", "register", *options, "--json", at=root)
    assert (ran.code, ran.answer["diagnostics"][0]["code"]) == (2, "bad-arguments")


@pytest.mark.parametrize("given", ["", ",", " , "])
@pytest.mark.parametrize("option", ["-f", "-l"])
def test_a_list_of_nothing_does_not_mean_all(option: str, given: str, root: Path) -> None:
    ran = toolkit("build", option, given, at=root)
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error[bad-arguments]: `{given}` lists nothing")


def test_a_scheduler_needs_the_cluster_that_it_belongs_to(root: Path) -> None:
    ran = toolkit("build", "--scheduler", "tcp://127.0.0.1:1", "--json", at=root)
    assert (ran.code, ran.answer["diagnostics"][0]["code"]) == (2, "bad-arguments")
    ran = toolkit("build", "--scheduler", "nowhere", "--executor", "dask", "--json", at=root)
    assert (ran.code, ran.answer["diagnostics"][0]["code"]) == (2, "no-scheduler")


def test_each_build_of_a_watch_is_a_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = root / "facts" / "sheet-1.yaml"
    (root / "templates").mkdir()

    def saved(*folders: Path, **_: object) -> Iterator[object]:
        assert [folder.name for folder in folders] == ["facts", "templates"]
        sheet.write_text(sheet.read_text().replace("Port Sample", "Port Trial"))
        yield None
        (root / "templates" / "labels").write_text("no folder")
        yield None

    monkeypatch.setattr("watchfiles.watch", saved)
    ran = toolkit("build", "minutes", "--watch", "-f", "md", "-l", "en", "--json", at=root)
    first, second, third = (json.loads(line) for line in ran.out.splitlines())
    assert first["made"][0]["reasons"] == ["not built yet"]
    assert second["made"][0]["changes"] == [{"fact": "event.place.en", "old": "Port Sample", "new": "Port Trial"}]
    assert [found["code"] for found in third["diagnostics"]] == ["unreadable-file"]
    (line,) = toolkit("build", "minuts", "--watch", "--json", at=root).out.splitlines()
    assert json.loads(line)["diagnostics"]


def test_watching_begins_anew_with_the_same_workspace(root: Path) -> None:
    collected = CollectedWorkspace(root, "facts/*.yaml", "country", "collection-all")
    again = anew(collected)
    assert isinstance(again, CollectedWorkspace)
    assert again is not collected
    assert (again.root, again.pattern, again.by, again.id) == (root, "facts/*.yaml", "country", "collection-all")
    assert type(anew(Workspace(root))) is Workspace
