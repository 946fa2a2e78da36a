"""A cut's font as HarfBuzz knows it: its measures, and words as glyphs.

Floor 2. Nothing here belongs to a file: fonts are opened, and words shaped, once for all papers of a process.
"""

from functools import lru_cache
from itertools import groupby

import uharfbuzz as hb  # type: ignore[import-untyped]
from msgspec import Struct

from toolkit.writers.pdf.breaks import LANGUAGES
from toolkit.writers.pdf.faces import Cut, open_face

UNTOLD = "\u200b"
"""What a glyph without letters of its own stands for."""

_SCRIPT_TAGS = {"latin": "Latn", "khmer": "Khmr", "lao": "Laoo"}
# Latin is set letter by letter, as the office's word processor does it: lines break at the same words.
_FEATURES = {"latin": {"kern": False, "liga": False, "clig": False, "calt": False}}
_FONTS, _WORDS = 32, 20_000
"""How many fonts and shaped words a process keeps."""


class Shape(Struct, frozen=True):
    """A glyph in its place: its letters, its number, its width and place (all in font units)."""

    letters: str
    glyph: int
    width: int
    advance: int
    dx: int
    dy: int


class Font:
    """The font of one cut."""

    def __init__(self, cut: Cut) -> None:
        """Open the font file of `cut`."""
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
        self.shapes = lru_cache(maxsize=_WORDS)(self._shapes)
        self._widths: dict[int, int] = {}

    def width(self, glyph: int) -> int:
        """Return the width of `glyph` in font units."""
        if glyph not in self._widths:
            self._widths[glyph] = self.font.get_glyph_h_advance(glyph)
        return self._widths[glyph]

    def _shapes(self, text: str, script: str) -> tuple[Shape, ...]:
        """Return `text`, all of `script`, as glyphs."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script, buffer.language = "ltr", _SCRIPT_TAGS[script], LANGUAGES[script]
        hb.shape(self.font, buffer, _FEATURES.get(script))
        texts = _texts_of([info.cluster for info in buffer.glyph_infos], text)
        places = zip(buffer.glyph_infos, buffer.glyph_positions, texts, strict=True)
        return tuple(
            Shape(
                letters,
                info.codepoint,
                self.width(info.codepoint),
                place.x_advance,
                place.x_offset,
                place.y_offset,
            )
            for info, place, letters in places
        )


@lru_cache(maxsize=_FONTS)
def font_of(cut: Cut) -> Font:
    """Return the font of `cut`, opened once."""
    return Font(cut)


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
        texts += letters + [UNTOLD] * (count - len(letters))
    return texts
