"""The facts of an act of correction, in the shape of a sheet, for the corrigendum's template.

Floor 4. A corrigendum is a paper like any other: template, style, languages, formats. What it shows stands under
`correction.`: the act's number, date, reason, source and author, each change with the words that were printed and
those to be read instead, and the papers concerned.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from toolkit.compose.composer import Composition
from toolkit.compose.labels import Labels
from toolkit.corrections.subjects import PrintedSheet, subjects
from toolkit.diagnostics import Span
from toolkit.facts.model import Container, Fact, Form, Kind, Sheet, Value
from toolkit.facts.sentences import doubled
from toolkit.ledger import Act

ROOT = "correction"


class Pair(Struct, frozen=True):
    """A paper as it was composed before and after an act."""

    old: Composition
    new: Composition

    def seen(self) -> frozenset[str]:
        """Return the facts that either shows or consulted."""
        return self.old.shown | self.old.read | self.new.shown | self.new.read


Papers = Sequence[Pair]


def corrigendum_sheet(labels: Labels, lang: str, act: Act, readings: tuple[Sheet, Sheet], papers: Papers) -> Sheet:
    """Return the second of `readings` with what a reader of `lang` must know of `act` under `correction.`.

    `readings` are the sheet before and after the act; `papers` are the papers in `lang` that it changed.
    """
    old, new = readings
    made = _Facts(new)
    made.take(old, ("event.kind", "event.date"))  # a reader has the papers of before
    for name in ("number", "date"):  # those of the papers; a notice is given its own by hand
        made.drop(f"office.{name}")
    made.leaf(f"{ROOT}.number", Kind.NUMBER, act.number)
    made.leaf(f"{ROOT}.date", Kind.DATE, act.day)
    for name in ("reason", "source", "by"):
        made.text(f"{ROOT}.{name}", getattr(act, name))
    seen = frozenset().union(*(paper.seen() for paper in papers))
    changed = (change.fact for change in act.changes if change.fact in seen)
    told = tuple(subjects(changed, PrintedSheet(old, lang, labels), PrintedSheet(new, lang, labels)))
    for number, subject in enumerate(told, start=1):
        path = f"{ROOT}.changes.c{number}"
        made.leaf(f"{path}.fact", Kind.TEXT, subject.path)
        for name in ("label", "old", "new"):
            made.text(f"{path}.{name}", getattr(subject, name))
        made.record(path, ("fact", "label", "old", "new"))
    for number, paper in enumerate(papers, start=1):
        made.text(f"{ROOT}.papers.p{number}.title", paper.old.document.title)
        made.record(f"{ROOT}.papers.p{number}", ("title",))
    made.keyed(f"{ROOT}.changes", tuple(f"c{number}" for number in range(1, len(told) + 1)))
    made.keyed(f"{ROOT}.papers", tuple(f"p{number}" for number in range(1, len(papers) + 1)))
    made.record(ROOT, ("number", "date", "reason", "source", "by", "changes", "papers"))
    return replace(new, facts=made.facts, containers=made.containers)


class _Facts:
    """Collects made facts over those of a sheet; all of them point at the ledger."""

    def __init__(self, sheet: Sheet) -> None:
        self.facts = dict(sheet.facts)
        self.containers = dict(sheet.containers)
        self._span = Span(f"{sheet.id}.ledger.jsonl", 1, 1)

    def take(self, sheet: Sheet, paths: Iterable[str]) -> None:
        """Take facts as another reading has them."""
        self.facts |= {path: sheet.facts[path] for path in paths if path in sheet.facts}

    def drop(self, path: str) -> None:
        """Leave out a fact, if it is there."""
        self.facts.pop(path, None)

    def leaf(self, path: str, kind: Kind, value: Value) -> None:
        self.facts[path] = Fact(path, kind, value, self._span)

    def text(self, path: str, words: str) -> None:
        """Add words, if there are any."""
        if words:
            self.leaf(path, Kind.TEXT, doubled(words))

    def record(self, path: str, fields: tuple[str, ...]) -> None:
        present = tuple(
            name for name in fields if f"{path}.{name}" in self.facts or f"{path}.{name}" in self.containers
        )
        self.containers[path] = Container(path, Form.RECORD, present, self._span, present[:1])

    def keyed(self, path: str, keys: tuple[str, ...]) -> None:
        self.containers[path] = Container(path, Form.KEYED, keys, self._span)
