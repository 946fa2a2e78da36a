"""What a person types or a paper prints, back to a fact's value: `20 tỷ USD`, `6/2/2026`, `about 16%`.

Floor 4, the inverse of `compose.printing`. Where the languages of a sheet read the same words differently
(`1.234`, `2/3/2026`), nothing is guessed: the value is refused and a way to write it is named.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from toolkit.compose.labels import KEYWORDS, Labels
from toolkit.compose.languages import CURRENCY_WORDS, MAGNITUDES, Language, language
from toolkit.diagnostics import error
from toolkit.facts.model import Kind, Period, Value
from toolkit.yamltext import MOMENT, forbidden_in, heap_at

_PLAIN = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:_\d{3})+)(?:\.\d+)?\Z")
_INTEGER = re.compile(r"[-+]?\d+\Z")
_MINUS = str.maketrans("\u2212\u2013", "--")  # what Word makes of a hyphen before digits
# one sign at most, before the currency or before the digits
_AMOUNT = re.compile(
    r"(?P<sign>[-+])?(?P<head>[^\d\-+.,]*?)\s*(?P<digits>(?(sign)|[-+]?)\d[\d.,’٬٫_ ]*)\s*(?P<tail>.*)\Z"
)
_DAY_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_VIETNAMESE = re.compile(r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s*,?\s+(?:năm\s+)?(\d{4})\Z", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{1,2})(?: giờ |:)(\d{2})(?: \(UTC([-+]\d{2}:\d{2})\))?, (.+)\Z")
_PERIOD = re.compile(r"(\d{4})(?:\s*[/–-]\s*(\d{4}))?\Z")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_UNSEEN = str.maketrans(dict.fromkeys("\u200b\u200e\u200f\u061c"))
_SIZES = {word: size for words in MAGNITUDES.values() for size, word in words.items()} | {"tỉ": 10**9, "bn": 10**9}
_CURRENCIES = {pattern.replace("{}", "").strip(): currency for (_, currency), pattern in CURRENCY_WORDS.items()}
_UNITS = {**_CURRENCIES, "$": "USD", "%": "percent"}
_YES = frozenset({"true", "yes", "có"})
_NO = frozenset({"false", "no", "không"})


class Habits(Struct, frozen=True):
    """What is needed to understand words: the languages they may be in, their labels, and a figure's unit.

    `printed` tells that a formatter wrote the words first, so that digits are grouped as the language does; `others`
    are languages in which who wrote them may have thought: one that reads a greater number is a second reading.
    """

    languages: tuple[str, ...]
    labels: Mapping[str, Labels]
    unit: str = ""
    printed: bool = False
    others: tuple[str, ...] = ()


def understand(kind: Kind, words: str, habits: Habits) -> Value:
    """Return the value that `words` mean for a fact of `kind`; what is unclear is a `ToolkitError` with a hint."""
    text = clean(words)
    if text == "~":
        return None
    try:
        return _text(words) if kind is Kind.TEXT else _READERS[kind](text, habits)
    except ValueError as problem:
        hint = str(problem) if problem.args and problem.args[0] else _hint(kind, habits)
        raise error("bad-value", f"`{words}` is not understood as a {kind.word}", hint=hint) from problem


def clean(words: str) -> str:
    """Return `words` in NFC, with plain spaces, Western digits and no marks of direction, as values are compared.

    A heap of combining marks is a `ToolkitError`.
    """
    if heap_at(words) >= 0:  # to normalise it would take ages
        raise error("forbidden-character", f"{forbidden_in(words)} may not stand in a value", hint="type it anew")
    text = unicodedata.normalize("NFC", words).translate(_UNSEEN)
    return " ".join(_OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text).split())


def _number(words: str, habits: Habits) -> Value:
    text = words.translate(_MINUS)
    if _PLAIN.match(text) and not habits.printed:
        if _grouped(text, habits):
            plain = text.replace(".", "")
            raise ValueError(f"{text} can be read in two ways; write {plain}, {text.replace('.', '_')} or {text}0")
        return _exact(text.replace("_", ""))
    match = _AMOUNT.match(text[len(_about(text, habits)) :])
    if not match:
        raise ValueError
    factor, unit = _tail(f"{match['head']} {match['tail']}".strip(), habits)
    if unit and habits.unit and unit != habits.unit:
        raise ValueError(f"the figure is in {habits.unit}; correct its unit as well")
    digits = (match["sign"] or "") + match["digits"].replace(" ", "")
    readings = set(_readings(digits, habits.languages))
    if not readings:
        raise ValueError
    if len(readings) > 1 or max(map(abs, _readings(digits, habits.others)), default=0) > abs(min(readings)):
        raise ValueError("its separators can be read in two ways; write digits with `_` between thousands")
    value = readings.pop()
    exact = value if factor == 1 else (value * factor).normalize()
    return int(exact) if exact == exact.to_integral_value() else exact


@lru_cache
def _separators(lang: str) -> tuple[str, str, int]:
    """Return what the language `lang` puts between groups and before decimals, and how many digits it groups so."""
    habit = language(lang)
    group, point = (clean(sign) for sign in habit.separators)  # a space is none: it may stand anywhere
    return group, point, habit.locale.decimal_formats[None].grouping[1]


def _grouped(text: str, habits: Habits) -> bool:
    """Return whether `1.234` could be a grouped number in a language of the sheet."""
    grouped = re.fullmatch(r"[-+]?\d{1,3}\.\d{3}", text) is not None
    return grouped and any(_separators(lang)[0] == "." for lang in (*habits.languages, *habits.others))


def _readings(digits: str, languages: tuple[str, ...]) -> Iterator[Decimal]:
    for lang in languages:
        group, point, size = _separators(lang)
        whole, _, part = digits.partition(point)
        first, *pieces = whole.replace("_", group).split(group or None)
        sizes = [len(piece) for piece in pieces]
        well_grouped = sizes in ([3] * len(sizes), [*[size] * (len(sizes) - 1), 3])
        integer = "".join((first, *pieces))
        if well_grouped and _INTEGER.match(integer) and (part.isdecimal() or not part):
            yield Decimal(f"{integer}.{part}" if part else integer)


def _tail(words: str, habits: Habits) -> tuple[int, str]:
    """Return the magnitude and the unit that `words` beside a number name."""
    factor = 1
    for word, size in sorted(_SIZES.items(), key=lambda pair: -len(pair[0])):
        if re.search(rf"(?:^|\s){word}(?:\s|$)", words):
            factor = size
            words = re.sub(rf"(?:^|\s){word}(?=\s|$)", " ", words, count=1).strip()
            break
    if not words:
        return factor, ""
    if words in _UNITS or re.fullmatch(r"[A-Z]{3}", words):
        return factor, _UNITS.get(words, words)
    for labels in habits.labels.values():
        for unit, forms in labels.unit.items():
            if words in forms.values():
                return factor, unit
    if words == habits.unit:
        return factor, words
    raise ValueError(f"the figure is in {habits.unit}: give it so, or the number alone" if habits.unit else "")


def form_of(words: str) -> Kind:
    """Return what `words` are where anything may stand: a number or a date in the form that sheets have, or text."""
    return Kind.NUMBER if _PLAIN.match(words) else Kind.DATE if _ISO.match(words) else Kind.TEXT


def is_about(words: str, habits: Habits) -> bool:
    """Return whether `words` say of their number that it is approximate."""
    return bool(_about(clean(words), habits))


def _about(text: str, habits: Habits) -> str:
    """Return the word for "about" that `text` begins with, and the space after it; nothing if it has none."""
    words = (f"{labels.word.get('approximately', '')} " for labels in habits.labels.values())
    return next((text[: len(word)] for word in words if text.casefold().startswith(word.casefold())), "")


def _exact(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _date(text: str, habits: Habits) -> Value:
    if _ISO.match(text):
        return date.fromisoformat(text)
    readings = sorted({*_as_printed(text, habits), *_as_typed(text, habits)})
    if len(readings) > 1:
        raise ValueError(f"{text} can be read in two ways; write {' or '.join(map(str, readings))}")
    if not readings:
        raise ValueError
    return readings[0]


def _as_typed(text: str, habits: Habits) -> Iterator[date]:
    """Yield the dates that `text` may be: with a slash, each language of the sheet has an order of its own."""
    if match := _VIETNAMESE.match(text):
        yield from _days(match[3], match[2], match[1])
    elif match := _DAY_MONTH.match(text):
        orders = {_order(lang) for lang in habits.languages} if "/" in text else {_DMY}
        if orders != {_MDY}:
            yield from _days(match[3], match[2], match[1])
        if orders != {_DMY}:
            yield from _days(match[3], match[1], match[2])


_SAMPLE = date(2033, 11, 22)
_DMY, _MDY = (22, 11, 2033), (11, 22, 2033)


@lru_cache
def _order(lang: str) -> tuple[int, ...]:
    """Return the order of the numbers in a date of the language `lang`; it lacks one where the month is a word."""
    return tuple(int(number) for number in re.findall(r"\d+", clean(language(lang).short_date(_SAMPLE))))


def _as_printed(text: str, habits: Habits) -> Iterator[date]:
    """Yield the dates that a language of the sheet prints as `text`: `6 February 2026`, `6 Feb 2026`."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    days = {number for number in numbers if number <= 31}  # noqa: PLR2004 - days of a month
    years = [number for number in numbers if number not in days]
    if len(years) == 1:
        found = (each for day in days for month in range(1, 13) for each in _days(years[0], month, day))
        yield from (each for each in found if any(_prints(each, text, language(lang)) for lang in habits.languages))


