"""The redlines of an act, from our own trees."""

import io
import json
import zipfile
from datetime import date

from tests import sheets
from toolkit.corrections.corrigendum import Pair
from toolkit.corrections.redline import redline_files, remarks_of
from toolkit.ledger import About, Act, Change, Ledger


def pair_and_act() -> tuple[Pair, Act]:
    old = sheets.sheet()
    new = sheets.sheet(sheets.text().replace("7_500_000_000", "8_000_000_000"))
    about = About(old.id, date(2031, 6, 1), "misheard", by="Tester", source="page 3")
    act = Ledger().next_act(old.text, new.text, [Change("figures.trade.value", "7500000000", "8000000000")], about)
    return Pair(*(sheets.composer().compose(sheet, "minutes", "en") for sheet in (old, new))), act


def test_a_remark_says_what_who_and_why() -> None:
    _, act = pair_and_act()
    remark = remarks_of(act)["figures.trade.value"]
    assert (remark.old, remark.new, remark.reason, remark.by) == ("7500000000", "8000000000", "misheard", "Tester")


def test_each_format_tells_the_change_with_its_remark() -> None:
    pair, act = pair_and_act()
    files = dict(redline_files([pair], act))
    assert list(files) == [f"no-sa-2031/minutes.en.redline.{ending}" for ending in ("docx", "html", "json")]
    with zipfile.ZipFile(io.BytesIO(files["no-sa-2031/minutes.en.redline.docx"])) as package:
        body = package.read("word/document.xml").decode()
        comments = package.read("word/comments.xml").decode()
    assert "<w:ins " in body
    assert "<w:del " in body
    assert "misheard" in comments
    page = files["no-sa-2031/minutes.en.redline.html"].decode()
    assert "<ins" in page
    assert "<del" in page
    assert json.loads(files["no-sa-2031/minutes.en.redline.json"])


def test_the_same_redline_is_the_same_bytes() -> None:
    pair, act = pair_and_act()
    assert dict(redline_files([pair], act)) == dict(redline_files([pair], act))
