"""How long words are in Times: enough to draw a line below them, and to make a column as wide as its longest word.

Floor 2. Word lays the text out itself; only these two need a measure before. Advance widths are
those of Times New Roman and its metric equals, in thousandths of the size; accents do not widen a letter.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from toolkit.style import Role

_REGULAR = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500 500 278 278 "
    "564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 "
    "722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 278 778 500 500 500 500 333 389 "
    "278 500 500 722 500 500 444 480 200 480 541"
)
_BOLD = (
    "250 333 555 500 500 1000 833 278 333 333 500 570 250 333 250 278 500 500 500 500 500 500 500 500 500 500 333 333 "
    "570 570 570 500 930 722 667 722 722 667 611 778 778 389 500 778 667 944 722 778 611 778 722 556 667 722 722 1000 "
    "722 722 667 333 278 333 581 500 333 500 556 444 556 444 333 500 556 278 333 556 278 833 556 500 556 556 444 389 "
    "333 556 500 722 500 500 444 394 220 394 520"
)
_REGULAR_MORE = {"đ": 500, "Đ": 722, "–": 500, "—": 1000, "…": 1000, "“": 444, "”": 444, "‘": 333, "’": 333}
_BOLD_MORE = {**_REGULAR_MORE, "đ": 556, "“": 500, "”": 500}
_UNKNOWN = 600
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_ENDS = re.compile(r"(?<=[-–/])")
"""Where Word breaks a line within what is parted by spaces."""
_DATE = re.compile(r"\W*\d{1,4}(?:[-–/]\d{1,4}){1,2}\W*")
"""A date or a period, which is not to be broken though Word would."""


def _widths(ascii_widths: str, more: dict[str, int]) -> dict[str, int]:
    return {chr(code): int(width) for code, width in enumerate(ascii_widths.split(), start=32)} | more


_TABLES = {False: _widths(_REGULAR, _REGULAR_MORE), True: _widths(_BOLD, _BOLD_MORE)}


@lru_cache(maxsize=4096)
def _advance(char: str, bold: bool) -> int:
    base = unicodedata.normalize("NFD", char)[0]
    if unicodedata.combining(base) or unicodedata.category(base) in {"Mn", "Cf"}:
        return 0
    return _TABLES[bold].get(" " if base.isspace() else base, _UNKNOWN)


def text_width(text: str, role: Role) -> float:
    """Return the length in points of the longest line of `text` as `role` shows it."""
    shown = text.upper() if role.caps else text
    longest = max(sum(_advance(char, role.bold) for char in line) for line in shown.split("\n"))
    return longest * role.size / 1000


def longest_word(texts: Iterable[str], role: Role) -> float:
    """Return the length in points of the longest word of `texts`, of those that are parted by spaces.

    Letters of scripts without spaces, such as Khmer, are left to Word, which knows where their words end.
    """
    parted = {word for text in texts for word in _SPACES.split(text)}
    words = {piece for word in parted for piece in ([word] if _DATE.fullmatch(word) else _ENDS.split(word))}
    return max((text_width(word, role) for word in words if not _has_no_spaces(word)), default=0.0)


def _has_no_spaces(word: str) -> bool:
    return any("\u0e00" <= char <= "\u17df" or "\u3040" <= char <= "\u9fff" for char in word)
