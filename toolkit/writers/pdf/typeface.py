"""A typeface: letters to glyphs by HarfBuzz, glyphs to the codes of one PDF font.

Floor 2. Codes stand for a glyph *together with* the letters it shows, so the same glyph may have several. That way
every code's letters, read one after the other, are the text: also in Khmer, where glyphs stand in another order
than letters, and also for readers which know nothing of `/ActualText`.
"""

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from toolkit.writers.pdf.faces import Cut
from toolkit.writers.pdf.shaping import UNTOLD, Shape, font_of

_STEP = 100
"""The widest move within a word, in thousandths of an em: readers take a wider one for a space."""

_ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\", "\r": "\\r"})


class Piece(Struct, frozen=True):
    """Letters of one typeface, ready to draw at one size; `width` is in points.

    A `plain` piece's `code` is the content of a PDF string; another's is a run of operators, to be drawn within
    `/ActualText`. Such a text ends with a piece that `closes`: one whose last glyph has no letters of its own, after
    which MuPDF would lose its place in it.
    """

    typeface: "Typeface"
    text: str
    width: float
    code: str
    plain: bool
    closes: bool = False


class Typeface:
    """One cut of a family within one file, known there by the font resource `name`."""

    def __init__(self, cut: Cut, name: str) -> None:
        """Start with no letters used."""
        self.cut = cut
        self.name = name
        self.font = font_of(cut)
        self.codes: dict[tuple[int, str], str] = {}
        self._letters: dict[str, tuple[int, str]] = {}

    def set(self, text: str, script: str, size: float) -> list[Piece]:
        """Return `text`, all of `script`, shaped at `size` points; in one piece, if it is Latin."""
        glyphs = self.font.shapes(text, script)
        width = sum(glyph.advance for glyph in glyphs) * size / self.font.upem
        if script == "latin" and _is_plain(glyphs):
            return [Piece(self, text, width, "".join([self._code(glyph) for glyph in glyphs]), True)]
        return [self._intricate(part, size) for part in _parted(glyphs)]

    def set_letters(self, text: str, size: float) -> Piece:
        """Return Latin `text`, in which no letter changes another's shape, set letter by letter."""
        known = self._letters
        letters = [known.get(letter) or self._letter(letter) for letter in text]
        width = sum([letter[0] for letter in letters]) * size / self.font.upem
        return Piece(self, text, width, "".join([letter[1] for letter in letters]), True)

    def _letter(self, letter: str) -> tuple[int, str]:
        """Return the width of `letter` in font units, and its code."""
        glyphs = self.font.shapes(letter, "latin")
        found = sum(glyph.advance for glyph in glyphs), "".join(map(self._code, glyphs))
        self._letters[letter] = found
        return found

    def _intricate(self, glyphs: Sequence[Shape], size: float) -> Piece:
        letters = "".join(glyph.letters for glyph in glyphs if glyph.letters != UNTOLD)
        width = sum(glyph.advance for glyph in glyphs) * size / self.font.upem
        return Piece(self, letters, width, self._operators(glyphs, size), False, glyphs[-1].letters == UNTOLD)

    def _code(self, glyph: Shape) -> str:
        key = (glyph.glyph, glyph.letters)
        code = self.codes.get(key)
        if code is None:
            number = len(self.codes) + 1
            code = self.codes[key] = (chr(number >> 8) + chr(number & 255)).translate(_ESCAPES)
        return code

    def _operators(self, glyphs: Sequence[Shape], size: float) -> str:
        """Return the operators that draw `glyphs` where HarfBuzz puts them, raised ones by `Ts`."""
        parts: list[str] = []
        owed = 0
        for rise, group in groupby(glyphs, lambda glyph: glyph.dy):
            array: list[str] = []
            for glyph in group:
                owed += glyph.dx
                array.append(self._move(owed))
                array.append(self._code(glyph))
                owed = glyph.advance - glyph.dx - glyph.width
            parts.append(f"{rise * size / self.font.upem:.2f} Ts" if rise else "0 Ts")
            parts.append(f"[({''.join(array)})]TJ")
        parts.append(f"[({self._move(owed)})]TJ 0 Ts" if owed else "0 Ts")
        return " ".join(parts)

    def _move(self, units: int) -> str:
        """Return what moves the next glyph to the right by `units`, within a string of a `TJ` array."""
        left = round(-units * 1000 / self.font.upem)
        steps: list[int] = []
        while left < -_STEP:
            steps.append(-_STEP)
            left += _STEP
        steps += [left] if left else []
        return f"){' '.join(map(str, steps))}(" if steps else ""


def _is_plain(glyphs: Sequence[Shape]) -> bool:
    return all(glyph.advance == glyph.width and not glyph.dx and not glyph.dy for glyph in glyphs)


def _parted(glyphs: Sequence[Shape]) -> list[list[Shape]]:
    """Return `glyphs` in parts, each ending after glyphs without letters of their own."""
    parts: list[list[Shape]] = [[]]
    for glyph in glyphs:
        if parts[-1] and parts[-1][-1].letters == UNTOLD != glyph.letters:
            parts.append([])
        parts[-1].append(glyph)
    return parts
