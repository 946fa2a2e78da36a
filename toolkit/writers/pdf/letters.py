"""Text in a look: words to shaped pieces, each word shaped once.

Floor 2. A look is size, weight and slant, and what is drawn around the letters. A word is split where its script
changes and where a typeface lacks a letter; the spaces between words belong to the typeface before them.
"""

import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby

from msgspec import Struct

from toolkit.diagnostics import Diagnostic, LetterError, ToolkitError
from toolkit.style import Role
from toolkit.writers.pdf.breaks import stretches
from toolkit.writers.pdf.faces import Cut, Faces, letter_name
from toolkit.writers.pdf.typeface import Piece, Typeface

_SINGLE = re.compile("[!-~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027]+\\Z")
"""Words without combining marks: with kerning and ligatures off, no letter changes another's shape."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
"""Unicode's classes of Hebrew, Arabic and other letters that run to the left."""

_IMITATED = frozenset("\u00a0\u2007\u2009\u200a\u2011\u202f")
"""Spaces and a hyphen that HarfBuzz draws with the usual ones where a typeface lacks them."""


class Hyperlink(Struct, frozen=True, eq=False):
    """One link of a paragraph; two links to the same target are two."""

    target: str
    words: str


class Look(Struct, frozen=True):
    """How letters look, and what they are beyond that: in another language, part of a link."""

    size: float
    bold: bool = False
    italic: bool = False
    underline: bool = False
    color: str = "#000000"
    background: str = ""
    lang: str = ""
    link: Hyperlink | None = None


def look_of(role: Role) -> Look:
    """Return the look of plain words in `role`. Its background is the paragraph's, not the words'."""
    return Look(role.size, role.bold, role.italic, role.underline, role.color)


class Atom(Struct, frozen=True):
    """A piece of text on a line; a `gap` is a space that may be stretched."""

    piece: Piece
    look: Look
    gap: bool = False


class Token(Struct, frozen=True):
    """Atoms that stay together; `after` is what follows: a space, an invisible break, a forced new line, nothing."""

    atoms: tuple[Atom, ...]
    width: float
    after: str
    space: Atom | None


class Words(dict[str, tuple[Piece, ...]]):
    """The pieces of every word set so far in one size, weight and slant."""

    def __init__(self, case: "TypeCase", size: float, bold: bool, italic: bool) -> None:
        """Set words from the typefaces of `case`."""
        super().__init__()
        self._case = case
        self._size = size
        self._bold = bold
        self._italic = italic
        self._main: dict[str, Typeface] = {}
        self._spaces: dict[Typeface, Piece] = {}

    def __missing__(self, word: str) -> tuple[Piece, ...]:
        """Shape `word` and remember it."""
        if _SINGLE.match(word) and self._typeface("latin").font.letters.issuperset(map(ord, word)):
            pieces: tuple[Piece, ...] = (self._typeface("latin").set_letters(word, self._size),)
        else:
            _refuse_right_to_left(word)
            pieces = tuple(piece for script, text in stretches(word) for piece in self._set(text, script))
        self[word] = pieces
        return pieces

    def _typeface(self, script: str) -> Typeface:
        """Return the typeface of `script` in this weight and slant."""
        if script not in self._main:
            self._main[script] = self._case.typeface(self._case.faces.cut(script, self._bold, self._italic))
        return self._main[script]

    def _set(self, text: str, script: str) -> list[Piece]:
        try:
            main = self._typeface(script)
        except ToolkitError as problem:
            raise LetterError(problem.diagnostics[0], text[0]) from problem
        if main.font.letters.issuperset(map(ord, text)):
            return main.set(text, script, self._size)
        parts = groupby(text, lambda char: self._typeface_for(char, main))
        return [piece for typeface, chars in parts for piece in typeface.set("".join(chars), script, self._size)]

    def _typeface_for(self, char: str, main: Typeface) -> Typeface:
        if ord(char) in main.font.letters or char in _IMITATED:
            return main
        return self._case.typeface(self._case.faces.cut_for(char, self._bold, self._italic))

    def space(self, after: Typeface | None) -> Piece:
        """Return the space that follows a piece in the typeface `after`."""
        typeface = after if after and 32 in after.font.letters else self[" "][0].typeface  # noqa: PLR2004
        if typeface not in self._spaces:
            self._spaces[typeface] = typeface.set(" ", "latin", self._size)[0]
        return self._spaces[typeface]


def _refuse_right_to_left(word: str) -> None:
    """Refuse letters that would have to be put in another order than they are read."""
    for char in word:
        if unicodedata.bidirectional(char) in _RIGHT_TO_LEFT:
            message = f"{letter_name(char)} is written from right to left, which a PDF cannot show"
            hint = "leave the PDF out, `-f docx,html`, and let Word make it"
            raise LetterError(Diagnostic("right-to-left", message, hint=hint), char)


class TypeCase:
    """All typefaces and shaped words of one file."""

    def __init__(self, faces: Faces, roles: Mapping[str, Role]) -> None:
        """Take letters from `faces`; `roles` are the style's, for what inlines look like."""
        self.faces = faces
        self.roles = roles
        self.typefaces: dict[Cut, Typeface] = {}
        self._words: dict[tuple[float, bool, bool], Words] = {}
        self._tokens: dict[Look, dict[str, Token]] = {}

    def typeface(self, cut: Cut) -> Typeface:
        """Return the typeface of `cut`, the same for the same cut."""
        if cut not in self.typefaces:
            self.typefaces[cut] = Typeface(cut, f"F{len(self.typefaces) + 1}")
        return self.typefaces[cut]

    def words(self, look: Look) -> Words:
        """Return the words set in the size, weight and slant of `look`."""
        key = look.size, look.bold, look.italic
        if key not in self._words:
            self._words[key] = Words(self, *key)
        return self._words[key]

    def tokens(self, look: Look) -> dict[str, Token]:
        """Return the words met so far in `look` that stood alone, with the space after them."""
        return self._tokens.setdefault(look, {})

    def main(self, look: Look) -> Typeface:
        """Return the typeface that `look` has for Latin letters."""
        return self.typeface(self.faces.cut("latin", look.bold, look.italic))
