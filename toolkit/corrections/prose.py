"""What was edited between the facts: lines and rows that differ, and the sentences of the sheet among them.

Floor 4. Two issues are compared by their skeletons, so that a changed value is no prose edit. A sentence of the sheet
that refers to facts stands in the paper as words between controls; where only its own words were edited, the sheet's
new sentence follows from them, with its references in their places.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from toolkit.compose.printing import Printer
from toolkit.corrections.meaning import plain
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Emphasis, Foreign, Inlines, LineBreak, Link, Mention, Strong, Text
from toolkit.facts.sentences import SentenceError, split
from toolkit.readers.docx import Entry
from toolkit.readers.passages import (
    OPEN,
    Line,
    Row,
    Unit,
    mark,
    normal,
    signature,
    spaced,
    unit_skeleton,
)

_ALIKE = 0.4
_MANY = 2500  # pairs of lines; above that a stretch was replaced as a whole


@dataclass(frozen=True, slots=True)
class Edit:
    """A paragraph that was changed, added (`old` is empty) or removed (`new` is empty), as skeletons."""

    old: str
    new: str


def edits(old: Sequence[Unit], new: Sequence[Unit]) -> list[Edit]:
    """Return what differs between two papers but for the values of facts, in reading order."""
    before, after = [signature(unit) for unit in old], [signature(unit) for unit in new]
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(old), len(new)))
    found: list[Edit] = []
    matcher = SequenceMatcher(None, before[start:], after[start:], autojunk=False)
    for tag, i, i_end, j, j_end in matcher.get_opcodes():
        if tag != "equal":
            found += _stretch(old[start + i : start + i_end], new[start + j : start + j_end])
    return found


def _stretch(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Edit]:
    """Yield the edits of a stretch in which no unit stayed as it was: those that are alike are one that changed."""
    if len(old) == len(new) == 1 and type(old[0]) is type(new[0]):
        yield from _changed(old[0], new[0])
        return
    rest = 0
    for unit in old:
        place = _match(unit, new, rest) if len(old) * len(new) <= _MANY else None
        if place is None:
            yield Edit(unit_skeleton(unit), "")
            continue
        yield from (Edit("", unit_skeleton(other)) for other in new[rest:place])
        yield from _changed(unit, new[place])
        rest = place + 1
    yield from (Edit("", unit_skeleton(other)) for other in new[rest:])


def _match(unit: Unit, new: Sequence[Unit], start: int) -> int | None:
    """Return the place from `start` on of the unit that `unit` became."""
    found, best = None, _ALIKE
    for place, other in enumerate(new[start:], start):
        if type(other) is type(unit):
            ratio = SequenceMatcher(None, signature(unit), signature(other), autojunk=False).ratio()
            found, best = (place, ratio) if ratio > best else (found, best)
    return found


def _changed(old: Unit, new: Unit) -> Iterator[Edit]:
    if isinstance(old, Row) and isinstance(new, Row) and len(old.cells) == len(new.cells):
        for before, after in zip(old.cells, new.cells, strict=True):
            yield from edits(before, after)
    elif isinstance(old, Line) and isinstance(new, Line):
        yield Edit(old.skeleton, new.skeleton)
    else:
        yield Edit(unit_skeleton(old), unit_skeleton(new))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the sheet that refers to facts: the skeleton it is printed as, and each reference in both forms."""

    entry: Entry
    skeleton: str
    references: tuple[tuple[str, str], ...]
    """Pairs of a reference's skeleton and of what the sheet writes for it, `{figures.trade}`."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A sentence as the sheet would write it now."""

    entry: Entry
    text: str


def sentences_of(entries: Sequence[Entry], printer: Printer) -> list[Sentence]:
    """Return the sentences among `entries`, those inside others first; `printer` prints the sheet of the issue."""
    found = [sentence for entry in entries if (sentence := _sentence(entry, printer))]
    return sorted(found, key=lambda sentence: len(sentence.skeleton))


def _sentence(entry: Entry, printer: Printer) -> Sentence | None:
    fact = printer.view.sheet.facts.get(entry.fact)
    if fact is None or normal(str(fact.value)) != normal(entry.value):
        return None
    raw = " ".join(str(fact.value).split("\n")).strip()
    skeleton, references = "", []
    try:
        for part in split(raw):
            if isinstance(part, str):
                skeleton += part
                continue
            words = _skeleton(printer.show(printer.follow(part.path, None), part.format))
            skeleton += words
            references.append((spaced(words), raw[part.offset : raw.index("}", part.offset) + 1]))
    except (ToolkitError, SentenceError):
        return None
    return Sentence(entry, skeleton, tuple(references))


def _skeleton(inlines: Inlines) -> str:
    pieces = []
    for inline in inlines:
        match inline:
            case Text(text):
                pieces.append(text)
            case Mention(fact=fact, parts=parts):
                pieces.append(_skeleton(parts) if parts else mark(fact))
            case Strong(nested) | Emphasis(nested) | Foreign(inlines=nested) | Link(inlines=nested):
                pieces.append(_skeleton(nested))
            case LineBreak():
                pieces.append("\n")
    return "".join(pieces)


def rewritten(edit: Edit, sentences: Sequence[Sentence]) -> Rewritten | None:
    """Return the one sentence whose words `edit` changed, as the sheet would write it; `None` if it is not clear."""
    for sentence in sentences:
        for first in (sentence.skeleton, sentence.skeleton[:1].swapcase() + sentence.skeleton[1:]):
            middle = _replaced(spaced(edit.old), edit.new, spaced(first))
            if middle is None:
                continue
            text = _with_references(middle, sentence)
            if text is None:
                return None
            if first != sentence.skeleton and text[:1] == first[:1]:
                text = sentence.skeleton[:1] + text[1:]
            return Rewritten(sentence.entry, text)
    return None


def _replaced(old: str, new: str, part: str) -> str | None:
    """Return what stands in `new` where `part` stood in `old`, if all around it is the same."""
    if old.count(part) != 1:
        return None
    before, _, after = old.partition(part)
    plainly = spaced(new)
    if len(new) < len(before) + len(after) or not (plainly.startswith(before) and plainly.endswith(after)):
        return None
    return new[len(before) : len(new) - len(after)]


def _with_references(words: str, sentence: Sentence) -> str | None:
    """Return `words` with the sheet's references for their skeletons; `None` if not each stands there as before."""
    forms: dict[str, deque[str]] = {}
    for skeleton, raw in sentence.references:
        forms.setdefault(skeleton, deque()).append(raw)
    wanted = Counter(skeleton for skeleton, _ in sentence.references)
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    pieces, done = [], 0
    for match in re.finditer(pattern, spaced(words)) if pattern else ():
        wanted[match.group()] -= 1
        if wanted[match.group()] < 0:
            return None
        pieces += [plain(words[done : match.start()]), forms[match.group()].popleft()]
        done = match.end()
    pieces.append(plain(words[done:]))
    text = re.sub("[ \t\n]+", " ", "".join(pieces)).strip()
    return None if +wanted or OPEN in text or not text else text
