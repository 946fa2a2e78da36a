"""Which words changed between two runs of text.

Floor 1. Text is compared word by word, a number with its groups of digits as one word. A fact is one word too, known
by its id, so that a changed value is struck out and replaced as a whole. A sentence from the sheet is compared by the
words and facts inside it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from toolkit.alignment import align
from toolkit.document.changes import Side, Stretch, Stretches, whole
from toolkit.document.model import Emphasis, Foreign, Inline, Inlines, Link, Mention, Strong, Text
from toolkit.document.walk import inline_mentions, inline_text

MAX_WORDS_OF_A_VALUE = 8
"""A fact printed in more words than these is prose: its words are compared one by one."""
_MAX_COMPARED = 200_000
_NUMBER = r"\d+(?:[.,\s]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_WORD = r"[^\s\d\u200b!-/:-@\[-`{-~«»“”‘’–—…។៕]+"
_PIECE = re.compile(rf"{_NUMBER}|{_WORD}|\s+|.")
_SAYING = re.compile(r"[^\W_]")

Wrap = Strong | Emphasis | Foreign
_Key = tuple[object, ...]


class Atom(NamedTuple):
    """The least that is compared: a piece of text or a whole fact, what it is wrapped in, the facts it shows."""

    leaf: Inline
    wraps: tuple[Wrap, ...]
    facts: tuple[str, ...]
    whole: bool = False

    @property
    def look(self) -> _Key:
        """Return what a reader can see of it."""
        open_ = isinstance(self.leaf, Mention) and self.leaf.open
        target = self.leaf.target if isinstance(self.leaf, Link) else ""
        return inline_text((self.leaf,)), self.wraps, open_, target

    @property
    def name(self) -> _Key:
        """Return what tells the same atom in both issues: a whole fact's id, else what a reader can see."""
        return (self.facts[-1], self.wraps) if self.whole and self.facts else self.look


class _Edit(Struct, frozen=True):
    """What stands in one place of both issues; `named` where it is one fact with two values."""

    old: Sequence[Atom]
    new: Sequence[Atom]
    same: bool = False
    named: bool = False


def compare(old: Inlines, new: Inlines) -> Stretches:
    """Return the words of `old` and `new` as one: what both have, what only one has."""
    if old == new:
        return whole(Side.BOTH, new)
    edits = _absorbed(_edits(list(_atoms(old)), list(_atoms(new))))
    stretches: list[Stretch] = []
    for same, group in groupby(edits, key=lambda edit: edit.same):
        if same:
            stretches.append(_stretch(Side.BOTH, [atom for edit in group for atom in edit.new]))
            continue
        for edit in group:
            stretches += [_stretch(Side.OLD, edit.old)] if edit.old else []
            stretches += [_stretch(Side.NEW, edit.new)] if edit.new else []
    return tuple(stretches)


def _atoms(inlines: Inlines, wraps: tuple[Wrap, ...] = ()) -> Iterator[Atom]:
    for inline in inlines:
        match inline:
            case Text(text):
                yield from (Atom(Text(piece), wraps, ()) for piece in _PIECE.findall(text))
            case Mention():
                yield from _atoms_of_fact(inline, wraps)
            case Strong(nested) | Emphasis(nested) | Foreign(inlines=nested):
                yield from _atoms(nested, (*wraps, replace(inline, inlines=())))
            case Link(inlines=nested):
                yield Atom(inline, wraps, tuple(mention.fact for mention in inline_mentions(nested)))
            case _:
                yield Atom(inline, wraps, ())


def _atoms_of_fact(mention: Mention, wraps: tuple[Wrap, ...]) -> Iterator[Atom]:
    if mention.parts:
        for atom in _atoms(mention.parts, wraps):
            yield atom._replace(leaf=_part(atom.leaf, mention), facts=(mention.fact, *atom.facts))
    elif not mention.open and len(mention.text.split()) > MAX_WORDS_OF_A_VALUE:
        for piece in _PIECE.findall(mention.text):
            yield Atom(replace(mention, text=piece), wraps, (mention.fact,))
    else:
        yield Atom(mention, wraps, (mention.fact,), whole=True)


def _part(leaf: Inline, sentence: Mention) -> Inline:
    """Return a part of `sentence` that says by itself what it belongs to."""
    if isinstance(leaf, Text):
        return Mention(sentence.fact, leaf.text, sentence.format, sentence.open)
    return replace(leaf, open=True) if isinstance(leaf, Mention) and sentence.open else leaf


