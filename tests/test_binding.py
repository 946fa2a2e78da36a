"""YAML nodes to the values of configuration."""

import pytest

from toolkit import binding
from toolkit.binding import Problems, Reader
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode


def bound(reader: Reader[object], text: str) -> tuple[object, list[str]]:
    """Return what `reader` makes of the key `a`, and its complaints."""
    root = parse(f"a: {text}\n", "x.yaml")
    assert isinstance(root, MapNode)
    problems: Problems = []
    value = reader(root.entries["a"], problems)
    return value, [found.message for found in problems]


@pytest.mark.parametrize(
    ("reader", "text", "value"),
    [
        (binding.text, "a word", "a word"),
        (binding.text, "12", "12"),
        (binding.flag, "true", True),
        (binding.number, "2", 2.0),
        (binding.number, "-2.5", -2.5),
        (binding.length, "14pt", 14.0),
        (binding.length, "25.4mm", 72.0),
        (binding.length, "2.54 cm", 72.0),
        (binding.choice("left", "right"), "right", "right"),
        (binding.many(binding.text), "[a, b]", ("a", "b")),
        (binding.many(binding.text), "a", ("a",)),
        (binding.keyed(binding.number), "{x: 1}", {"x": 1.0}),
    ],
)
def test_a_setting_is_read(reader: Reader[object], text: str, value: object) -> None:
    assert bound(reader, text) == (value, [])


@pytest.mark.parametrize(
    ("reader", "text", "complaint"),
    [
        (binding.text, "~", "expected text"),
        (binding.text, "[a]", "expected text"),
        (binding.flag, "yes", "expected true or false"),
        (binding.number, "nan", "expected a number"),
        (binding.number, "inf", "expected a number"),
        (binding.number, "true", "expected a number"),
        (binding.number, '"2"', "expected a number"),
        (binding.length, "14", "expected a measure"),
        (binding.length, "[14pt]", "expected a measure"),
        (binding.choice("left", "right"), "up", "`up` is not possible here"),
        (binding.choice("left", "right"), "[up]", "a list or map is not possible here"),
        (binding.keyed(binding.text), "x", "expected keys and values"),
        (binding.record(dict, {"size": binding.number}), "x", "expected a map with size"),
        (binding.record(dict, {"size": binding.number}), "{siz: 1}", "unknown key `siz`"),
        (binding.record(dict, {"size": binding.number}, ("size",)), "{}", "`size` is missing"),
    ],
)
def test_another_setting_is_refused(reader: Reader[object], text: str, complaint: str) -> None:
    assert bound(reader, text)[1] == [complaint]


def test_every_problem_of_a_record_is_told_at_once() -> None:
    reader = binding.record(dict, {"size": binding.number, "bold": binding.flag})
    assert len(bound(reader, "{size: x, bold: y, other: z}")[1]) == 3


def test_an_overlay_replaces_values_and_merges_maps() -> None:
    base, difference = (parse(text, "x.yaml") for text in ("a: {b: 1, c: [1, 2]}\nd: 4\n", "a: {c: [3], e: 5}\n"))
    merged = binding.overlay(base, difference)
    reader = binding.record(dict, {"a": binding.keyed(binding.many(binding.number)), "d": binding.number})
    assert reader(merged, []) == {"a": {"b": (1.0,), "c": (3.0,), "e": (5.0,)}, "d": 4.0}
