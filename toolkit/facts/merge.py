"""Several sheets as one: a collection, such as a register across a year.

Floor 1. Each sheet's entities keep their place in their collection, with the sheet before their id
(`agreements.no_sa_2031__ports`); parties that several sheets name alike are one. What is no entity stands under
`sheets.<sheet>.`. References and sentences are led to the new ids.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from msgspec import Struct
from msgspec.structs import replace

from toolkit.diagnostics import Span
from toolkit.facts.model import Container, Fact, Form, Kind, Sheet, Value
from toolkit.facts.sentences import SentenceError, Slot, doubled, split
from toolkit.facts.shape import MEMBER, SHEET, Keyed

ENTITIES = tuple(name for name, shape in SHEET.fields.items() if isinstance(shape, Keyed))
_SEPARATOR = "__"
_SIGNS = re.compile(r"[^a-z0-9]+")


def merge(name: str, shown: str, sheets: Sequence[Sheet], settings: Mapping[str, str]) -> Sheet:
    """Return the collection `name` of `sheets`; `settings` become the facts `collection.…` that its template reads.

    The collection has the languages that all sheets have, in the order of the first. The office is the first sheet's.
    It is a draft if one of the sheets is.
    """
    made = _Merge(Span(shown, 1, 1))
    for prefix, sheet in zip(_prefixes(sheets), sheets, strict=True):
        made.add(prefix, sheet)
    made.close(settings, any(sheet.draft for sheet in sheets))
    languages = tuple(
        lang for lang in (sheets[0].languages if sheets else ()) if all(lang in sheet.languages for sheet in sheets)
    )
    return Sheet(name, shown, "", languages, made.facts, made.containers)


def _prefixes(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield a prefix for each of `sheets` that leads to no id of another, nor to that of a party without a prefix."""
    taken = {key.partition(_SEPARATOR)[0] for sheet in sheets for key in _keys(sheet, "parties") if _SEPARATOR in key}
    for sheet in sheets:
        words = _SIGNS.sub("_", sheet.id).strip("_")  # without a separator: the first one in an id ends its prefix
        prefix = next(each for each in chain([words], (f"{words}_{n}" for n in count(2))) if each not in taken)
        taken.add(prefix)
        yield prefix


def _keys(sheet: Sheet, collection: str) -> tuple[str, ...]:
    container = sheet.containers.get(collection)
    return container.keys if container else ()


class _Merge:
    """Collects the facts of sheets. One use only."""

    def __init__(self, span: Span) -> None:
        self.facts: dict[str, Fact] = {}
        self.containers: dict[str, Container] = {}
        self._span = span
        self._entries: dict[str, list[str]] = {collection: [] for collection in ENTITIES}
        self._sheets: list[str] = []

    def add(self, prefix: str, sheet: Sheet) -> None:
        """Take over the facts of `sheet` under their new ids, which begin with `prefix`."""
        parties = self._shared_parties(sheet)
        ids = _Ids(prefix, parties, sheet)
        office = not self._sheets
        self._sheets.append(prefix)
        for collection in ENTITIES:
            for key in _keys(sheet, collection):
                if not (collection == "parties" and key in parties):
                    self._entries[collection].append(f"{prefix}{_SEPARATOR}{key}")
        for path, found in sheet.containers.items():
            if ids.kept(path, office):
                new = ids.path(path)
                self.containers.setdefault(new, replace(found, id=new, keys=ids.keys(found)))
        for path, fact in sheet.facts.items():
            if ids.kept(path, office):
                new = ids.path(path)
                self.facts.setdefault(new, replace(fact, id=new, value=ids.value(fact)))
        top = tuple(name for name in MEMBER.fields if sheet.known(name))
        self.containers[f"sheets.{prefix}"] = Container(f"sheets.{prefix}", Form.RECORD, top, self._span, MEMBER.shows)

    def _shared_parties(self, sheet: Sheet) -> frozenset[str]:
        """Return the parties of `sheet` that are, or from now on stand for, the collection's party of that id."""
        shared = set()
        for key in _keys(sheet, "parties"):
            mine = [(fact.id, fact.value) for fact in sheet.under(f"parties.{key}.name")]
            theirs = [(name, self.facts[name].value) for name, _ in mine if name in self.facts]
            if key not in self._entries["parties"] or (theirs and set(theirs) <= set(mine)):
                shared.add(key)
                if key not in self._entries["parties"]:
                    self._entries["parties"].append(key)
        return frozenset(shared)

    def close(self, settings: Mapping[str, str], draft: bool) -> None:
        """Add the containers that hold the entities, the settings and the status."""
        for collection, keys in self._entries.items():
            self.containers[collection] = Container(collection, Form.KEYED, tuple(keys), self._span)
        self.containers["sheets"] = Container("sheets", Form.KEYED, tuple(self._sheets), self._span)
        for name, value in settings.items():
            self.facts[f"collection.{name}"] = Fact(f"collection.{name}", Kind.TEXT, value, self._span)
        self.containers["collection"] = Container("collection", Form.RECORD, tuple(settings), self._span)
        self.facts["status"] = Fact("status", Kind.TOKEN, "draft" if draft else "confirmed", self._span)


