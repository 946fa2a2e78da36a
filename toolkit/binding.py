"""YAML nodes to typed values, for the small files that are configuration: styles, labels, front matter.

Floor 0. A reader is a function of a node and a list of findings; it returns a value, or notes a finding and returns
a neutral one, so that a file's problems are reported all at once. `record` reads a mapping with known keys.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from toolkit.diagnostics import Diagnostic, Span, nearest
from toolkit.yamltext import ListNode, MapNode, Node, Scalar, is_number

T = TypeVar("T")
Problems = list[Diagnostic]
Reader = Callable[[Node, Problems], T]

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)\s*(pt|mm|cm)\Z", re.ASCII)
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54}


def refuse(problems: Problems, span: Span, message: str, hint: str = "") -> None:
    """Note that the value at `span` is not what the file's format asks for."""
    problems.append(Diagnostic("bad-setting", message, span, hint))


def text(node: Node, problems: Problems) -> str:
    """Read words."""
    if type(node) is Scalar and node.value is not None:
        return node.text
    refuse(
        problems, node.span, "expected text", "write a word or a sentence; quotes hold what YAML would read otherwise"
    )
    return ""


def flag(node: Node, problems: Problems) -> bool:
    """Read true or false."""
    if type(node) is Scalar and isinstance(node.value, bool):
        return node.value
    refuse(problems, node.span, "expected true or false", "write true or false")
    return False


def number(node: Node, problems: Problems) -> float:
    """Read a plain number."""
    if type(node) is Scalar and is_number(node.value):
        return float(node.value)
    refuse(problems, node.span, "expected a number", "write digits: 12 or 2.5")
    return 0.0


def length(node: Node, problems: Problems) -> float:
    """Read a measure such as `14pt`, `20mm` or `1.27cm`; return points."""
    match = _LENGTH.match(node.text) if type(node) is Scalar else None
    if match:
        return float(match[1]) * _POINTS[match[2]]
    refuse(problems, node.span, "expected a measure", hint="write a number and pt, mm or cm: `14pt`")
    return 0.0


def choice(*words: str) -> Reader[str]:
    """Return a reader of one of `words`."""

    def read(node: Node, problems: Problems) -> str:
        if type(node) is Scalar and node.text in words:
            return node.text
        shown = f"`{node.text}`" if type(node) is Scalar else "a list or map"
        hint = f"one of {', '.join(words)}"
        refuse(problems, node.span, f"{shown} is not possible here", hint)
        return words[0]

    return read


def many(reader: Reader[T]) -> Reader[tuple[T, ...]]:
    """Return a reader of a list of what `reader` reads; a single value is a list of one."""

    def read(node: Node, problems: Problems) -> tuple[T, ...]:
        items = node.items if isinstance(node, ListNode) else (node,)
        return tuple(reader(item, problems) for item in items)

    return read


def keyed(reader: Reader[T]) -> Reader[dict[str, T]]:
    """Return a reader of a map from any key to what `reader` reads."""

    def read(node: Node, problems: Problems) -> dict[str, T]:
        if not isinstance(node, MapNode):
            refuse(problems, node.span, "expected keys and values", "write `key: value`, one a line")
            return {}
        return {key: reader(value, problems) for key, value in node.entries.items()}

    return read


def record(make: Callable[..., T], readers: Mapping[str, Reader[Any]], required: tuple[str, ...] = ()) -> Reader[T]:
    """Return a reader of a map with the keys of `readers`, which calls `make` with those that are present."""

    def read(node: Node, problems: Problems) -> T:
        values: dict[str, Any] = {}
        if not isinstance(node, MapNode):
            refuse(problems, node.span, f"expected a map with {', '.join(readers)}")
            return make()
        for key, value in node.entries.items():
            if key in readers:
                values[key] = readers[key](value, problems)
            else:
                hint = nearest(key, readers) or f"known keys: {', '.join(readers)}"
                refuse(problems, node.keys[key], f"unknown key `{key}`", hint)
        for key in required:
            if key not in values:
                refuse(problems, node.span, f"`{key}` is missing", f"add `{key}:`")
        return make(**values)

    return read


def overlay(base: Node, difference: Node) -> Node:
    """Return `base` with what `difference` says otherwise: maps are merged key by key, all else is replaced."""
    if not (isinstance(base, MapNode) and isinstance(difference, MapNode)):
        return difference
    entries = dict(base.entries)
    for key, value in difference.entries.items():
        entries[key] = overlay(entries[key], value) if key in entries else value
    return MapNode(entries, {**base.keys, **difference.keys}, difference.span)
