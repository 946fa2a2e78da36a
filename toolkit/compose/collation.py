"""The order of words in a language.

Floor 2. Two keys after the manner of the Unicode Collation Algorithm (UTS 10): letters first, accents only between
words with the same letters. In Vietnamese ă, â, đ, ê, ô, ơ and ư are letters of their own, and the tones are ordered
as dictionaries do: ngang, huyền, hỏi, ngã, sắc, nặng.
"""

import unicodedata

_LETTER_MARKS = {"vi": "\u0306\u0302\u031b"}  # breve, circumflex, horn: a ă â, o ô ơ
_TONES = "\u0300\u0309\u0303\u0301\u0323"

SortKey = tuple[tuple[tuple[str, int], ...], tuple[int, ...]]


def sort_key(text: str, lang: str) -> SortKey:
    """Return a key that sorts `text` among other words of `lang`; capitals do not count."""
    own = _LETTER_MARKS.get(lang, "")
    letters: list[tuple[str, int]] = []
    accents: list[int] = []
    for char in unicodedata.normalize("NFC", text).casefold():
        base, *marks = list(unicodedata.normalize("NFD", "d\u0306" if char == "đ" else char))
        letters.append((base, sum(own.find(mark) + 2 for mark in marks if mark in own or char == "đ")))
        accents.append(sum(_TONES.find(mark) + 2 for mark in marks if mark not in own))
    return tuple(letters), tuple(accents)
