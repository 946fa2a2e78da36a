"""How each language writes numbers, money, percents, dates, periods and lists of names.

Floor 2. Babel (CLDR) where it is right; what official usage wants otherwise is written here:
Vietnamese dates follow Decree 30/2020, Appendix I, II.4 (day below 10 and months 1 and 2 take a leading zero).
Between a number and its unit stands a no-break space.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import (
    format_decimal,
    format_percent,
    get_currency_precision,
    get_decimal_symbol,
    get_group_symbol,
)
from msgspec import Struct

from toolkit.diagnostics import error
from toolkit.facts.model import Period

NBSP = "\u00a0"
_PADDED_MONTHS = 2
_PADDED_DAYS = 9
_LOCALES = {"en": "en_GB"}
CURRENCY_WORDS = {
    ("en", "USD"): "US${}",
    ("en", "EUR"): "€{}",
    ("en", "GBP"): "£{}",
    ("vi", "VND"): "{} đồng",
    ("vi", "KHR"): "{} riel",
    ("km", "USD"): "{} ដុល្លារអាមេរិក",
    ("km", "KHR"): "{} រៀល",
}
MAGNITUDES: dict[str, dict[int, str]] = {
    "vi": {10**12: "nghìn tỷ", 10**9: "tỷ", 10**6: "triệu"},
    "en": {10**12: "trillion", 10**9: "billion", 10**6: "million"},
    "km": {10**9: "ពាន់លាន", 10**6: "លាន"},
}
_ZEROS = {
    "adlm": "\U0001e950",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "cakm": "\U00011136",
    "deva": "\u0966",
    "hmnp": "\U0001e140",
    "khmr": "\u17e0",
    "latn": "0",
    "mtei": "\uabf0",
    "mymr": "\u1040",
    "nkoo": "\u07c0",
    "olck": "\u1c50",
    "tibt": "\u0f20",
}
"""The first digit of each numbering system that is some language's own: Babel knows its separators, not its digits."""
_NUMERALS = {"km": "khmr"}
"""Where official papers have other digits than CLDR's."""
_DAY_FIRST = ("vi", "km")
"""Where a date in a table has two digits for day and month, `06/02/2026`."""
_DECIMALS = re.compile(r"0(?:\.[0#]+)?")