def _prints(day: date, text: str, habit: Language) -> bool:
    return text.casefold() in (clean(habit.long_date(day)).casefold(), clean(habit.short_date(day)).casefold())


def _days(year: str | int, month: str | int, day: str | int) -> Iterator[date]:
    """Yield the one date of these numbers, nothing where there is no such day."""
    with suppress(ValueError, OverflowError):
        yield date(int(year), int(month), int(day))


def _moment(text: str, habits: Habits) -> Value:
    if match := _MOMENT.match(text):
        text = f"{_date(match[4], habits)}T{int(match[1]):02d}:{match[2]}{match[3] or ''}"
    return datetime.fromisoformat(text) if MOMENT.match(text) else _date(text, habits)


def _period(text: str, _habits: Habits) -> Value:
    match = _PERIOD.match(text)
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise ValueError
    return Period(int(match[1]), int(match[2] or match[1]))


def _flag(text: str, habits: Habits) -> Value:
    words = [labels.word for labels in habits.labels.values()]
    yes = _YES | {clean(word.get("yes", "")).casefold() for word in words}
    no = _NO | {clean(word.get("no_answer", "")).casefold() for word in words}
    if text and text.casefold() in yes | no:
        return text.casefold() in yes
    raise ValueError


def _token(text: str, habits: Habits) -> Value:
    if re.fullmatch(r"[a-z][a-z0-9_-]*", text):
        return text
    for labels in habits.labels.values():
        for section in KEYWORDS:
            for token, word in labels.section(section).items():
                if clean(word).casefold() == text.casefold():
                    return token
    raise ValueError


