"""Single values: what the sheet's text may say where a fact of some kind is expected.

Floor 1.
"""

import re
from collections.abc import Callable
from datetime import date, datetime

from toolkit.diagnostics import nearest
from toolkit.facts.model import Kind, Period, Value
from toolkit.facts.shape import Leaf
from toolkit.yamltext import Scalar, is_number

_PERIOD = re.compile(r"(\d{4})(?:/(\d{4}))?\Z", re.ASCII)
_TOKEN = re.compile(r"[a-z][a-z0-9_-]*\Z")

Read = tuple[Value, str, str]
"""A value, a complaint (empty if none) and a hint."""


def read_leaf(node: Scalar, leaf: Leaf) -> Read:
    """Return the value of `node` as `leaf` asks for it, or a complaint and a hint. `~` is open for every kind."""
    if node.value is None:
        return None, "", ""
    value, complaint, hint = _READERS[leaf.kind](node)
    if leaf.choices and not complaint and value not in leaf.choices:
        hint = nearest(str(value), leaf.choices) or f"one of {', '.join(leaf.choices)}"
        return value, f"`{node.text}` is not possible here", hint
    return value, complaint, hint


def _text(node: Scalar) -> Read:
    return node.text.rstrip("\n"), "", ""  # a block scalar's last line end is no part of the words


def _number(node: Scalar) -> Read:
    if is_number(node.value):
        return node.value, "", ""
    hint = "write digits, with `_` between thousands and a point before decimals: 20_000_000.5"
    return None, f"`{node.text}` is not a number", hint


def _date(node: Scalar) -> Read:
    if isinstance(node.value, date) and not isinstance(node.value, datetime):
        return node.value, "", ""
    return None, f"`{node.text}` is not a date", "write year-month-day without quotes: 2026-02-06"


def _moment(node: Scalar) -> Read:
    if isinstance(node.value, datetime | date):
        return node.value, "", ""
    return None, f"`{node.text}` is not a point in time", "write 2026-02-06T18:00:00+07:00"


def _period(node: Scalar) -> Read:
    match = _PERIOD.match(node.text)
    if not match:
        return None, f"`{node.text}` is not a period", "write a year, or two with a slash: 2026/2030"
    first, last = int(match[1]), int(match[2] or match[1])
    if last < first:
        return None, f"the period `{node.text}` ends before it begins", "write the earlier year first"
    return Period(first, last), "", ""


def _flag(node: Scalar) -> Read:
    if isinstance(node.value, bool):
        return node.value, "", ""
    return None, f"`{node.text}` is neither true nor false", "write true or false"


def _token(node: Scalar) -> Read:
    if _TOKEN.match(node.text):
        return node.text, "", ""
    hint = "lower-case letters, digits, hyphens and underscores; the words printed for it stand in templates/labels"
    return None, f"`{node.text}` is not a keyword", hint


def _reference(node: Scalar) -> Read:
    return node.text, "", ""


_READERS: dict[Kind, Callable[[Scalar], Read]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.PERIOD: _period,
    Kind.FLAG: _flag,
    Kind.TOKEN: _token,
    Kind.REFERENCE: _reference,
}
