"""How each language writes numbers, money, dates and lists."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from unicodedata import decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.compose.languages import NBSP, language
from toolkit.diagnostics import ToolkitError
from toolkit.facts.model import Period

CODES = ("vi", "en", "km", "lo", "fr", "de", "ar", "zh", "hi", "bn", "fa", "tr")
NUMBERS = st.one_of(
    st.integers(-(10**24) + 1, 10**24 - 1),
    st.tuples(st.integers(-(10**24) + 1, 10**24 - 1), st.integers(1, 12)).map(lambda it: Decimal(it[0]).scaleb(-it[1])),
)


def latin(text: str) -> str:
    return "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in text)


def digits(text: str) -> str:
    return re.sub(r"\D", "", latin(text))


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("vi", 7_500_000_000, "7.500.000.000"), ("en", 7_500_000_000, "7,500,000,000"),
        ("vi", Decimal("12.50"), "12,50"), ("en", Decimal("-0.5"), "-0.5"), ("km", 1234, "១.២៣៤"),
        ("km", Decimal("-1234567.50"), "-១.២៣៤.៥៦៧,៥០"), ("en", 0, "0"), ("fr", 1234, "1\u202f234"),
        ("hi", 1_234_567, "12,34,567"), ("bn", Decimal("1234567.50"), "১২,৩৪,৫৬৭.৫০"), ("fa", 1234, "۱٬۲۳۴"),
    ],
)  # fmt: skip
def test_a_number_is_grouped_and_exact(code: str, value: int | Decimal, text: str) -> None:
    assert language(code).number(value) == text


@pytest.mark.parametrize(
    ("code", "value", "currency", "text"),
    [
        ("vi", 20_000_000_000, "USD", "20 tỷ USD"), ("en", 20_000_000_000, "USD", "US$20 billion"),
        ("en", 1_250_000, "EUR", "€1.25 million"), ("en", 1_234_567, "USD", "US$1,234,567"),
        ("en", 5, "JPY", "JPY 5"), ("vi", 5_000, "VND", "5.000 đồng"), ("vi", 2 * 10**12, "VND", "2 nghìn tỷ đồng"),
        ("en", -7_500_000, "USD", "-US$7.5 million"), ("vi", -7_500_000, "USD", "-7,5 triệu USD"),
        ("en", Decimal("12.5"), "EUR", "€12.50"), ("vi", Decimal("1234567.5"), "USD", "1.234.567,50 USD"),
        ("en", Decimal("12.125"), "EUR", "€12.125"), ("en", Decimal("12.5"), "JPY", "JPY 12.5"),
        ("en", 12, "EUR", "€12"), ("km", Decimal("12.5"), "EUR", "១២,៥០ EUR"),
        ("en", Decimal("2.5E+6"), "EUR", "€2.5 million"),
        ("en", Decimal("0.99"), "USD", "US$0.99"), ("km", 10**9, "USD", "១ ពាន់លាន ដុល្លារអាមេរិក"),
        ("km", 1_250_000, "KHR", "១,២៥ លាន រៀល"), ("km", 1_234_567, "KHR", "១.២៣៤.៥៦៧ រៀល"),
        ("fr", 10**6, "EUR", "1\u202f000\u202f000 EUR"),
    ],
)  # fmt: skip
def test_money_is_written_as_officials_write_it(code: str, value: int | Decimal, currency: str, text: str) -> None:
    assert language(code).money(value, currency) == text.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("code", "day", "long", "short", "month"),
    [
        ("vi", date(2031, 2, 6), "ngày 06 tháng 02 năm 2031", "06/02/2031", "tháng 02 năm 2031"),
        ("vi", date(2031, 3, 10), "ngày 10 tháng 3 năm 2031", "10/03/2031", "tháng 3 năm 2031"),
        ("en", date(2031, 2, 6), "6 February 2031", "6 Feb 2031", "February 2031"),
        ("km", date(2031, 2, 6), "ថ្ងៃទី៦ ខែកុម្ភៈ ឆ្នាំ២០៣១", "០៦/០២/២០៣១", "កុម្ភៈ ២០៣១"),
        ("ru", date(2031, 2, 6), "6 февраля 2031\u202fг.", "06.02.2031", "февраль 2031\u202fг."),
        ("cs", date(2031, 2, 6), "6. února 2031", "6. 2. 2031", "únor 2031"),
        ("es", date(2031, 2, 6), "6 de febrero de 2031", "6/2/2031", "febrero de 2031"),
        ("ja", date(2031, 2, 6), "2031年2月6日", "2031/2/6", "2031年2月"),
        ("sv", date(2031, 2, 6), "6 februari 2031", "2031-02-06", "februari 2031"),
        ("mr", date(2031, 2, 6), "६ फेब्रुवारी, २०३१", "६/२/२०३१", "फेब्रुवारी २०३१"),
    ],
)
def test_a_date_follows_the_rules_of_its_language(code: str, day: date, long: str, short: str, month: str) -> None:
    spoken = language(code)
    assert spoken.long_date(day).replace(NBSP, " ") == long
    assert spoken.short_date(day).replace(NBSP, " ") == short
    assert spoken.month_year(day) == month


def test_a_point_in_time_tells_its_zone() -> None:
    at = datetime(2031, 2, 6, 18, 5, tzinfo=timezone(timedelta(hours=7)))
    assert language("en").moment(at).replace(NBSP, " ") == "18:05 (UTC+07:00), 6 February 2031"
    assert language("vi").moment(at.replace(tzinfo=None)).startswith("18 giờ 05, ngày")
    assert "(UTC+00:00)" in language("en").moment(at.astimezone(UTC))


def test_a_period_and_a_percentage() -> None:
    assert language("en").period(Period(2031, 2035)) == "2031–2035"
    assert language("km").period(Period(2031, 2031)) == "២០៣១"
    assert language("vi").percent(Decimal("12.50")) == "12,5%"
    assert language("km").percent(Decimal("1212.5")) == "១.២១២,៥%"
    assert language("en").percent(-16) == "-16%"
    assert language("en").percent(1600) == "1,600%"
    assert language("fr").percent(Decimal("12.5")) == "12,5\u00a0%"
    assert language("hi").percent(1_234_567) == "12,34,567%"
    assert language("tr").percent(16) == "%16"


def test_the_last_joint_of_a_list_is_another() -> None:
    assert language("vi").joints(3) == [", ", " và "]
    assert language("en").joints(2) == [" and "]
    assert language("en").joints(1) == []
    assert len(language("en").joints(7000)) == 6999


def test_an_unknown_language_is_a_finding() -> None:
    for code in ("qq", "e", "english"):
        with pytest.raises(ToolkitError, match="unknown-language"):
            language(code)


@given(st.sampled_from(CODES), NUMBERS)
def test_no_digit_of_a_number_is_lost(code: str, value: int | Decimal) -> None:
    plain = f"{value:f}" if isinstance(value, Decimal) else str(value)
    assert digits(language(code).number(value)) == re.sub(r"\D", "", plain)


@given(st.sampled_from(CODES), NUMBERS)
def test_a_large_number_in_words_is_worth_the_same(code: str, value: int | Decimal) -> None:
    worth = {"nghìn tỷ": 12, "tỷ": 9, "triệu": 6, "trillion": 12, "billion": 9, "million": 6, "ពាន់លាន": 9, "លាន": 6}
    text = language(code).large(value)
    number, _, word = text.partition(NBSP)
    if word not in worth:
        assert text == language(code).number(value)
        return
    point = "," if code in ("vi", "km") else "."
    grouped = "." if point == "," else ","
    assert Decimal(latin(number).replace(grouped, "").replace(point, ".")).scaleb(worth[word]) == value


@given(st.sampled_from(CODES), NUMBERS, st.sampled_from(["USD", "VND", "XAU"]))
def test_every_number_can_be_written(code: str, value: int | Decimal, currency: str) -> None:
    spoken = language(code)
    assert digits(spoken.percent(value)) or value == 0
    assert spoken.money(value, currency).startswith("-") == (value < 0) or code not in ("vi", "en", "km")
    assert spoken.plural(value) in ("zero", "one", "two", "few", "many", "other")


@given(st.sampled_from(CODES), st.datetimes(timezones=st.none() | st.timezones()))
def test_every_moment_can_be_written(code: str, at: datetime) -> None:
    spoken = language(code)
    assert str(at.year) in digits(spoken.long_date(at.date())) or code == "ar"
    assert digits(spoken.short_date(at.date()))
    assert spoken.month_year(at.date())
    assert spoken.moment(at)
