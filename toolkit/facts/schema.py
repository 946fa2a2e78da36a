"""The sheet's format as JSON Schema, for editors that complete and check YAML.

Floor 1. Made from the same declaration that the reader uses, so the two cannot differ.
"""

from typing import Any, assert_never

from toolkit.facts.model import Kind
from toolkit.facts.shape import (
    KEY,
    LANGUAGE,
    SHEET,
    Anything,
    Claims,
    Keyed,
    Leaf,
    ListOf,
    Record,
    Shape,
    Sources,
    Words,
)

Schema = dict[str, Any]

_SINGLE = ["string", "number", "boolean", "null"]

_KINDS: dict[Kind, Schema] = {
    Kind.TEXT: {"type": ["string", "number", "null"]},
    Kind.NUMBER: {"type": ["number", "string", "null"], "description": "Digits, with _ between thousands."},
    Kind.DATE: {"type": ["string", "null"], "format": "date", "description": "year-month-day, without quotes"},
    Kind.MOMENT: {"type": ["string", "null"], "description": "2026-02-06T18:00:00+07:00"},
    Kind.PERIOD: {"type": ["string", "integer", "null"], "description": "a year, or 2026/2030"},
    Kind.FLAG: {"type": ["boolean", "null"]},
    Kind.TOKEN: {"type": ["string", "null"], "description": "a keyword; its words stand in templates/labels"},
}


def schema() -> Schema:
    """Return the JSON Schema (draft 2020-12) of a fact sheet."""
    made = _schema(SHEET)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Fact sheet", **made}


def _schema(shape: Shape) -> Schema:  # noqa: PLR0911 - one for each kind of shape
    match shape:
        case Leaf():
            return _leaf(shape)
        case Words():
            words = {
                "type": "object",
                "propertyNames": {"pattern": f"^{LANGUAGE}$"},
                "additionalProperties": {"type": _SINGLE},
            }
            return {"anyOf": [words, {"type": _SINGLE}]}
        case Sources():
            quotes = {"type": "object", "additionalProperties": {"type": _SINGLE}}
            listed = {"type": "array", "items": {"type": "string"}}
            return {
                "anyOf": [{"type": "string"}, listed, quotes],
                "description": "a source, a list, or {source: quote}",
            }
        case Claims():
            return {"type": "object", "description": "what sources say otherwise: {source: value}"}
        case Anything():
            return {}
        case ListOf(item):
            return {"anyOf": [{"type": "array", "items": _schema(item)}, _schema(item)]}
        case Record(fields=fields, required=required, doc=doc):
            properties = {name: _schema(field) for name, field in fields.items()}
            made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
            return made | ({"required": list(required)} if required else {}) | ({"description": doc} if doc else {})
        case Keyed(item, doc):
            entries = {"type": ["object", "null"], "propertyNames": {"pattern": f"^{KEY}$"}}
            return {**entries, "additionalProperties": _schema(item), "description": doc}
        case _:
            assert_never(shape)


def _leaf(leaf: Leaf) -> Schema:
    if leaf.choices:
        return {"enum": [*leaf.choices]}
    if leaf.kind is Kind.REFERENCE:
        return {"type": ["string", "null"], "description": f"the id of one of the {' or '.join(leaf.targets)}"}
    return {**_KINDS[leaf.kind], **({"pattern": f"^{leaf.pattern}$"} if leaf.pattern else {})}
