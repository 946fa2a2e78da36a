"""What a sheet is once it has been read: facts by their id, and the containers that hold them.

Floor 1. A fact's id is its path in the sheet, `agreements.tay_ninh.title.vi`. Nothing here changes after reading:
a correction is a new reading of a corrected text.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct, field

from toolkit.diagnostics import Span
from toolkit.yamltext import reads_as_text

ABSENT = "absent"
"""What records keep of a fact that the sheet does not have."""

COLLECTION = "collection"
"""The id of several sheets read together; that of those with a name begins with it and a hyphen."""


def is_collection(sheet_id: str) -> bool:
    """Return whether this is an id of several sheets read together; no single sheet may have such a one."""
    return sheet_id == COLLECTION or sheet_id.startswith(f"{COLLECTION}-")


class Period(Struct, frozen=True):
    """A year, or the years from `first` to `last`."""

    first: int
    last: int


Value: TypeAlias = str | int | Decimal | bool | date | datetime | Period | None
"""A fact's value, exact; `None` is not yet known."""


class Kind(StrEnum):
    """What a leaf of the sheet holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    PERIOD = "period"
    FLAG = "flag"
    TOKEN = "token"  # noqa: S105 - a word of a closed or labelled vocabulary, no secret
    REFERENCE = "reference"

    @property
    def word(self) -> str:
        """Return what people call it."""
        return {"moment": "point in time", "flag": "yes or no", "token": "keyword"}.get(self, self.value)


class Fact(Struct, frozen=True, gc=False):
    """One addressable value: its id, what it holds, its value and its place.

    `targets` names the collections that a reference may point into.
    """

    id: str
    kind: Kind
    value: Value
    span: Span
    targets: tuple[str, ...] = ()


class Form(StrEnum):
    """How a container holds its members."""

    RECORD = "record"  # known fields
    KEYED = "keyed"  # entities by their short id
    LIST = "list"  # members by position
    WORDS = "words"  # the same text by language
    QUOTES = "quotes"  # sources and what they say


class Container(Struct, frozen=True, gc=False):
    """A map or list of the sheet: the keys of its members in order, and for a record the field that shows it."""

    id: str
    form: Form
    keys: tuple[str, ...]
    span: Span
    shows: tuple[str, ...] = ()


class Check(Struct, frozen=True):
    """An expression over the facts that must hold."""

    expression: str
    span: Span


class Sheet(Struct, frozen=True):
    """The facts of one event. `languages` starts with the language of record; `text` is the file as read.

    `places` tells where the keys stand that are no facts, such as `id` and `languages`.
    """

    id: str
    file: str
    text: str
    languages: tuple[str, ...]
    facts: Mapping[str, Fact]
    containers: Mapping[str, Container]
    checks: tuple[Check, ...] = ()
    places: Mapping[str, Span] = field(default_factory=dict)

    @property
    def draft(self) -> bool:
        """Return whether the sheet still allows open values."""
        status = self.facts.get("status")
        return status is None or status.value != "confirmed"

    def known(self, path: str) -> bool:
        """Return whether `path` is a fact or a container of the sheet."""
        return path in self.facts or path in self.containers

    def under(self, prefix: str) -> Iterator[Fact]:
        """Yield the fact `prefix`, or every fact below it, in the order of the sheet."""
        if prefix in self.facts:
            yield self.facts[prefix]
            return
        start = f"{prefix}."  # put together once, not for each of ten thousand entries
        yield from (fact for name, fact in self.facts.items() if name.startswith(start))

    def entity(self, reference: Fact) -> str | None:
        """Return the path of the entity that `reference` names: in the first of its collections that has it."""
        for target in reference.targets:
            path = f"{target}.{reference.value}"
            if path in self.containers:
                return path
        return None

    def state(self, path: str) -> str:
        """Return what `path` holds as one line of text, to compare two readings: a value, or a container's keys."""
        fact = self.facts.get(path)
        return self.words(path) if fact is None else stated(fact.value)

    def states(self) -> dict[str, str]:
        """Return the state of every path that the sheet knows."""
        held = {path: " ".join(container.keys) for path, container in self.containers.items()}
        return {path: stated(fact.value) for path, fact in self.facts.items()} | held

    def words(self, path: str) -> str:
        """Return what papers keep of it: the same, but text stands without quotes."""
        fact = self.facts.get(path)
        if fact is not None:
            return canonical(fact.value)
        container = self.containers.get(path)
        return " ".join(container.keys) if container else ABSENT


def within(path: str, prefix: str) -> bool:
    """Return whether `path` is `prefix` itself or stands below it."""
    return path == prefix or path.startswith(f"{prefix}.")


def stated(value: Value) -> str:
    """Return `value` as records keep it: text that would be taken for another value stands in quotes."""
    if not isinstance(value, str):
        return canonical(value)
    plain = reads_as_text(value) and value[0] != '"' and value != ABSENT
    return value if plain else json.dumps(value, ensure_ascii=False)


def canonical(value: Value) -> str:
    """Return `value` as the one text that stands for it in papers and on the command line."""
    match value:
        case None:
            return "~"
        case bool():
            return "true" if value else "false"
        case Period(first, last):
            return str(first) if first == last else f"{first}/{last}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