def _text(words: str) -> Value:
    """Return words in NFC on one line; a script's own digits and its zero-width spaces are part of a text."""
    text = re.sub(r"[ \t\r\n]+", " ", unicodedata.normalize("NFC", words)).strip()
    if not text:
        raise ValueError("to leave a fact open write ~")
    if sign := forbidden_in(text):
        raise error("forbidden-character", f"{sign} may not stand in a text", hint="type it anew")
    return text


def _reference(text: str, _habits: Habits) -> Value:
    return _text(text)


_READERS: dict[Kind, Callable[[str, Habits], Value]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.PERIOD: _period,
    Kind.FLAG: _flag,
    Kind.TOKEN: _token,
    Kind.REFERENCE: _reference,
}

_HINTS = {
    Kind.NUMBER: ("25_000_000_000",),
    Kind.DATE: ("2026-02-06",),
    Kind.MOMENT: ("2026-02-06T18:00:00+07:00",),
    Kind.PERIOD: ("2026", "2026/2030"),
    Kind.FLAG: ("true", "false"),
    Kind.TOKEN: ("the keyword", "its word in templates/labels"),
}
_EXAMPLES = {
    "vi": {Kind.NUMBER: "25 tỷ USD", Kind.DATE: "ngày 6 tháng 2 năm 2026"},
    "en": {Kind.NUMBER: "US$25 billion", Kind.DATE: "6 February 2026"},
}
"""How papers in a language print such values."""


def _hint(kind: Kind, habits: Habits) -> str:
    """Return how a value of `kind` is written: as sheets do, and as papers in the languages of `habits`."""
    languages = dict.fromkeys((*habits.languages, *habits.others))
    printed = [_EXAMPLES[lang][kind] for lang in languages if kind in _EXAMPLES.get(lang, {})]
    *forms, last = (*_HINTS[kind], *printed)
    return f"write {', '.join(forms)} or {last}" if forms else f"write {last}"
