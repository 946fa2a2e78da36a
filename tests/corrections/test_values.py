"""Words back to values: what each language writes is understood, what two read differently is refused."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import sheets
from toolkit.compose.languages import language
from toolkit.corrections.values import Habits, clean, understand
from toolkit.diagnostics import ToolkitError
from toolkit.facts.model import Kind, Period, Value

LABELS = {lang: sheets.library().labels(lang) for lang in ("vi", "en", "km")}
LANGUAGES = (
    *LABELS,
    *("ar", "bn", "cs", "de", "de-CH", "en-US", "es", "fa", "fil", "fr"),
    *("hi", "hu", "ja", "ko", "mr", "pl", "ru", "sv", "tr", "zh"),
)


def habits(*languages: str, unit: str = "") -> Habits:
    return Habits(
        languages or ("vi", "en"), {lang: LABELS[lang] for lang in languages or ("vi", "en") if lang in LABELS}, unit
    )


@pytest.mark.parametrize(
    ("kind", "words", "unit", "value"),
    [
        (Kind.NUMBER, "25 tỷ USD", "USD", 25 * 10**9),
        (Kind.NUMBER, "US$25 billion", "USD", 25 * 10**9),
        (Kind.NUMBER, "25_000_000_000", "USD", 25 * 10**9),
        (Kind.NUMBER, "25.000.000.000 USD", "USD", 25 * 10**9),
        (Kind.NUMBER, "25,000,000,000", "USD", 25 * 10**9),
        (Kind.NUMBER, "1,5 triệu USD", "USD", 1_500_000),
        (Kind.NUMBER, "khoảng 16%", "percent", 16),
        (Kind.NUMBER, "about 16.5%", "percent", Decimal("16.5")),
        (Kind.NUMBER, "16,5", "", Decimal("16.5")),
        (Kind.NUMBER, "11 văn kiện", "document", 11),
        (Kind.NUMBER, "1 document", "document", 1),
        (Kind.NUMBER, "35\u00a0km", "km", 35),
        (Kind.NUMBER, "-3", "", -3),
        (Kind.NUMBER, "\u22124,5%", "percent", Decimal("-4.5")),
        (Kind.NUMBER, "\u20134.5%", "percent", Decimal("-4.5")),
        (Kind.NUMBER, "\u20133", "", -3),
        (Kind.NUMBER, "about \u2212US$20 million", "USD", -20_000_000),
        (Kind.NUMBER, "-US$20 million", "USD", -20_000_000),
        (Kind.NUMBER, "US$-20 million", "USD", -20_000_000),
        (Kind.NUMBER, "about -€5", "EUR", -5),
        (Kind.NUMBER, "+€5", "EUR", 5),
        (Kind.DATE, "26/2/2026", "", date(2026, 2, 26)),
        (Kind.DATE, "02/02/2026", "", date(2026, 2, 2)),
        (Kind.DATE, "6.2.2026", "", date(2026, 2, 6)),
        (Kind.DATE, "2026-02-06", "", date(2026, 2, 6)),
        (Kind.DATE, "ngày 06 tháng 02 năm 2026", "", date(2026, 2, 6)),
        (Kind.DATE, "6 February 2026", "", date(2026, 2, 6)),
        (Kind.DATE, "6 Feb 2026", "", date(2026, 2, 6)),
        (Kind.MOMENT, "2026-02-06T18:00:00+07:00", "", datetime(2026, 2, 6, 18, tzinfo=timezone(timedelta(hours=7)))),
        (Kind.PERIOD, "2026–2030", "", Period(2026, 2030)),
        (Kind.PERIOD, "2026", "", Period(2026, 2026)),
        (Kind.FLAG, "Có", "", True),
        (Kind.FLAG, "no", "", False),
        (Kind.TOKEN, "Được trao", "", "handed-over"),
        (Kind.TOKEN, "handed-over", "", "handed-over"),
        (Kind.TEXT, "  Tie\u0302\u0301ng  Việt ", "", "Tiếng Việt"),
        (Kind.TEXT, "~", "", None),
    ],
)
def test_what_people_write_is_understood(kind: Kind, words: str, unit: str, value: Value) -> None:
    assert understand(kind, words, habits(unit=unit)) == value


@pytest.mark.parametrize(
    ("kind", "words", "unit"),
    [
        (Kind.NUMBER, "1.234", ""),
        (Kind.NUMBER, "1,234", ""),
        (Kind.NUMBER, "25 tỷ EUR", "USD"),
        (Kind.NUMBER, "11 quả", "document"),
        (Kind.NUMBER, "many", ""),
        (Kind.NUMBER, "", ""),
        (Kind.NUMBER, "1.2.3", ""),
        (Kind.NUMBER, "--5", ""),
        (Kind.NUMBER, "3–5", ""),
        (Kind.NUMBER, "-US$-5", "USD"),
        (Kind.DATE, "31/2/2026", ""),
        (Kind.DATE, "06/02/2026", ""),
        (Kind.DATE, "February 2026", ""),
        (Kind.MOMENT, "six o'clock", ""),
        (Kind.PERIOD, "2030–2026", ""),
        (Kind.FLAG, "maybe", ""),
        (Kind.TOKEN, "Hoàn toàn khác", ""),
        (Kind.TEXT, "", ""),
    ],
)
def test_what_is_unclear_is_refused_with_a_hint(kind: Kind, words: str, unit: str) -> None:
    with pytest.raises(ToolkitError) as refusal:
        understand(kind, words, habits(unit=unit))
    assert refusal.value.diagnostics[0].code == "bad-value"
    assert refusal.value.diagnostics[0].message == f"`{words}` is not understood as a {kind.word}"
    assert refusal.value.diagnostics[0].hint or kind is Kind.REFERENCE


@pytest.mark.parametrize(
    ("languages", "kind", "hint"),
    [
        (("vi", "en"), Kind.NUMBER, "write 25_000_000_000, 25 tỷ USD or US$25 billion"),
        (("en",), Kind.DATE, "write 2026-02-06 or 6 February 2026"),
        (("vi",), Kind.DATE, "write 2026-02-06 or ngày 6 tháng 2 năm 2026"),
        (("km", "fr"), Kind.NUMBER, "write 25_000_000_000"),
        (("km", "fr"), Kind.DATE, "write 2026-02-06"),
        (("km",), Kind.PERIOD, "write 2026 or 2026/2030"),
    ],
)
def test_a_hint_has_examples_in_the_languages_of_the_sheet(languages: tuple[str, ...], kind: Kind, hint: str) -> None:
    with pytest.raises(ToolkitError) as refusal:
        understand(kind, "so and so", habits(*languages))
    assert refusal.value.diagnostics[0].hint == hint
    example = hint.removeprefix("write ").split(" or ")[-1]
    assert understand(kind, example, habits(*languages)) is not None


@pytest.mark.parametrize(
    ("words", "ways"), [("2.345", "2345, 2_345 or 2.3450"), ("-1.500", "-1500, -1_500 or -1.5000")]
)
def test_the_ways_to_write_a_number_are_those_of_what_was_typed(words: str, ways: str) -> None:
    with pytest.raises(ToolkitError, match=f"{words} can be read in two ways; write {ways}"):
        understand(Kind.NUMBER, words, habits())


def test_a_language_tells_the_order_of_day_and_month() -> None:
    assert understand(Kind.DATE, "6/2/2026", habits("vi")) == date(2026, 2, 6)
    assert understand(Kind.DATE, "6/2/2026", habits("km", "vi")) == date(2026, 2, 6)
    with pytest.raises(ToolkitError, match="write 2026-02-06 or 2026-06-02"):
        understand(Kind.DATE, "6/2/2026", habits("vi", "en"))


def test_a_date_with_the_month_first_is_one_where_all_languages_write_so() -> None:
    assert understand(Kind.DATE, "6/2/2026", habits("en-US")) == date(2026, 6, 2)
    with pytest.raises(ToolkitError, match="write 2026-02-06 or 2026-06-02"):
        understand(Kind.DATE, "6/2/2026", habits("en-US", "fr"))


def test_digits_are_grouped_as_the_language_does_or_by_thousands() -> None:
    assert understand(Kind.NUMBER, "12,34,567", habits("hi")) == 1_234_567
    assert understand(Kind.NUMBER, "1,234,567", habits("hi")) == 1_234_567
    with pytest.raises(ToolkitError, match="12,34,567"):
        understand(Kind.NUMBER, "12,34,567", habits("en"))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(LANGUAGES))
def test_every_printed_date_is_understood(day: date, lang: str) -> None:
    habit = language(lang)
    for printed in (habit.long_date(day), habit.short_date(day)):
        assert understand(Kind.DATE, printed, habits(lang)) == day


@given(
    st.integers(-(10**14), 10**14) | st.decimals(-(10**6), 10**6, places=1),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["USD", "VND", "KHR", "EUR"]),
)
def test_every_printed_amount_is_understood(amount: int | Decimal, lang: str, currency: str) -> None:
    printed = language(lang).money(amount, currency)
    assert understand(Kind.NUMBER, printed, habits(lang, unit=currency)) == amount


@given(st.decimals(-(10**6), 10**6, places=2), st.sampled_from(LANGUAGES))
def test_every_printed_percentage_is_understood(share: Decimal, lang: str) -> None:
    assert understand(Kind.NUMBER, language(lang).percent(share), habits(lang, unit="percent")) == share


@given(st.integers(-(10**14), 10**14) | st.decimals(-(10**8), 10**8, places=3), st.sampled_from(LANGUAGES))
def test_every_printed_number_is_understood(value: int | Decimal, lang: str) -> None:
    printed = language(lang).number(value)
    assert understand(Kind.NUMBER, printed, replace(habits(lang), printed=True)) == value


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_anything_is_understood_or_refused(words: str, kind: Kind) -> None:
    try:
        understand(kind, words, habits(unit="USD"))
    except ToolkitError as refusal:
        assert refusal.diagnostics[0].code in ("bad-value", "forbidden-character")


@given(st.text("0123456789.,’٬٫_ -+%$₫€T:/", max_size=30), st.sampled_from(list(Kind)), st.sampled_from(LANGUAGES))
@example("1’234", Kind.NUMBER, "en")
@example("1٫5", Kind.NUMBER, "en")
@example("1.234.568,25", Kind.NUMBER, "fr")
@example("6/2/99999999999999999999", Kind.DATE, "en")
def test_signs_of_numbers_and_days_in_any_order_are_understood_or_refused(words: str, kind: Kind, lang: str) -> None:
    for printed in (False, True):
        try:
            understand(kind, words, replace(habits(lang, unit="USD"), printed=printed))
        except ToolkitError as refusal:
            assert refusal.diagnostics[0].code in ("bad-value", "forbidden-character")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2026-03-15", date(2026, 3, 15)),
        ("15 March 2026", date(2026, 3, 15)),
        ("2026-03-15T10:00", datetime(2026, 3, 15, 10)),
        ("10:00 (UTC+07:00), 15 March 2026", datetime(2026, 3, 15, 10, tzinfo=timezone(timedelta(hours=7)))),
    ],
)
def test_a_point_in_time_given_as_a_day_stays_a_day(words: str, value: Value) -> None:
    assert understand(Kind.MOMENT, words, habits()) == value


@pytest.mark.parametrize(
    ("words", "kind", "lang", "hint"),
    [
        ("23 h 15, 10 mai 2026", Kind.MOMENT, "en", "write 2026-02-06T18:00:00+07:00"),
        ("6 February 99999999999999999999", Kind.DATE, "en", "write 2026-02-06 or 6 February 2026"),
        ("1,234.5", Kind.NUMBER, "fr", "write 25_000_000_000"),
    ],
)
def test_a_hint_says_what_to_write(words: str, kind: Kind, lang: str, hint: str) -> None:
    with pytest.raises(ToolkitError) as refusal:
        understand(kind, words, replace(habits(lang), printed=True))
    assert refusal.value.diagnostics[0].hint == hint


def test_comparing_forgets_how_spaces_and_digits_are_written() -> None:
    assert clean("២០\u00a0ពាន់លាន\u200b") == "20 ពាន់លាន"
