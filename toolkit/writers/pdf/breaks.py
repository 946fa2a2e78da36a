"""Where text may be broken: its scripts, and the places between words where a line may end.

Floor 2. Khmer and Lao are written without spaces between words. Their words are found by ICU's dictionaries where
the package `icu4py` is installed; without it a line may end between any two syllables, never inside one. A zero-width
space in the text is always a break and is never drawn.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from msgspec import Struct

LANGUAGES = {"latin": "vi", "khmer": "km", "lao": "lo"}
"""The language whose rules shape a script's letters."""

_ZERO = "\u200b"
_SUBSCRIPT = "\u17d2"
"""The Khmer sign that makes the next letter a subscript."""

_DROPPED = re.compile("[\u00ad\u2060\ufeff]")
_WORD = re.compile(rf"(?:[^\s{_ZERO}]|[\u00a0\u202f])*")
_SPACE = re.compile(rf"(?:[^\S\u00a0\u202f]|{_ZERO})+")
_SIMPLE = re.compile("(?! )(?:[!-,.-~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2018-\u201f\u2026]| (?! ))+\\Z")
"""Latin words with single spaces between, none with a dash: most texts."""

_STRETCH = re.compile(
    "(?P<khmer>[\u1780-\u17ff\u19e0-\u19ff][\u1780-\u17ff\u19e0-\u19ff\u200c\u200d]*)"
    "|(?P<lao>[\u0e80-\u0eff]+)"
    "|(?P<latin>[^\u1780-\u17ff\u19e0-\u19ff\u0e80-\u0eff]+)"
)
_SYLLABLE = re.compile(
    "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*[\u17d4-\u17da]*"
    "|[\u0ec0-\u0ec4]?[\u0e81-\u0eae\u0edc-\u0edf][\u0eb0-\u0ebd\u0ec8-\u0ece]*[\u0eaf\u0ec6]*"
    "|[\u17e0-\u17e9\u0ed0-\u0ed9]+"
    "|.",
    re.DOTALL,
)
# After a dash between words, and after a hyphen before a lower-case letter: not in `QĐ-BNV` or `2026-02-06`.
_AFTER_DASH = re.compile(r"(?<=[^\W\d_][–—])(?=\w)|(?<=[^\W\d_]-)(?=[^\W\d_])(?=[a-zà-ỹ])")
_AFTER_SIGN = re.compile(r"(?<=[-–—/.,;:_@?&=])(?!(?<=\d[.,:])\d)(?=[^-–—/.,;:_@?&=])")
_IN_FIGURE = re.compile(r"(?<=\d[.,:])(?=\d)")
_KEPT_SPACE = re.compile("([\u00a0\u202f])")
_UNSPACED = re.compile("[\u1780-\u17ff\u0e80-\u0eff]")


class Chunk(Struct, frozen=True):
    """Letters that stay together, and what follows them: a space, an invisible break (U+200B), or nothing."""

    text: str
    after: str


def script_of(lang: str) -> str:
    """Return the script that the language `lang`, a BCP 47 tag, is written in."""
    return next((script for script, known in LANGUAGES.items() if known == lang.partition("-")[0]), "latin")


def tidy(text: str) -> str:
    """Return `text` as it is set: NFC, without soft hyphens and other marks that have no picture."""
    return text if text.isascii() else _DROPPED.sub("", unicodedata.normalize("NFC", text))


def chunks(text: str) -> Iterator[Chunk]:
    """Yield `text` in pieces between which a line may end; spaces in a row count as one."""
    if _SIMPLE.match(text):
        *words, last = text.split(" ")
        yield from (Chunk(word, " ") for word in words)
        if last:
            yield Chunk(last, "")
        return
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        end = word.end() if word else place
        gap = _SPACE.match(text, end)
        after = "" if not gap else _ZERO if gap.group().strip(_ZERO) == "" else " "
        yield from _within(text[place:end], after)
        place = gap.end() if gap else end


def _within(word: str, after: str) -> Iterator[Chunk]:
    parts = _words_of(word) if _UNSPACED.search(word) else _AFTER_DASH.split(word)
    for part in parts[:-1]:
        yield Chunk(part, _ZERO)
    yield Chunk(parts[-1], after)


def stretches(word: str) -> Iterator[tuple[str, str]]:
    """Yield `word` as (script, text) pairs; marks and signs outside Khmer and Lao count as Latin."""
    for match in _STRETCH.finditer(word):
        yield str(match.lastgroup), match.group()


def syllables(text: str) -> list[str]:
    """Return `text` in the smallest pieces a line may be broken into at need: never a letter from its marks."""
    pieces: list[str] = []
    for piece in _SYLLABLE.findall(text):
        if pieces and (unicodedata.category(piece[0]).startswith("M") or pieces[-1].endswith(_SUBSCRIPT)):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def at_kept_spaces(text: str) -> list[str]:
    """Return `text` broken before and after its no-break spaces, for words wider together than their line."""
    return _KEPT_SPACE.split(text)


def at_signs(text: str) -> list[str]:
    """Return `text` broken after hyphens, slashes and other signs, but not inside a figure."""
    return _AFTER_SIGN.split(text)


def in_figures(text: str) -> list[str]:
    """Return `text` broken after the signs inside its figures."""
    return _IN_FIGURE.split(text)


def _words_of(text: str) -> list[str]:
    find = _dictionary()
    return find(text) if find else syllables(text)


@lru_cache(maxsize=1)
def _dictionary() -> Callable[[str], list[str]] | None:
    """Return ICU's finder of Khmer and Lao words, if it is installed; loaded only when such text comes."""
    if not find_spec("icu4py"):
        return None
    breaker = import_module("icu4py.breakers").LineBreaker
    return lambda text: list(breaker(text, "km"))
