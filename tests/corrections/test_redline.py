"""The redlines of an act, from our own trees."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests import sheets
from toolkit.build.workspace import Workspace
from toolkit.corrections.corrigendum import Pair
from toolkit.corrections.redline import redline_files, remarks_of
from toolkit.corrections.subjects import PrintedSheet
from toolkit.document.redline import Remark
from toolkit.facts.model import Sheet
from toolkit.ledger import About, Act, Change, Ledger

PAPER = "no-sa-2031/minutes.en.redline"
TRADE = "figures.trade.value"


def pair(readings: tuple[Sheet, Sheet], lang: str) -> Pair:
    return Pair(*(sheets.composer().compose(sheet, "minutes", lang) for sheet in readings))


@pytest.fixture
def readings() -> tuple[Sheet, Sheet]:
    return sheets.sheet(), sheets.sheet(sheets.text().replace("7_500_000_000", "8_000_000_000"))


@pytest.fixture
def act(readings: tuple[Sheet, Sheet]) -> Act:
    old, new = readings
    about = About(old.id, date(2031, 6, 1), "misheard", by="Tester", source="page 3")
    return Ledger().next_act(old.text, new.text, [Change(TRADE, "7500000000", "8000000000")], about)


@pytest.fixture
def files(readings: tuple[Sheet, Sheet], act: Act, tmp_path: Path) -> dict[str, bytes]:
    pairs = [pair(readings, "en")]
    made, again = (dict(redline_files(Workspace(tmp_path), pairs, readings, act)) for _ in range(2))
    assert made == again  # the same redline is the same bytes
    return made


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ("Trade", "US$7.5\u00a0billion", "US$8\u00a0billion")),
        ("vi", ("Kim ngạch", "7,5\u00a0tỷ\u00a0USD", "8\u00a0tỷ\u00a0USD")),
    ],
)
def test_a_remark_says_in_the_papers_words_what_who_and_why(
    readings: tuple[Sheet, Sheet], act: Act, lang: str, told: tuple[str, str, str]
) -> None:
    printed = (PrintedSheet(sheet, lang, sheets.library().labels(lang)) for sheet in readings)
    remark = remarks_of([act], pair(readings, lang), *printed)[TRADE]
    assert remark == Remark(*told, "misheard", "page 3", "Tester", date(2031, 6, 1))


def test_what_a_paper_only_consulted_is_told_first_and_what_it_has_not_seen_never(
    readings: tuple[Sheet, Sheet],
) -> None:
    old, new = readings[0], sheets.sheet(readings[1].text.replace("{owner: [thu_nghiem], text", "{owner: [an], text"))
    made = pair((old, new), "en")
    consulted, same = "actions.meet.owner.0", "event.place.en"
    assert old.state(consulted) != new.state(consulted)
    facts = (TRADE, same, consulted, min(new.facts.keys() - made.seen()))
    about = About(old.id, date(2031, 6, 1), "misheard")
    act = Ledger().next_act(old.text, new.text, [Change(fact, "a", "b") for fact in facts], about)
    printed = (PrintedSheet(sheet, "en", sheets.library().labels("en")) for sheet in (old, new))
    assert list(remarks_of([act], made, *printed)) == [consulted, TRADE]


def test_a_fact_that_several_acts_corrected_has_the_reasons_of_all(readings: tuple[Sheet, Sheet]) -> None:
    changes = [Change(TRADE, "a", "b")]
    acts = [
        Ledger().next_act(readings[0].text, readings[1].text, changes, About("s", date(2031, 6, 1), reason))
        for reason in ("misheard", "mistyped", "misheard")
    ]
    printed = (PrintedSheet(sheet, "en", sheets.library().labels("en")) for sheet in readings)
    assert remarks_of(acts, pair(readings, "en"), *printed)[TRADE].reason == "misheard; mistyped"


def test_each_format_tells_the_change_with_its_remark(files: dict[str, bytes]) -> None:
    assert list(files) == [f"{PAPER}.{ending}" for ending in ("docx", "html", "json")]
    with zipfile.ZipFile(io.BytesIO(files[f"{PAPER}.docx"])) as package:
        body = package.read("word/document.xml").decode()
        comments = package.read("word/comments.xml").decode()
    assert "<w:ins " in body
    assert "<w:del " in body
    assert "misheard" in comments
    page = files[f"{PAPER}.html"].decode()
    assert "<ins" in page
    assert "<del" in page
    assert TRADE in json.loads(files[f"{PAPER}.json"])["remarks"]