class _Ids(Struct, frozen=True):
    """How one sheet's ids become the collection's."""

    prefix: str
    parties: frozenset[str]
    sheet: Sheet

    def kept(self, path: str, office: bool) -> bool:
        """Return whether what stands at `path` goes into the collection."""
        top = path.partition(".")[0]
        return "." in path if top in ENTITIES else top in MEMBER.fields or (office and top == "office")

    def path(self, path: str) -> str:
        """Return the collection's path for the sheet's `path`."""
        top, dot, rest = path.partition(".")
        if top == "office":
            return path
        if top not in ENTITIES:
            return f"sheets.{self.prefix}.{top}{dot}{self._below(top, rest)}"
        key, dot, below = rest.partition(".")
        return f"{top}.{self.key(top, key)}{dot}{self._below(f'{top}.{key}', below)}"

    def _below(self, entry: str, path: str) -> str:
        """Return `path` below `entry`, with the source of a quote or claim under its new id."""
        name, dot, rest = path.partition(".")
        container = self.sheet.containers.get(f"{entry}.{name}") if dot else None
        if container is None or container.form is not Form.QUOTES:
            return path
        source, dot, rest = rest.partition(".")
        return f"{name}.{self.key('sources', source)}{dot}{rest}"

    def keys(self, container: Container) -> tuple[str, ...]:
        """Return the keys of `container`; those of quotes and claims are sources under their new ids."""
        if container.form is not Form.QUOTES:
            return container.keys
        return tuple(self.key("sources", key) for key in container.keys)

    def key(self, collection: str, key: str) -> str:
        """Return the collection's id of the entity `key`."""
        return key if collection == "parties" and key in self.parties else f"{self.prefix}{_SEPARATOR}{key}"

    def value(self, fact: Fact) -> Value:
        """Return the value of `fact` with its references led to the new ids."""
        if fact.kind is Kind.REFERENCE and isinstance(fact.value, str):
            entity = self.sheet.entity(fact) or ""
            return self.key(entity.partition(".")[0], fact.value)
        if fact.kind is Kind.TEXT and isinstance(fact.value, str) and "{" in fact.value:
            return self._sentence(fact.value)
        return fact.value

    def _sentence(self, text: str) -> str:
        try:
            parts = split(text)
        except SentenceError:
            return text
        return "".join(self._slot(part) if isinstance(part, Slot) else doubled(part) for part in parts)

    def _slot(self, slot: Slot) -> str:
        form = f"|{slot.format}" if slot.format else ""
        return f"{{{self.path(slot.path)}{form}}}"