class Language(Struct, frozen=True):
    """A language's habits of writing; `code` is the sheet's language code."""

    code: str
    locale: Locale

    def number(self, value: int | Decimal, least: int = 0) -> str:
        """Return `value` exactly, grouped as the language does; one with decimals has `least` of them or more."""
        places = max(least, _places(value)) if _places(value) else 0
        pattern = _exact(self.locale.decimal_formats[None].pattern, places)
        return self.digits(format_decimal(value, pattern, locale=self.locale, numbering_system=self._numerals))

    @property
    def _numerals(self) -> str:
        """Return the numbering system, whose digits bring their own separators: Khmer's point and comma are turned."""
        return _NUMERALS.get(self.code, self.locale.default_numbering_system)

    @property
    def separators(self) -> tuple[str, str]:
        """Return what stands between groups of digits, and before decimals."""
        return (
            get_group_symbol(self.locale, numbering_system=self._numerals),
            get_decimal_symbol(self.locale, numbering_system=self._numerals),
        )

    def digits(self, text: str) -> str:
        """Return `text` with the language's own digits, which Babel leaves to us."""
        zero = ord(_ZEROS.get(self._numerals, "0"))
        return text if zero == ord("0") else text.translate({ord("0") + n: zero + n for n in range(10)})

    def percent(self, value: int | Decimal) -> str:
        """Return `value` hundredths as a percentage: 16 is `16%`."""
        pattern = _exact(self.locale.percent_formats[None].pattern, _places(Decimal(value).normalize()))
        share = Decimal(value) / 100
        return self.digits(format_percent(share, pattern, locale=self.locale, numbering_system=self._numerals))

    def large(self, value: int | Decimal, least: int = 0) -> str:
        """Return `value` in words of magnitude (`20 tỷ`) where two decimals say it exactly, else as `number` does."""
        for step, word in sorted(MAGNITUDES.get(self.code, {}).items(), reverse=True):
            if abs(Decimal(value)) >= step:
                count = (Decimal(value) / step).normalize()
                if count == round(count, 2):
                    return f"{self.number(_plain(count))}{NBSP}{word}"
                break
        return self.number(value, least)

    def money(self, value: int | Decimal, currency: str) -> str:
        """Return an amount of `currency` (ISO 4217): `20 tỷ USD`, `US$20 billion`, `€12.50`."""
        default = f"{currency} {{}}" if self.code == "en" else f"{{}} {currency}"
        size = self.large(-value if value < 0 else value, get_currency_precision(currency))
        amount = CURRENCY_WORDS.get((self.code, currency), default).format(size)
        return f"{'-' if value < 0 else ''}{amount}".replace(" ", NBSP)

    def long_date(self, day: date) -> str:
        """Return `day` in full: `ngày 06 tháng 02 năm 2026`, `6 February 2026`."""
        if self.code == "vi":
            number = f"{day.day:02d}" if day.day <= _PADDED_DAYS else str(day.day)
            return f"ngày {number} {self.month_year(day)}".replace(" ", NBSP, 1).replace(" tháng ", f" tháng{NBSP}")
        if self.code == "km":
            month = format_date(day, "MMMM", locale=self.locale)
            return self.digits(f"ថ្ងៃទី{day.day} ខែ{month} ឆ្នាំ{day.year}")
        if self.code == "en":
            return format_date(day, f"d'{NBSP}'MMMM y", locale=self.locale)
        return self.digits(format_date(day, "long", locale=self.locale))

    def month_year(self, day: date) -> str:
        """Return the month of `day` and its year: `tháng 02 năm 2026`, `February 2026`."""
        if self.code == "vi":
            month = f"{day.month:02d}" if day.month <= _PADDED_MONTHS else str(day.month)
            return f"tháng {month} năm {day.year}"
        return self.digits(format_skeleton("yMMMM", day, locale=self.locale))

    def short_date(self, day: date) -> str:
        """Return `day` for a table: `06/02/2026`; English names the month, which no reader can mistake."""
        if self.code == "en":
            return format_date(day, f"d'{NBSP}'MMM'{NBSP}'y", locale=self.locale)
        if self.code in _DAY_FIRST:
            return self.digits(f"{day.day:02d}/{day.month:02d}/{day.year}")
        return self.digits(format_skeleton("yMd", day, locale=self.locale))

    def moment(self, at: datetime) -> str:
        """Return a point in time: hour, minute and date, with its offset from UTC if it has one."""
        clock = f"{at.hour} giờ {at.minute:02d}" if self.code == "vi" else f"{at.hour:02d}:{at.minute:02d}"
        zone = f" (UTC{at.strftime('%z')[:3]}:{at.strftime('%z')[3:5]})" if at.tzinfo else ""
        return f"{self.digits(clock)}{zone}, {self.long_date(at.date())}"

    def period(self, period: Period) -> str:
        """Return a year, or years from and to: `2026–2030`."""
        years = str(period.first) if period.first == period.last else f"{period.first}–{period.last}"
        return self.digits(years)

    def joints(self, count: int) -> Sequence[str]:
        """Return the words between `count` names in a list, the last often another: `, `, ` và `."""
        marks = [chr(0xE000 + n) for n in range(count)]
        joined = format_list(marks, locale=self.locale)
        return [joined[joined.index(a) + 1 : joined.index(b)] for a, b in pairwise(marks)]

    def plural(self, value: int | Decimal) -> str:
        """Return CLDR's plural category of `value`: `one`, `other` …."""
        return str(self.locale.plural_form(value))


def _places(value: int | Decimal) -> int:
    """Return how many decimals `value` has, zeros at its end too."""
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


@lru_cache
def _exact(pattern: str, places: int) -> str:
    """Return a language's `pattern` of numbers with exactly `places` decimals."""
    return _DECIMALS.sub(f"0.{'0' * places}".rstrip("."), pattern)


def _plain(value: Decimal) -> Decimal:
    """Return `value` without an exponent: 2E+1 becomes 20."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


@lru_cache
def language(code: str) -> Language:
    """Return the habits of `code`; an unknown language is a `ToolkitError`."""
    try:
        return Language(code, Locale.parse(_LOCALES.get(code, code), sep="-" if "-" in code else "_"))
    except (UnknownLocaleError, ValueError) as problem:
        hint = "use a code such as vi, en, km, lo, fr"
        raise error("unknown-language", f"no rules are known for the language `{code}`", hint=hint) from problem
