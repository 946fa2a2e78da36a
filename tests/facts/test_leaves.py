"""Single values: what is read where a kind is expected, and what is said instead."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from toolkit.facts.leaves import read_leaf
from toolkit.facts.model import Kind, Period, Value
from toolkit.facts.shape import Leaf
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode, Scalar


def leaf(text: str) -> Scalar:
    root = parse(f"a: {text}\n", "x.yaml")
    assert isinstance(root, MapNode)
    node = root.entries["a"]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "12", "12"),
        (Kind.TEXT, "true", "true"),
        (Kind.TEXT, "2031-02-28", "2031-02-28"),
        (Kind.NUMBER, "-5", -5),
        (Kind.NUMBER, "1_000.50", Decimal("1000.50")),
        (Kind.DATE, "2031-02-28", date(2031, 2, 28)),
        (Kind.MOMENT, "2031-02-28T18:00:00Z", datetime(2031, 2, 28, 18, tzinfo=UTC)),
        (Kind.MOMENT, "2031-02-28", date(2031, 2, 28)),
        (Kind.PERIOD, "2031", Period(2031, 2031)),
        (Kind.PERIOD, '"2031/2035"', Period(2031, 2035)),
        (Kind.FLAG, "true", True),
        (Kind.TOKEN, "handed-over", "handed-over"),
        (Kind.REFERENCE, "anyone", "anyone"),
        *((kind, "~", None) for kind in Kind),
    ],
)
def test_a_value_is_read(kind: Kind, text: str, value: Value) -> None:
    assert read_leaf(leaf(text), Leaf(kind)) == (value, "", "")


@pytest.mark.parametrize(
    ("kind", "text", "complaint"),
    [
        (Kind.NUMBER, "20.000.000", "`20.000.000` is not a number"),
        (Kind.NUMBER, '"12"', "`12` is not a number"),
        (Kind.NUMBER, "true", "`true` is not a number"),
        (Kind.NUMBER, "về", "`về` is not a number"),
        (Kind.DATE, "28/02/2031", "`28/02/2031` is not a date"),
        (Kind.DATE, '"2031-02-28"', "`2031-02-28` is not a date"),
        (Kind.DATE, "2031-02-28T18:00:00", "`2031-02-28T18:00:00` is not a date"),
        (Kind.MOMENT, "18:00", "`18:00` is not a point in time"),
        (Kind.PERIOD, "2031-2035", "`2031-2035` is not a period"),
        (Kind.PERIOD, "2035/2031", "the period `2035/2031` ends before it begins"),
        (Kind.PERIOD, "២០៣១", "`២០៣១` is not a period"),
        (Kind.FLAG, "yes", "`yes` is neither true nor false"),
        (Kind.TOKEN, "Handed over", "`Handed over` is not a keyword"),
    ],
)
def test_another_value_is_refused_with_a_hint(kind: Kind, text: str, complaint: str) -> None:
    _, said, hint = read_leaf(leaf(text), Leaf(kind))
    assert said == complaint
    assert hint


def test_a_closed_choice_names_the_nearest_word_or_all() -> None:
    status = Leaf(Kind.TOKEN, choices=("draft", "confirmed"))
    assert read_leaf(leaf("draft"), status) == ("draft", "", "")
    assert read_leaf(leaf("confirm"), status)[1:] == ("`confirm` is not possible here", "did you mean `confirmed`?")
    assert read_leaf(leaf("x"), status)[1:] == ("`x` is not possible here", "one of draft, confirmed")
