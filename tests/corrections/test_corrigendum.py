"""The facts of an act, as the corrigendum's template sees them."""

from datetime import date

from tests import sheets
from tests.sheets import plain_text
from toolkit.corrections.corrigendum import Pair, corrigendum_sheet
from toolkit.facts.model import Sheet
from toolkit.ledger import About, Change, Ledger

ABOUT = About("no-sa-2031", date(2031, 6, 1), "Misheard {twice}", by="", source="page 3")


def told(lang: str, *changes: Change, new: Sheet) -> Sheet:
    old = sheets.sheet()
    act = Ledger().next_act(old.text, new.text, changes, ABOUT)
    kinds = ("minutes", "register", "press-release")
    papers = [
        Pair(sheets.composer().compose(old, kind, lang), sheets.composer().compose(new, kind, lang)) for kind in kinds
    ]
    return corrigendum_sheet(sheets.library().labels(lang), lang, act, (old, new), papers)


def test_a_change_is_told_as_the_papers_print_it() -> None:
    new = sheets.sheet(sheets.text().replace("7_500_000_000", "8_000_000_000"))
    made = told("en", Change("figures.trade.value", "7500000000", "8000000000"), new=new)
    path = "correction.changes.c1"
    assert made.facts[f"{path}.old"].value == "US$7.5\u00a0billion"
    assert made.facts[f"{path}.new"].value == "US$8\u00a0billion"
    assert made.facts[f"{path}.label"].value == "Trade"


def test_the_end_of_a_vietnamese_corrigendum_stands_after_its_last_words() -> None:
    new = sheets.sheet(sheets.text().replace("7_500_000_000", "8_000_000_000"))
    made = told("vi", Change("figures.trade.value", "7500000000", "8000000000"), new=new)
    words = plain_text(sheets.composer().compose(made, "corrigendum", "vi").document)
    assert "\nCác nội dung khác của những văn bản trên không thay đổi./.\n" in words


def test_a_reference_is_told_by_name() -> None:
    new = sheets.sheet(sheets.text().replace("between: [vi_du, thu_nghiem]", "between: [vi_du, sa]"))
    made = told("en", Change("agreements.ports.between.1", "thu_nghiem", "sa"), new=new)
    assert made.facts["correction.changes.c1.old"].value == "Trial Agency"
    assert made.facts["correction.changes.c1.new"].value == "Sarmand"


def test_what_was_added_or_removed_is_told_by_a_dash() -> None:
    new = sheets.sheet(sheets.text().replace("    period: 2032\n", ""))
    made = told("en", Change("agreements.schools.period", "2032", "absent"), new=new)
    assert made.facts["correction.changes.c1.new"].value == "–"


def test_what_no_paper_of_the_language_shows_is_not_told() -> None:
    new = sheets.sheet(sheets.text().replace("Kế hoạch trường học", "Kế hoạch mới"))
    made = told("en", Change("agreements.schools.title.vi", "Kế hoạch trường học", "Kế hoạch mới"), new=new)
    assert made.containers["correction.changes"].keys == ()


def test_braces_in_a_reason_are_no_references() -> None:
    new = sheets.sheet(sheets.text().replace("7_500_000_000", "8_000_000_000"))
    made = told("vi", Change("figures.trade.value", "7500000000", "8000000000"), new=new)
    assert made.facts["correction.reason"].value == "Misheard {{twice}}"
    assert "correction.by" not in made.facts
    assert len(made.containers["correction.papers"].keys) == 3
