"""Sentences of the sheet whose words were edited in a paper, written again as the sheet writes them.

Floor 4. A sentence that refers to facts stands in a paper as words between controls. Where an edit lies wholly within
one, the sheet's new sentence follows from the paper's, with each reference in the place of the facts that it printed.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from toolkit.compose.printing import Printer
from toolkit.corrections.prose import ProseEdit
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Document, Emphasis, Foreign, Inlines, LineBreak, Link, Mention, Strong, Text
from toolkit.document.walk import runs_of_text
from toolkit.facts.sentences import SentenceError, doubled, split
from toolkit.readers.docx import Entry
from toolkit.readers.passages import OPEN, mark, normal, spaced


class Sentence(Struct, frozen=True):
    """A sentence of the sheet, from `start` to `end` in the skeleton of a line; `depth` counts those around it."""

    fact: str
    start: int
    end: int
    depth: int


class Passage(Struct, frozen=True):
    """A line of a paper as its document has it, and the sentences in it."""

    skeleton: str
    sentences: tuple[Sentence, ...]


class Rewritten(Struct, frozen=True):
    """A sentence as the sheet would write it now."""

    fact: str
    text: str


class Sentences:
    """The sentences of one issue."""

    def __init__(self, document: Document, entries: Iterable[Entry], printer: Printer) -> None:
        """Find the sentences of `document` that the baseline lists as `entries`; `printer` prints the same sheet."""
        self._raw = {entry.fact: raw for entry in entries if (raw := _raw(entry, printer)) is not None}
        self._printer = printer
        passages = (_passage(inlines) for inlines in (document.running, *runs_of_text(document.blocks)))
        self._passages = [passage for passage in passages if passage.sentences]
        self._by_skeleton = {normal(passage.skeleton): passage for passage in self._passages}

    def rewritten(self, edit: ProseEdit) -> Rewritten | None:
        """Return the one sentence that `edit` changed, as the sheet would write it; `None` if it is not clear."""
        old, new = spaced(edit.old), spaced(edit.new)
        found = self._passage(old) if old and new else None
        if found is None:
            return None
        passage, offset = found
        start, end = _changed(old, new)
        sentence = _innermost(passage.sentences, start - offset, end - offset)
        if sentence is None or sentence.fact not in self._raw:
            return None
        after = len(old) - offset - sentence.end
        words = edit.new[offset + sentence.start : len(new) - after]
        text = _with_references(words, self._references(self._raw[sentence.fact]))
        return Rewritten(sentence.fact, self._recased(text, sentence, passage)) if text else None

    def _passage(self, old: str) -> tuple[Passage, int] | None:
        """Return the passage that the line `old` ends with, and where it begins: before it may stand a list's label."""
        exact = self._by_skeleton.get(normal(old))
        for passage in (exact,) if exact else self._passages:
            skeleton = spaced(passage.skeleton)
            if old.endswith(skeleton):
                return passage, len(old) - len(skeleton)
        return None

    def _references(self, raw: str) -> list[tuple[str, str]]:
        """Return each reference of a sentence: the skeleton of what it prints, and what the sheet writes."""
        return [
            (_words(self._printer.show(self._printer.follow(part.path, None), part.format)), written(raw, part.offset))
            for part in split(raw)
            if not isinstance(part, str)
        ]

    def _recased(self, text: str, sentence: Sentence, passage: Passage) -> str:
        """Return `text` with the sheet's own first letter, where a template had changed its case and it stayed."""
        printed, own = passage.skeleton[sentence.start], self._raw[sentence.fact][:1]
        return (
            own + text[1:] if printed != own and printed.casefold() == own.casefold() == text[:1].casefold() else text
        )


def written(raw: str, offset: int) -> str:
    """Return the reference that begins at `offset` of the sheet's text `raw`."""
    return raw[offset : raw.index("}", offset) + 1]


def _raw(entry: Entry, printer: Printer) -> str | None:
    """Return what the sheet writes for a sentence, on one line; `None` where it is not the one that was issued."""
    fact = printer.view.sheet.facts.get(entry.fact)
    if fact is None or normal(str(fact.value)) != normal(entry.value):
        return None
    raw = " ".join(str(fact.value).split("\n")).strip()
    try:
        for part in split(raw):
            if not isinstance(part, str):
                printer.show(printer.follow(part.path, None), part.format)
    except (ToolkitError, SentenceError):
        return None
    return raw


def _passage(inlines: Inlines) -> Passage:
    sentences: list[Sentence] = []
    return Passage("".join(_pieces(inlines, sentences, [0])), tuple(sentences))


def _words(inlines: Inlines) -> str:
    return spaced("".join(_pieces(inlines, [], [0])))


def _pieces(inlines: Inlines, sentences: list[Sentence], done: list[int], depth: int = 0) -> Iterator[str]:
    """Yield the skeleton of `inlines` in pieces, and note the sentences; `done` holds the length so far."""
    for inline in inlines:
        match inline:
            case Mention(fact=fact, parts=parts) if parts:
                start = done[0]
                yield from _pieces(parts, sentences, done, depth + 1)
                sentences.append(Sentence(fact, start, done[0], depth))
                continue
            case Strong(nested) | Emphasis(nested) | Foreign(inlines=nested) | Link(inlines=nested):
                yield from _pieces(nested, sentences, done, depth)
                continue
            case Mention(fact=fact):
                piece = mark(fact)
            case Text(text):
                piece = text
            case LineBreak():
                piece = "\n"
        done[0] += len(piece)
        yield piece


def _changed(old: str, new: str) -> tuple[int, int]:
    """Return the stretch of `old` that is another one in `new`."""
    shorter = min(len(old), len(new))
    start = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    same = next((i for i in range(shorter - start) if old[-1 - i] != new[-1 - i]), shorter - start)
    return start, len(old) - same


def _innermost(sentences: Sequence[Sentence], start: int, end: int) -> Sentence | None:
    """Return the innermost sentence around a stretch; what is added at the edge of one belongs to the one around it."""
    around = [sentence for sentence in sentences if sentence.start <= start and end <= sentence.end]
    inside = [sentence for sentence in around if start != end or sentence.start < start < sentence.end]
    if inside:
        return max(inside, key=lambda sentence: sentence.depth)
    return min(around, key=lambda sentence: sentence.depth, default=None)


def _with_references(words: str, references: Sequence[tuple[str, str]]) -> str | None:
    """Return `words` with the sheet's references for their skeletons; `None` if not each stands there as before."""
    forms: dict[str, deque[str]] = {}
    for skeleton, raw in references:
        forms.setdefault(skeleton, deque()).append(raw)
    wanted = Counter(skeleton for skeleton, _ in references)
    pieces, done = [], 0
    for match in _found(forms, words):
        wanted[match.group()] -= 1
        if wanted[match.group()] < 0:
            return None
        pieces += [doubled(words[done : match.start()]), forms[match.group()].popleft()]
        done = match.end()
    pieces.append(doubled(words[done:]))
    text = re.sub("[ \t\n]+", " ", "".join(pieces)).strip()
    return None if +wanted or OPEN in text or not text else text


def _found(forms: Mapping[str, object], words: str) -> Iterator[re.Match[str]]:
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.finditer(pattern, spaced(words)) if pattern else iter(())
