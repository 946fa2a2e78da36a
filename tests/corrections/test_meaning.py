from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.sheets import sheet, text
from toolkit.build.workspace import Workspace, builtin
from toolkit.corrections.meaning import Meanings, printed, printer_of
from toolkit.diagnostics import ToolkitError
from toolkit.facts.model import Period, Sheet, Value
from toolkit.readers.docx import Entry

SPACE = Workspace(builtin())
SHEET = sheet(text("checks"))


def entry(fact: str, form: str, said: str = "", value: str = "", **more: bool) -> Entry:
    return Entry(fact, "f1", form, value, said, **more)


def meaning(lang: str, fact: str, form: str, words: str, *, said: str = "", value: str = "") -> Value:
    return Meanings(SPACE, SHEET, lang).meaning(entry(fact, form, said, value), words)


@pytest.mark.parametrize(
    ("lang", "fact", "form", "words", "value"),
    [
        ("vi", "figures.trade.value", "quantity", "20.000 USD", 20_000),
        ("en", "figures.trade.value", "quantity", "20,000 USD", 20_000),
        ("vi", "figures.trade.value", "quantity", "8,25\u00a0tỷ\u00a0USD", 8_250_000_000),
        ("en", "figures.trade.value", "quantity", "8,25 tỷ USD", 8_250_000_000),
        ("vi", "figures.share.value", "quantity", "Khoảng 13%", 13),
        ("vi", "figures.length.value", "number", "1.048", 1048),
        ("en", "figures.length.value", "number", "1.0485", Decimal("1.0485")),
        ("en", "figures.length.value", "number", "1,048", 1048),
        ("vi", "figures.length.value", "text", "48.75", Decimal("48.75")),
        ("vi", "figures.since.value", "quantity", "2021", 2021),
        ("vi", "actions.report.due", "long_date", "ngày 02 tháng 12 năm 2031", date(2031, 12, 2)),
        ("vi", "actions.report.due", "short_date", "2 December 2031", date(2031, 12, 2)),
        (
            "en",
            "embargo",
            "moment",
            "19:05 (UTC+07:00), 4 May 2031",
            datetime(2031, 5, 4, 19, 5, tzinfo=timezone(timedelta(hours=7))),
        ),
        ("en", "agreements.ports.period", "period", "2031–2037", Period(2031, 2037)),
        ("en", "agreements.ports.kind", "label", "protocol", "protocol"),
        ("en", "agreements.ports.act", "label", "adopted", "adopted"),
        ("vi", "facts.flag", "flag", "Không", False),
        ("en", "people.bo.name", "text", " Bo\u00a0 {B} ", "Bo\u00a0 {{B}}"),
        ("en", "figures.open.value", "text", "€4.5 million", 4_500_000),
    ],
)
def test_words_mean_what_their_paper_prints(lang: str, fact: str, form: str, words: str, value: Value) -> None:
    found = meaning(lang, fact, form, words)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "form", "words"),
    [
        ("figures.trade.value", "quantity", "8 billion dollars"),
        ("figures.trade.value", "quantity", "€8 billion"),
        ("figures.trade.value", "quantity", ""),
        ("figures.trade.value", "quantity", "about 8 billion"),
        ("figures.trade.value", "quantity", "130.000 USD"),
        ("figures.share.value", "quantity", "13%"),
        ("figures.length.value", "number", "1.048"),
        ("figures.open.value", "text", "1.048"),
        ("people.bo.name", "text", " \u00a0 "),
        ("event.date", "month_year", "June 2031"),
        ("event.date", "year", "2032"),
        ("agreements.ports.act", "label", "Sung"),
        ("facts.flag", "flag", "perhaps"),
    ],
)
def test_what_is_unclear_is_refused_with_a_hint(fact: str, form: str, words: str) -> None:
    with pytest.raises(ToolkitError) as problem:
        meaning("en", fact, form, words)
    (finding,) = problem.value.diagnostics
    assert finding.code == "bad-value"
    assert finding.hint


@pytest.mark.parametrize(
    ("said", "value", "words", "meant"),
    [
        ("Thư chung", "thư chung", "Thư chung mới", "thư chung mới"),
        ("Thư chung", "thư chung", "Công hàm", "Công hàm"),
        ("thư chung", "Thư chung", "thư riêng", "Thư riêng"),
        ("Thư chung", "Thư chung", "thư chung", "thư chung"),
    ],
)
def test_a_first_letter_that_a_template_changed_is_changed_back(said: str, value: str, words: str, meant: str) -> None:
    assert meaning("vi", "agreements.bare.title.vi", "text", words, said=said, value=value) == meant


def with_value(fact: str, value: Value) -> Sheet:
    return replace(SHEET, facts={**SHEET.facts, fact: replace(SHEET.facts[fact], value=value)})


def test_an_entry_is_printed_as_it_would_be_now() -> None:
    trade = entry("figures.trade.value", "quantity", "US$7.5\u00a0billion")
    now = printer_of(SPACE, with_value("figures.trade.value", 8_000_000_000), "en")
    mention = printed(now, trade, printer_of(SPACE, SHEET, "en"))
    assert mention is not None
    assert mention.text == "US$8\u00a0billion"


@pytest.mark.parametrize(("said", "shown"), [("Joint letter", "Letter"), ("joint letter", "letter")])
def test_a_first_letter_changed_by_the_template_is_changed_again(said: str, shown: str) -> None:
    fact = "agreements.bare.title.en"
    now = printer_of(SPACE, with_value(fact, "Letter"), "en")
    mention = printed(now, entry(fact, "text", said), printer_of(SPACE, SHEET, "en"))
    assert mention is not None
    assert mention.text == shown


def test_a_blank_that_was_filled_in_is_printed_in_its_usual_format() -> None:
    fact = "figures.open.value"
    blank = entry(fact, "text", "[not yet known: Capital]", "~", open=True)
    assert printed(printer_of(SPACE, SHEET, "en"), blank).open
    mention = printed(printer_of(SPACE, sheet(text("checks").replace("value: ~", "value: 4_500_000")), "en"), blank)
    assert (mention.text, mention.format, mention.open) == ("€4.5\u00a0million", "quantity", False)


@pytest.mark.parametrize(
    "gone",
    [
        entry("agreements", "count", "3", derived=True),
        entry("people.nobody.name", "text", "x"),
        entry("people.bo.name", "money", "x"),
    ],
)
def test_what_the_sheet_cannot_print_is_nothing(gone: Entry) -> None:
    assert printed(printer_of(SPACE, SHEET, "en"), gone) is None
