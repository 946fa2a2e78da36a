"""A typeface: letters to glyphs by HarfBuzz, glyphs to the codes of one PDF font.

Floor 2. Codes stand for a glyph *together with* the letters it shows, so the same glyph may have several. That way
every code's letters, read one after the other, are the text: also in Khmer, where glyphs stand in another order
than letters, and also for readers which know nothing of `/ActualText`.
"""

from itertools import groupby
from typing import NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]

from toolkit.writers.pdf.breaks import LANGUAGES
from toolkit.writers.pdf.faces import Cut, open_face

_SCRIPT_TAGS = {"latin": "Latn", "khmer": "Khmr", "lao": "Laoo"}
# Latin is set letter by letter, as the office's word processor does it: lines break at the same words.
_FEATURES = {"latin": {"kern": False, "liga": False, "clig": False, "calt": False}}
_STEP = 100
"""The widest move within a word, in thousandths of an em: readers take a wider one for a space."""

_UNTOLD = "\u200b"
_ESCAPES = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\", "\r": "\\r"})


class Glyph(NamedTuple):
    """A shaped glyph: its letters, the PDF string that shows it, its width and place (all in font units)."""

    letters: str
    code: str
    width: int
    advance: int
    dx: int
    dy: int


class Piece(NamedTuple):
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
        self._widths: dict[int, int] = {}

    def set(self, text: str, script: str, size: float) -> list[Piece]:
        """Return `text`, all of `script`, shaped at `size` points; in one piece, if it is Latin."""
        glyphs = self._shape(text, script)
        width = sum(glyph.advance for glyph in glyphs) * size / self.upem
        if script == "latin" and all(
            glyph.advance == glyph.width and not glyph.dx and not glyph.dy for glyph in glyphs
        ):
            return [Piece(self, text, width, "".join(glyph.code for glyph in glyphs), True)]
        return [self._intricate(part, size) for part in _parted(glyphs)]

    def join(self, pieces: list[Piece]) -> Piece:
        """Return plain pieces of this typeface as one."""
        texts, widths, codes = zip(*((piece.text, piece.width, piece.code) for piece in pieces), strict=True)
        return Piece(self, "".join(texts), sum(widths), "".join(codes), True)

    def _intricate(self, glyphs: list[Glyph], size: float) -> Piece:
        letters = "".join(glyph.letters for glyph in glyphs if glyph.letters != _UNTOLD)
        width = sum(glyph.advance for glyph in glyphs) * size / self.upem
        return Piece(self, letters, width, self._operators(glyphs, size), False, glyphs[-1].letters == _UNTOLD)

    def _shape(self, text: str, script: str) -> list[Glyph]:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", _SCRIPT_TAGS[script], LANGUAGES[script]
        hb.shape(self.font, buffer, _FEATURES.get(script))
        texts = _texts_of([info.cluster for info in buffer.glyph_infos], text)
        places = zip(buffer.glyph_infos, buffer.glyph_positions, texts, strict=True)
        return [
            Glyph(
                letters,
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
        if glyph not in self._widths:
            self._widths[glyph] = self.font.get_glyph_h_advance(glyph)
        return self._widths[glyph]

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
                array.append(self._move(owed))
                array.append(glyph.code)
                owed = glyph.advance - glyph.dx - glyph.width
            parts.append(f"{rise * size / self.upem:.2f} Ts" if rise else "0 Ts")
            parts.append(f"[({''.join(array)})]TJ")
        parts.append(f"[({self._move(owed)})]TJ 0 Ts" if owed else "0 Ts")
        return " ".join(parts)

    def _move(self, units: int) -> str:
        """Return what moves the next glyph to the right by `units`, within a string of a `TJ` array."""
        left = round(-units * 1000 / self.upem)
        steps: list[int] = []
        while left < -_STEP:
            steps.append(-_STEP)
            left += _STEP
        steps += [left] if left else []
        return f"){' '.join(map(str, steps))}(" if steps else ""


def _parted(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Return `glyphs` in parts, each ending after glyphs without letters of their own."""
    parts: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if parts[-1] and parts[-1][-1].letters == _UNTOLD != glyph.letters:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def _texts_of(clusters: list[int], text: str) -> list[str]:
    """Return the letters each glyph stands for, in the order of the text.

    Where a cluster has more glyphs than letters, the ones left over stand for a zero-width space: a code must stand
    for something (ISO 14289-1, 7.21.7), and this is the one letter readers know to drop.
    """
    if clusters == list(range(len(text))):
        return list(text)
    texts: list[str] = []
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    for start, group in groupby(clusters):
        letters = list(text[start : ends[start]])
        count = len(list(group))
        if len(letters) > count:
            letters[count - 1 :] = ["".join(letters[count - 1 :])]
        texts += letters + [_UNTOLD] * (count - len(letters))
    return texts
