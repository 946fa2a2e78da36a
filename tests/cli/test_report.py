"""What a build reaches beyond what it was asked for: collections built before, and nothing that was not."""

from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a workspace with the invented sheet."""
    sheets.workspace(tmp_path)
    return tmp_path


def test_a_pattern_that_matches_nothing_does_not_take_the_place_of_the_collection(root: Path) -> None:
    collected = ("build", "register", "-l", "en", "-f", "md", "--collect")
    assert toolkit(*collected, "facts/*.yaml", at=root).code == 0
    assert toolkit(*collected, "fact/*.yaml", at=root).code == 2
    assert "current  output/collection/register-collection.en.md" in toolkit("status", at=root).out


NAMED = {"both": ("facts/*.yaml", "country"), "one": ("facts/*-1.yaml", "year"), "two": ("facts/*-2.yaml", "year")}
PAPERS = {name: f"output/collection-{name}/register-collection.en.md" for name in NAMED}


def collect(root: Path, name: str, pattern: str, by: str) -> None:
    """Build the register `name`."""
    options = ("--collect", pattern, "--by", by, "--name", name, "-l", "en", "-f", "md")
    made = toolkit("build", "register", *options, "--json", at=root).answer["made"]
    assert [paper["path"] for paper in made] == [PAPERS[name]]


@pytest.fixture
def side_by_side(root: Path) -> Path:
    """Return a workspace of two sheets, with a register of both by country and one of each by year."""
    sheets.workspace(root, sheets.text(), sheets.text(id="id: second-2032\n"))
    for name, (pattern, by) in NAMED.items():
        collect(root, name, pattern, by)
    return root


def states(root: Path) -> list[str]:
    """Return what `status` says of the registers."""
    told = {paper["path"]: paper["state"] for paper in toolkit("status", "--json", at=root).answer["papers"]}
    return [told[paper] for paper in PAPERS.values()]


def test_collections_stand_beside_each_other_each_in_its_order(side_by_side: Path) -> None:
    assert states(side_by_side) == ["current", "current", "current"]
    headings = [(side_by_side / paper).read_text("utf-8").split("\n## ")[1][:6] for paper in PAPERS.values()]
    assert headings == ["Norvia", "2031: ", "2031: "]


def test_a_correction_reaches_exactly_the_collections_that_show_it(side_by_side: Path) -> None:
    for value, shown in (("agreements.schools.title.en=School plan", {"both", "two"}), ("figures.length=50", set())):
        ran = toolkit("correct", "second-2032", value, "--reason", "misheard", "--json", at=side_by_side)
        assert {paper["path"] for paper in ran.answer["made"]} == {PAPERS[name] for name in shown}
        assert states(side_by_side) == ["current", "current", "current"]


def test_a_sheet_that_is_gone_leaves_the_collections_that_have_others(side_by_side: Path) -> None:
    (side_by_side / "facts" / "sheet-2.yaml").unlink()
    assert states(side_by_side) == ["stale", "current", "stale"]
    gone = "nothing makes it any more: there is no sheet `collection-two`"
    assert f"stale    {PAPERS['two']}\n           {gone}\n" in toolkit("status", at=side_by_side).out
    made = toolkit("build", "register", "-l", "en", "-f", "md", "--json", at=side_by_side).answer["made"]
    assert [paper["path"] for paper in made] == [PAPERS["both"], "output/no-sa-2031/register.en.md"]
    assert states(side_by_side) == ["current", "current", "stale"]


def test_another_order_of_a_collection_takes_the_place_of_the_one_before(side_by_side: Path) -> None:
    collect(side_by_side, "one", "facts/*.yaml", "body")
    folders = sorted(folder.parent.name for folder in side_by_side.glob("output/*/history"))
    assert folders == ["collection-one"]
    assert states(side_by_side) == ["current", "current", "current"]


def test_verify_knows_the_papers_of_each_collection(side_by_side: Path) -> None:
    path = side_by_side / "facts" / "sheet-1.yaml"
    path.write_text(path.read_text("utf-8").replace("period: 2032", "period: 2033"), "utf-8")
    ran = toolkit("verify", *(side_by_side / paper for paper in PAPERS.values()), "--json", at=side_by_side)
    assert [paper["verdict"] for paper in ran.answer["papers"]] == ["stale", "stale", "current"]


def test_a_correction_brings_up_to_date_what_was_made_before_and_no_others(root: Path) -> None:
    assert toolkit("build", "minutes", "-l", "en", "-f", "md,html", at=root).code == 0
    ran = toolkit("correct", "no-sa-2031", "figures.trade=8 tỷ USD", "--reason", "misheard", "--json", at=root)
    assert {paper["path"] for paper in ran.answer["made"]} == {
        "output/no-sa-2031/minutes.en.md",
        "output/no-sa-2031/minutes.en.html",
    }
