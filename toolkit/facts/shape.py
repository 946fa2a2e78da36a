"""The format of a sheet as data: which keys exist, what each holds, what must be there.

Floor 1. One declaration serves the reader, the templates' view of a record and the editor's JSON Schema.
The format is described in prose in the README.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from toolkit.facts.model import Kind

KEY = "[a-z][a-z0-9_]*"
"""The id of an entry, as a pattern."""
SHEET_ID = "[a-z0-9][a-z0-9_-]{0,99}"
"""The id of a sheet: a folder's name, with room for what is added to it."""
LANGUAGE = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""The code of a language."""


class Leaf(Struct, frozen=True):
    """A single value. `choices` closes a vocabulary; `targets` names the collections a reference may point into.

    Text that is not free follows `pattern`. `default` is what papers and checks see where the sheet leaves it out.
    """

    kind: Kind
    choices: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    pattern: str = ""
    default: str = ""


class Words(Struct, frozen=True):
    """Text: a map of languages, or one plain string for all."""


class Sources(Struct, frozen=True):
    """Where an entry comes from: a source's id, a list of them, or a map of ids and quotes."""


class Claims(Struct, frozen=True):
    """What sources say otherwise: a map of source ids and values."""


class Anything(Struct, frozen=True):
    """Any value, or maps and lists of values."""


class ListOf(Struct, frozen=True):
    """A list; a single value stands for a list of one. `default` names the collection meant where it is left out."""

    item: "Shape"
    default: str = ""


class Record(Struct, frozen=True):
    """Known fields. Printing the record prints the first of `shows` that it has."""

    fields: Mapping[str, "Shape"]
    required: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    doc: str = ""


class Keyed(Struct, frozen=True):
    """Entities by their short id."""

    item: Record
    doc: str = ""


Shape: TypeAlias = Leaf | Words | Sources | Claims | Anything | ListOf | Record | Keyed

TEXT = Leaf(Kind.TEXT)
DATE = Leaf(Kind.DATE)
MOMENT = Leaf(Kind.MOMENT)
FLAG = Leaf(Kind.FLAG)
TOKEN = Leaf(Kind.TOKEN)
PERIOD = Leaf(Kind.PERIOD)
WORDS = Words()
SOURCES = Sources()
PARTY = Leaf(Kind.REFERENCE, targets=("parties",))
PERSON = Leaf(Kind.REFERENCE, targets=("people",))
BODY = Leaf(Kind.REFERENCE, targets=("organisations", "parties", "people"))

SIGNATORY = Record({"office": WORDS, "name": WORDS}, shows=("name", "office"))

OFFICE = Record(
    {
        "parent": WORDS,
        "body": WORDS,
        "symbol": WORDS,
        "number": TEXT,
        "place": WORDS,
        "date": DATE,
        "style": WORDS,
        "secretary": SIGNATORY,
        "chair": SIGNATORY,
        "authority": SIGNATORY,
        "recipients": ListOf(WORDS),
        "contact": Record({"name": WORDS, "phone": TEXT, "email": TEXT, "address": WORDS}, shows=("name",)),
    },
    shows=("body",),
    doc="The issuing office; what stands here overrides templates/office.yaml.",
)

