"""Inlines to lines: greedy filling, as word processors do it.

Floor 2. Inlines become tokens, between which a line may end; tokens become lines. What is wider than its line is broken
at a no-break space, else after a hyphen, slash or the like, last inside a figure or between any two syllables.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

from toolkit.document.model import Emphasis, Foreign, Inline, Inlines, LineBreak, Link, Mention, Strong, Text
from toolkit.document.walk import inline_text
from toolkit.style import Role
from toolkit.writers import web_target
from toolkit.writers.pdf.breaks import at_kept_spaces, at_signs, chunks, in_figures, syllables, tidy
from toolkit.writers.pdf.letters import Atom, Hyperlink, Look, Token, TypeCase, look_of

_SLACK = 0.01
"""Points by which a line may be too wide: widths are sums of rounded numbers."""

_NEW_LINE = "\u2028"
_PLAIN = Role()


class Line(Struct, frozen=True):
    """A line of text; its `width` leaves out a space at its end. `full`: more words follow on the next line."""

    atoms: tuple[Atom, ...]
    width: float
    full: bool

    @property
    def gaps(self) -> int:
        """How many spaces may be stretched."""
        return sum(atom.gap for atom in self.atoms)


class Run(Struct, frozen=True):
    """Words in one look."""

    text: str
    look: Look


def runs(inlines: Inlines, role: Role, case: TypeCase) -> Iterator[Run]:
    """Yield the words of `inlines` with their looks; a role with `caps` shows, and so yields, capitals."""
    for run in _runs(inlines, look_of(role), case):
        yield replace(run, text=run.text.upper()) if role.caps else run


def _runs(inlines: Inlines, look: Look, case: TypeCase) -> Iterator[Run]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield Run(tidy(text), look)
            case LineBreak():
                yield Run(_NEW_LINE, look)
            case Mention(parts=parts):
                marked = _overlaid(look, case.roles.get("placeholder")) if inline.open else look
                yield from _runs(parts, marked, case) if parts else [Run(tidy(inline.text), marked)]
            case Strong() | Emphasis() | Foreign() | Link():
                yield from _runs(inline.inlines, _look_in(inline, look, case), case)
            case _:
                assert_never(inline)


def _look_in(inline: Inline, look: Look, case: TypeCase) -> Look:
    match inline:
        case Strong():
            return replace(look, bold=True)
        case Emphasis():
            return replace(look, italic=not look.italic)
        case Foreign(lang=lang):
            return replace(look, lang=lang)
        case Link(target, words) if web_target(target):
            link = Hyperlink(web_target(target), inline_text(words))
            return replace(_overlaid(look, case.roles.get("link")), link=link)
        case _:
            return look


def _overlaid(look: Look, role: Role | None) -> Look:
    """Return `look` with what `role`, a look for words inside other text, adds to it."""
    if not role:
        return look
    color = look.color if role.color == _PLAIN.color else role.color
    underline = look.underline or role.underline
    return replace(look, color=color, underline=underline, background=role.background or look.background)


def tokens(runs: Iterable[Run], case: TypeCase) -> Iterator[Token]:
    """Yield the text of `runs` in tokens; a word may go on from one run to the next."""
    atoms: list[Atom] = []
    for run in runs:
        text, look = run.text, run.look
        if text == _NEW_LINE:
            yield _token(atoms, _NEW_LINE, None)
            atoms = []
            continue
        words, known = case.words(look), case.tokens(look)
        for chunk in chunks(text):
            if not atoms and chunk.after == " ":
                yield known.get(chunk.text) or known.setdefault(chunk.text, _word(chunk.text, look, case))
                continue
            atoms += [Atom(piece, look) for piece in words[chunk.text]]
            if chunk.after:
                yield _token(atoms, chunk.after, _space(atoms, look, case) if chunk.after == " " else None)
                atoms = []
    yield _token(atoms, "", None)


def _word(word: str, look: Look, case: TypeCase) -> Token:
    """Return a word that stands alone, with the space after it."""
    atoms = [Atom(piece, look) for piece in case.words(look)[word]]
    return _token(atoms, " ", _space(atoms, look, case))


def _space(atoms: list[Atom], look: Look, case: TypeCase) -> Atom:
    return Atom(case.words(look).space(atoms[-1].piece.typeface if atoms else None), look, gap=True)


def _token(atoms: list[Atom], after: str, space: Atom | None) -> Token:
    return Token(tuple(atoms), sum(atom.piece.width for atom in atoms), after, space)


def fill(tokens: Iterable[Token], room: float, first_room: float, case: TypeCase) -> list[Line]:
    """Return `tokens` as lines at most `room` points wide, the first one at most `first_room`."""
    filler = _Filler(room, first_room)
    waiting = list(tokens)[::-1]
    while waiting:
        token = waiting.pop()
        parts = [] if filler.takes(token) else _broken(token, case)
        if parts:
            waiting += parts[::-1]
        else:
            filler.put(token)
    return filler.finish()


class _Filler:
    """Lines, and the one being filled."""

    def __init__(self, room: float, first_room: float) -> None:
        self._lines: list[Line] = []
        self._atoms: list[Atom] = []
        self._width = self._space = 0.0
        self._room, self._limit = room + _SLACK, first_room + _SLACK

    def takes(self, token: Token) -> bool:
        """Return whether `token` fits, after going on to the next line if need be."""
        if self._atoms and self._width + self._space + token.width > self._limit:
            self._end(full=True)
        return token.width <= self._limit

    def put(self, token: Token) -> None:
        """Add `token` to the line; a space at the head of a line, or after another, is dropped."""
        if token.atoms:
            self._atoms += token.atoms
            self._width += self._space + token.width
            self._space = 0.0
        if token.space and self._atoms and not self._atoms[-1].gap:
            self._atoms.append(token.space)
            self._space = token.space.piece.width
        if token.after == _NEW_LINE:
            self._end(full=False)

    def _end(self, full: bool) -> None:
        """End the line. A space at its end no longer counts as a gap; it is kept for readers."""
        if self._atoms and self._atoms[-1].gap:
            self._atoms[-1] = replace(self._atoms[-1], gap=False)
        self._lines.append(Line(tuple(self._atoms), self._width, full))
        self._atoms, self._width, self._space, self._limit = [], 0.0, 0.0, self._room

    def finish(self) -> list[Line]:
        """Return all lines, at least one."""
        if self._atoms or not self._lines:
            self._end(full=False)
        return self._lines


def _broken(token: Token, case: TypeCase) -> list[Token]:
    """Return `token`, too wide for its line, in smaller ones; nothing if it cannot be broken."""
    spaced = _spaced(token, case)
    if len(spaced) > 1:
        return spaced
    for breaker in (at_signs, in_figures, syllables):
        parts = [(part, atom.look) for atom in token.atoms for part in breaker(atom.piece.text)]
        if len(parts) > len(token.atoms):
            break
    if len(parts) <= 1:
        return []
    broken = [_token(_atoms(part, look, case), "\u200b", None) for part, look in parts]
    return [*broken[:-1], replace(broken[-1], after=token.after, space=token.space)]


def _spaced(token: Token, case: TypeCase) -> list[Token]:
    """Return the words of `token`, each with the no-break space after it as a space at which a line may end."""
    words: list[Token] = []
    atoms: list[Atom] = []
    for atom in token.atoms:
        text, *others = at_kept_spaces(atom.piece.text)
        atoms += _atoms(text, atom.look, case) if others else [atom]
        for space, following in zip(others[::2], others[1::2], strict=True):
            words.append(_token(atoms, " ", replace(_atoms(space, atom.look, case)[0], gap=True)))
            atoms = _atoms(following, atom.look, case)
    return [*words, replace(_token(atoms, "", None), after=token.after, space=token.space)]


def _atoms(text: str, look: Look, case: TypeCase) -> list[Atom]:
    return [Atom(piece, look) for piece in case.words(look)[text]] if text else []
