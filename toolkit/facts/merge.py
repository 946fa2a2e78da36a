"""Several sheets as one: a collection, such as a register across a year.

Floor 1. Each sheet's entities keep their place in their collection, with the sheet before their id
(`agreements.no_sa_2031__ports`); parties that several sheets name alike are one. What is no entity stands under
`sheets.<sheet>.`, but for the office: what a sheet says of it is for its own papers. References and sentences are led
to the new ids.
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


def merge(
    name: str, shown: str, sheets: Sequence[Sheet], settings: Mapping[str, str], office: Sheet | None = None
) -> Sheet:
    """Return the collection `name` of `sheets`; `settings` become the facts `collection.…` that its template reads.

    The collection has the languages that all sheets have, in the order of the first. `office` holds the facts of the
    office that issues it. It is a draft if one of the sheets is.
    """
    languages = tuple(
        lang for lang in (sheets[0].languages if sheets else ()) if all(lang in sheet.languages for sheet in sheets)
    )
    made = _Merge(Span(shown, 1, 1), languages)
    for prefix, sheet in zip(_prefixes(sheets), sheets, strict=True):
        made.add(prefix, sheet)
    made.close(settings, any(sheet.draft for sheet in sheets))
    facts, containers = (office.facts, office.containers) if office else ({}, {})
    return Sheet(name, shown, "", languages, {**made.facts, **facts}, {**made.containers, **containers})


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


def _field(path: str) -> str:
    """Return the path of the field of an entry that `path` is, or stands in."""
    return ".".join(path.split(".", 3)[:3])


class _Merge:
    """Collects the facts of sheets. One use only."""

    def __init__(self, span: Span, languages: tuple[str, ...]) -> None:
        self.facts: dict[str, Fact] = {}
        self.containers: dict[str, Container] = {}
        self._span = span
        self._languages = languages
        self._entries: dict[str, dict[str, None]] = {collection: {} for collection in ENTITIES}
        self._named: dict[tuple[str | None, ...], str] = {}
        self._sheets: list[str] = []

    def add(self, prefix: str, sheet: Sheet) -> None:
        """Take over the facts of `sheet` under their new ids, which begin with `prefix`.

        Of a party that is there already only the fields are taken over that it lacks.
        """
        ids = _Ids(prefix, self._parties(prefix, sheet), sheet)
        there = [f"parties.{key}" for key in ids.parties.values() if key in self._entries["parties"]]
        known = {f"{party}.{name}" for party in there for name in self.containers[party].keys}
        self._sheets.append(prefix)
        for collection in ENTITIES:
            self._entries[collection].update(
                dict.fromkeys(ids.key(collection, key) for key in _keys(sheet, collection))
            )
        for path, found in sheet.containers.items():
            new = ids.path(path)
            if ids.kept(path) and _field(new) not in known:
                made = self.containers.get(new) or replace(found, id=new, keys=())
                self.containers[new] = replace(made, keys=tuple(dict.fromkeys((*made.keys, *ids.keys(found)))))
        for path, fact in sheet.facts.items():
            new = ids.path(path)
            if ids.kept(path) and _field(new) not in known:
                self.facts[new] = replace(fact, id=new, value=ids.value(fact))
        top = tuple(name for name in MEMBER.fields if sheet.known(name))
        self.containers[f"sheets.{prefix}"] = Container(f"sheets.{prefix}", Form.RECORD, top, self._span, MEMBER.shows)

    def _parties(self, prefix: str, sheet: Sheet) -> dict[str, str]:
        """Return the ids of the parties of `sheet`: one that is called as a party of other sheets is that party."""
        ids: dict[str, str] = {}
        for key in _keys(sheet, "parties"):
            own = f"{prefix}{_SEPARATOR}{key}" if key in self._entries["parties"] else key
            name = self._name(sheet, key)
            known = self._named.setdefault(name, own) if name else own
            ids[key] = own if known in ids.values() else known
        return ids

    def _name(self, sheet: Sheet, key: str) -> tuple[str | None, ...]:
        """Return what papers call a party in each language, and its id if that is open in one.

        Nothing, if it is open in all, or refers to other facts.
        """
        path = f"parties.{key}.name"
        facts = [sheet.facts.get(path) or sheet.facts.get(f"{path}.{lang}") for lang in self._languages]
        names = tuple(" ".join(str(fact.value).split()) if fact and fact.value else None for fact in facts)
        if not any(names) or any("{" in name for name in names if name):
            return ()
        return names if all(names) else (*names, key)

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
    parties: Mapping[str, str]
    sheet: Sheet

    def kept(self, path: str) -> bool:
        """Return whether what stands at `path` goes into the collection."""
        top = path.partition(".")[0]
        return "." in path if top in ENTITIES else top in MEMBER.fields

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
        own = f"{self.prefix}{_SEPARATOR}{key}"
        return self.parties.get(key, own) if collection == "parties" else own

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