def _edits(old: list[Atom], new: list[Atom]) -> Iterator[_Edit]:
    """Yield what stands where, aligned by the atoms' names."""
    for tag, i, i_end, j, j_end in _opcodes([atom.name for atom in old], [atom.name for atom in new]):
        if tag != "equal":
            yield from _replaced(old[i:i_end], new[j:j_end])
            continue
        for before, after in zip(old[i:i_end], new[j:j_end], strict=True):
            same = before.look == after.look
            yield _Edit((before,), (after,), same, named=not same)


def _replaced(old: list[Atom], new: list[Atom]) -> Iterator[_Edit]:
    """Yield what stands where, aligned by what can be seen: the same words may show another fact than before."""
    for tag, i, i_end, j, j_end in _opcodes([atom.look for atom in old], [atom.look for atom in new]):
        yield _Edit(old[i:i_end], new[j:j_end], same=tag == "equal")


def _opcodes(old: list[_Key], new: list[_Key]) -> Sequence[tuple[str, int, int, int, int]]:
    """Return what stands where, as difflib says it; space alone never aligns two texts."""
    if len(old) * len(new) > _MAX_COMPARED:
        return _rough_opcodes(old, new)
    matcher = SequenceMatcher(lambda key: isinstance(key[0], str) and key[0].isspace(), old, new, autojunk=False)
    return matcher.get_opcodes()


def _rough_opcodes(old: list[_Key], new: list[_Key]) -> list[tuple[str, int, int, int, int]]:
    """Return the same for long texts, where the first, second … of a word is taken for the same in both."""
    pairs = align(old, new, lambda key: key, lambda _old, _new: 0.0)
    codes, i, j = [], 0, 0
    for same, group in groupby(pairs, key=lambda pair: None not in pair):
        here = list(group)
        i_end, j_end = (start + sum(pair[side] is not None for pair in here) for side, start in ((0, i), (1, j)))
        codes.append(("equal" if same else "replace", i, i_end, j, j_end))
        i, j = i_end, j_end
    return codes


def _absorbed(edits: Iterable[_Edit]) -> list[_Edit]:
    """Return `edits` without islands: spaces and stops alone between two changes are changed with them."""
    done: list[_Edit] = []
    for same, group in groupby(edits, key=lambda edit: edit.same):
        here = list(group)
        done += [_joined(here)] if same else _merged(here)
    for index in range(len(done) - 2, 0, -1):
        before, island, after = done[index - 1 : index + 2]
        if island.same and not (before.same or after.same or before.named or after.named or _says(island.new)):
            done[index - 1 : index + 2] = [_joined([before, replace(island, same=False), after])]
    return done


def _merged(edits: list[_Edit]) -> list[_Edit]:
    """Return changes that follow one another as one, but for facts with two values."""
    found: list[_Edit] = []
    for named, group in groupby(edits, key=lambda edit: edit.named):
        here = list(group)
        found += here if named else [_joined(here)]
    return found


def _joined(edits: list[_Edit]) -> _Edit:
    old = [atom for edit in edits for atom in edit.old]
    return _Edit(old, [atom for edit in edits for atom in edit.new], edits[0].same)


def _says(atoms: Iterable[Atom]) -> bool:
    return any(_SAYING.search(inline_text((atom.leaf,))) for atom in atoms)


def _stretch(side: Side, atoms: Sequence[Atom]) -> Stretch:
    facts = tuple(dict.fromkeys(fact for atom in atoms for fact in atom.facts))
    return Stretch(side, _rebuilt(atoms), facts)


def _rebuilt(atoms: Sequence[Atom], depth: int = 0) -> Inlines:
    """Return `atoms` as inlines again, in their wraps from the outermost at `depth` inwards."""
    inlines: list[Inline] = []
    for wrap, group in groupby(atoms, key=lambda atom: atom.wraps[depth] if len(atom.wraps) > depth else None):
        if wrap is None:
            inlines += _fused(group)
        else:
            inlines.append(replace(wrap, inlines=_rebuilt(list(group), depth + 1)))
    return tuple(inlines)


def _fused(atoms: Iterable[Atom]) -> Iterator[Inline]:
    """Yield the leaves of `atoms`, pieces of one text or sentence fused again."""
    for _, group in groupby(enumerate(atoms), key=lambda numbered: _fusible(*numbered)):
        leaves = [atom.leaf for _, atom in group]
        first = leaves[0]
        yield replace(first, text=inline_text(leaves)) if isinstance(first, Text | Mention) else first


def _fusible(place: int, atom: Atom) -> _Key:
    """Return what pieces that belong together have in common; a whole fact stays by itself."""
    match atom.leaf:
        case Text() if not atom.whole:
            return ("text",)
        case Mention(fact=fact, open=open_) if not atom.whole:
            return (fact, open_)
        case _:
            return (place,)
