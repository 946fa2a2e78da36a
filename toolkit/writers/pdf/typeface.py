"""A typeface: letters to glyphs by HarfBuzz, glyphs to the codes of one PDF font.

Floor 2. Codes stand for a glyph *together with* the letters it shows, so the same glyph may have several. That way
every code's letters, read one after the other, are the text: also in Khmer, where glyphs stand in another order
than letters, and also for readers which know nothing of `/ActualText`.
"""

from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb

from toolkit.writers.pdf.breaks import LANGUAGES
from toolkit.writers.pdf.faces import Cut, open_face

_SCRIPT_TAGS = {"latin": "Latn", "khmer": "Khmr", "lao": "Laoo"}
# Latin is set letter by letter, as the office's word processor does it: lines break at the same words.
_FEATURES = {"latin": {"kern": False, "liga": False, "clig": False, "calt": False}}
_ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\", "\r": "\\r"})


class Glyph(NamedTuple):
    """A shaped glyph: the PDF string that shows it, its width in the font, and its place (all in font units)."""

    code: str
    width: int
    advance: int
    dx: int
    dy: int


class Piece(NamedTuple):
    """Letters of one typeface, ready to draw at one size; `width` is in points.

    A `plain` piece's `code` is the content of a PDF string; another's is a run of operators, to be drawn within
    `/ActualText`.
    """

    typeface: "Typeface"
    text: str
    width: float
    code: str
    plain: bool


class Typeface:
    """One cut of a family within one file, known there by the font resource `name`."""

    def __init__(self, cut: Cut, name: str) -> None:
        """Open the font file of `cut`."""
        self.cut = cut
        self.name = name
        self.face = open_face(cut.path)
        self.font = hb.Font(self.face)
        if cut.weight:
            self.font.set_variations({"wght": cut.weight})
        self.upem = self.face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender / self.upem
        self.descent = -extents.descender / self.upem
        self.pitch = self.ascent + self.descent + extents.line_gap / self.upem
        self.letters = frozenset(self.face.unicodes)
        self.codes: dict[tuple[int, str], str] = {}

    def set(self, text: str, script: str, size: float) -> Piece:
        """Return `text`, all of `script`, shaped at `size` points."""
        glyphs = self._shape(text, script)
        width = sum(glyph.advance for glyph in glyphs) * size / self.upem
        if script == "latin" and all(glyph.advance == glyph.width and not glyph.dx and not glyph.dy for glyph in glyphs):
            return Piece(self, text, width, "".join(glyph.code for glyph in glyphs), True)
        return Piece(self, text, width, self._operators(glyphs, size), False)

    def _shape(self, text: str, script: str) -> list[Glyph]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", _SCRIPT_TAGS[script], LANGUAGES[script]
        hb.shape(self.font, buffer, _FEATURES.get(script))
        texts = _texts_of([info.cluster for info in buffer.glyph_infos], text)
        places = zip(buffer.glyph_infos, buffer.glyph_positions, texts, strict=True)
        return [
            Glyph(
                self._code(info.codepoint, letters),
                self.width(info.codepoint),
                place.x_advance,
                place.x_offset,
                place.y_offset,
            )
            for info, place, letters in places
        ]

    def width(self, glyph: int) -> int:
        """Return the width of `glyph` in font units."""
        return int(self.font.get_glyph_h_advance(glyph))

    def _code(self, glyph: int, letters: str) -> str:
        code = self.codes.get((glyph, letters))
        if code is None:
            number = len(self.codes) + 1
            code = self.codes[glyph, letters] = (chr(number >> 8) + chr(number & 255)).translate(_ESCAPES)
        return code

    def _operators(self, glyphs: list[Glyph], size: float) -> str:
        """Return the operators that draw `glyphs` where HarfBuzz puts them, raised ones by `Ts`."""
        parts: list[str] = []
        owed = 0
        for rise, group in groupby(glyphs, lambda glyph: glyph.dy):
            array: list[str] = []
            for glyph in group:
                owed += glyph.dx
                if owed:
                    array.append(f"){-owed * 1000 / self.upem:.0f}(")
                array.append(glyph.code)
                owed = glyph.advance - glyph.dx - glyph.width
            parts.append(f"{rise * size / self.upem:.2f} Ts" if rise else "0 Ts")
            parts.append(f"[({''.join(array)})]TJ")
        tail = f"[{-owed * 1000 / self.upem:.0f}]TJ " if owed else ""
        return " ".join(parts) + f" {tail}0 Ts "


def _texts_of(clusters: list[int], text: str) -> list[str]:
    """Return the letters each glyph stands for, in the order of the text.

    Where a cluster has more glyphs than letters, the ones left over stand for a zero-width space: a code must stand
    for something (ISO 14289-1, 7.21.7), and this is the one letter readers know to drop.
    """
    texts: list[str] = []
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, group in groupby(clusters):
        letters = list(text[start : ends[start]])
        count = len(list(group))
        if len(letters) > count:
            letters[count - 1 :] = ["".join(letters[count - 1 :])]
        texts += letters + ["\u200b"] * (count - len(letters))
    return texts