SHEET = Record(
    {
        "format": Leaf(Kind.NUMBER),
        "id": Leaf(Kind.TEXT, pattern=SHEET_ID),
        "languages": ListOf(Leaf(Kind.TEXT, pattern=LANGUAGE)),
        "title": WORDS,
        "status": Leaf(Kind.TOKEN, choices=("draft", "confirmed"), default="draft"),
        "embargo": MOMENT,
        "sources": Keyed(
            Record(
                {"publisher": WORDS, "title": WORDS, "date": DATE, "file": TEXT, "url": TEXT, "note": WORDS},
                shows=("publisher", "title", "url", "file"),
            ),
            doc="Where the facts come from.",
        ),
        "parties": Keyed(
            Record({"name": WORDS, "short": WORDS, "note": WORDS}, ("name",), ("name",)), doc="The sides that met."
        ),
        "organisations": Keyed(
            Record(
                {"party": PARTY, "name": WORDS, "short": WORDS, "note": WORDS, "source": SOURCES}, ("name",), ("name",)
            ),
            doc="Bodies: ministries, provinces, political parties.",
        ),
        "people": Keyed(
            Record(
                {
                    "party": PARTY,
                    "name": WORDS,
                    "office": WORDS,
                    "organisation": BODY,
                    "note": WORDS,
                    "source": SOURCES,
                },
                ("name",),
                ("name",),
            ),
            doc="Persons by name and office.",
        ),
        "event": Record(
            {
                "kind": TOKEN,
                "title": WORDS,
                "date": DATE,
                "end_date": DATE,
                "start": TEXT,
                "end": TEXT,
                "place": WORDS,
                "frame": WORDS,
                "invited_by": BODY,
                "chairs": ListOf(BODY),
                "present": ListOf(BODY),
                "secretary": PERSON,
                "note": WORDS,
                "source": SOURCES,
            },
            ("kind", "date"),
            shows=("title",),
            doc="The meeting itself.",
        ),
        "figures": Keyed(
            Record(
                {
                    "label": WORDS,
                    "value": Anything(),
                    "unit": TEXT,
                    "approximate": FLAG,
                    "claims": Claims(),
                    "resolved": WORDS,
                    "note": WORDS,
                    "source": SOURCES,
                },
                ("value",),
                ("value",),
            ),
            doc="Numbers and their units.",
        ),
        "points": Keyed(
            Record(
                {
                    "topic": WORDS,
                    "kind": TOKEN,
                    "by": ListOf(PARTY, default="parties"),
                    "text": WORDS,
                    "note": WORDS,
                    "source": SOURCES,
                },
                ("text",),
                ("text",),
            ),
            doc="What was said and agreed, in order.",
        ),
        "actions": Keyed(
            Record(
                {
                    "owner": ListOf(BODY),
                    "due": DATE,
                    "text": WORDS,
                    "follows": TEXT,
                    "note": WORDS,
                    "source": SOURCES,
                },
                ("text",),
                ("text",),
            ),
            doc="Who does what by when.",
        ),
        "agreements": Keyed(
            Record(
                {
                    "kind": TOKEN,
                    "title": WORDS,
                    "between": ListOf(BODY),
                    "date": DATE,
                    "act": TOKEN,
                    "period": PERIOD,
                    "note": WORDS,
                    "source": SOURCES,
                },
                ("title", "between"),
                ("title",),
            ),
            doc="The documents one by one.",
        ),
        "checks": ListOf(TEXT),
        "facts": Anything(),
        "office": OFFICE,
    },
    required=("format", "id", "languages", "title", "event"),
    doc="A fact sheet: one event, its facts kept once.",
)

FORMAT = 1

MEMBER = Record({name: SHEET.fields[name] for name in ("title", "embargo", "event", "facts")}, shows=("title",))
"""What a collection keeps of each of its sheets under `sheets.<sheet>.`, beside the entities."""

_SEEN = Record({**SHEET.fields, "sheets": Keyed(MEMBER)})


def shape_at(path: str) -> Shape | None:
    """Return the declared shape of `path` in a sheet or collection, or `None` where the format declares nothing."""
    top, _, rest = path.partition(".")
    if rest and isinstance(_SEEN.fields.get(top), Keyed):
        _, _, rest = rest.partition(".")  # all entities of a collection have one shape: looked up once
        return _shape_of(f"{top}.*.{rest}" if rest else f"{top}.*")
    return _shape_of(path)


def own_path(path: str) -> str:
    """Return `path` as its own sheet has it: without the `sheets.<sheet>.` that a collection puts before it."""
    return path.split(".", 2)[2] if path.startswith("sheets.") and path.count(".") > 1 else path


@lru_cache(maxsize=2048)
def _shape_of(path: str) -> Shape | None:
    shape: Shape | None = _SEEN
    for step in path.split("."):
        match shape:
            case Record(fields=fields):
                shape = fields.get(step)
            case Keyed(item) | ListOf(item):
                shape = item
            case Sources():
                return Leaf(Kind.REFERENCE, targets=("sources",))
            case Anything():
                return shape
            case _:
                return None
    return shape
