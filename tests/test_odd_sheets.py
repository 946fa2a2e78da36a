"""Odd but legitimate sheets: every document of each can be composed, and nothing in it is ugly."""

import re
from pathlib import Path

import pytest

from tests import sheets
from tests.cli.running import toolkit
from tests.sheets import plain_text
from toolkit.compose.composer import Composition

ODD = {path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "odd").glob("*.yaml"))}
SEEN = sorted({*ODD} - {"khmer-alone"})
"""Those in languages in which every document has a template."""

UGLY = (
    (r"\bNone\b|undefined|\bTrue\b|\bFalse\b", "a word of Python's"),
    (r"  ", "two spaces"),
    (r" [,.;:!?](?!\S*\])", "a space before a stop"),
    (r"\(\)|\[\]|\(, |, \)", "brackets around nothing"),
    (r"–, –", "a row of dashes"),
    (r"[.]{2,3}$|,\.|;\.", "two stops"),
    (r"[{}]|\|", "markup"),
    (r"^[,.;)]", "a line that begins with a stop"),
)


def composed(words: str) -> list[tuple[str, Composition]]:
    return [(f"{kind}.{lang}", made) for kind, lang, made in sheets.papers(sheets.sheet(words))]


@pytest.mark.parametrize("name", SEEN)
def test_every_document_of_an_odd_sheet_is_fit_to_be_seen(name: str) -> None:
    markup = name == "words-that-look-like-markup"
    for paper, made in composed(ODD[name]):
        for line in plain_text(made.document).rstrip("\n").replace("./.", "").split("\n"):
            for pattern, what in UGLY:
                assert markup or not re.search(pattern, line), f"{paper}: {what}: {line}"


@pytest.mark.parametrize("name", SEEN)
def test_no_heading_stands_over_nothing(name: str) -> None:
    for paper, made in composed(ODD[name]):
        kinds = [type(block).__name__ for block in made.document.blocks]
        levels = [getattr(block, "level", 9) for block in made.document.blocks]
        for place, kind in enumerate(kinds[:-1]):
            if kind == "Heading" and levels[place] > 1:
                assert levels[place + 1] > levels[place], f"{paper}: {made.document.blocks[place]}"
                assert kinds[place + 1] != "Columns", f"{paper}: {made.document.blocks[place]}"


@pytest.mark.parametrize("name", sorted(ODD))
def test_every_paper_of_an_odd_sheet_is_built(name: str, tmp_path: Path) -> None:
    sheets.workspace(tmp_path, ODD[name])
    ran = toolkit("build", "-f", "docx,html,md", "-j", "1", "--json", at=tmp_path)
    assert ran.code == 0, ran.err
    assert not [finding for finding in ran.answer["diagnostics"] if finding["severity"] == "error"]
    assert len(ran.answer["made"]) >= 3
    again = toolkit("build", "-f", "docx,html,md", "-j", "1", "--json", at=tmp_path)
    assert not again.answer["made"]


def test_a_document_without_a_template_in_one_language_does_not_stop_the_others(tmp_path: Path) -> None:
    text = re.sub(r"\{vi:", "{km: ខ្មែរ, vi:", sheets.text()).replace("[vi, en]", "[vi, en, km]")
    sheets.workspace(tmp_path, text)
    ran = toolkit("build", "-f", "md", "--json", at=tmp_path)
    assert ran.code == 0
    made = {Path(paper["path"]).name for paper in ran.answer["made"]}
    assert made == {
        "register.km.md",
        *(f"{kind}.{lang}.md" for kind in ("minutes", "press-release", "register") for lang in ("vi", "en")),
    }
    assert [finding["code"] for finding in ran.answer["diagnostics"]] == ["no-template"] * 2


def test_a_summit_of_three_with_forty_agreements_and_an_open_value_is_built(tmp_path: Path) -> None:
    sheets.workspace(tmp_path, sheets.summit())
    ran = toolkit("build", "-f", "docx,html,md", "-j", "1", "--json", at=tmp_path)
    assert ran.code == 0, ran.err
    assert len(ran.answer["made"]) == 3 * 2 * 3
    register = (tmp_path / "output" / "summit-2032" / "register.en.md").read_text(encoding="utf-8")
    assert register.count("cooperation in a field of many words") == 40 * 6
    release = (tmp_path / "output" / "summit-2032" / "press-release.en.md").read_text(encoding="utf-8")
    assert "not yet known: Fund" in release


def test_an_odd_sheet_is_one_file_of_a_few_lines() -> None:
    assert len(ODD) > 20
    assert {name for name, text in ODD.items() if text.count("\n") > 150} == set()


def test_nobody_of_no_party_is_left_out_of_the_minutes() -> None:
    (minutes,) = [made for paper, made in composed(ODD["people-of-no-party"]) if paper == "minutes.en"]
    assert "Present\nAn\nBo, Guest\nCy\n" in plain_text(minutes.document)
    (mixed,) = [made for paper, made in composed(ODD["a-guest-of-no-party"]) if paper == "minutes.en"]
    assert "For Norvia:\nAn\nAlso present:\nBo, Guest\n" in plain_text(mixed.document)


def test_no_side_of_an_agreement_is_left_out_of_the_register() -> None:
    registers = [dict(composed(ODD[name]))["register.en"] for name in ("a-side-of-no-party", "sides-of-no-party")]
    with_parties, without = (plain_text(made.document) for made in registers)
    assert "\nNorvia\nOther sides\n" in with_parties
    assert "\nExamples\nWorld Body\n" in with_parties
    assert "\nParties\n" in without
    assert "\nExamples and World Body\n" in without


def test_an_event_of_two_days_has_both_in_every_paper() -> None:
    nbsp = "\N{NO-BREAK SPACE}"
    papers = {paper: plain_text(made.document).replace(nbsp, " ") for paper, made in composed(ODD["two-days"])}
    assert "Date: 4 May 2031 to 6 May 2031\n" in papers["minutes.en"]
    assert "closed at 17:30 on 6 May 2031." in papers["minutes.en"]
    assert "4 May 2031 to 6 May 2031 – " in papers["press-release.en"]
    assert "4 May 2031 – 6 May 2031\n" in papers["register.en"]
    first, last = "ngày 04 tháng 5 năm 2031", "ngày 06 tháng 5 năm 2031"
    assert f"{first.capitalize()} đến {last} – " in papers["press-release.vi"]
    assert f"{first} – {last}\n" in papers["register.vi"]
    assert f"{first}." in papers["minutes.vi"]
    assert f"17:30, {last}./." in papers["minutes.vi"]
