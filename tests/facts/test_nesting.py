"""Texts that refer to texts."""

import re
import time

import pytest

from tests import sheets
from toolkit.facts.nesting import MAX_NESTING
from toolkit.facts.reader import read_sheet

TWO = sheets.MINIMAL.replace("[en]", "[vi, en]")


def messages(text: str) -> list[str]:
    return [finding.message for finding in read_sheet(text, "facts/x.yaml").diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "facts: {a: {text: 'See {facts.b}.'}, b: {text: 'See {title}.'}}\n",
        "organisations: {x: {name: X, note: '{organisations.x} was founded late.'}}\n",
        "agreements: {x: {title: 'Plan {agreements.x.period}', between: [], period: 2031, source: w}}\n"
        "sources: {w: {title: W}}\n",
        "facts: {a: {text: {vi: 'Xem {facts.b}', en: A}}, b: {text: {vi: B, en: 'See {facts.a}'}}}\n",
        "facts: {a: {text: {vi: '{facts.a.text.en}', en: A}}}\n",
    ],
)
def test_a_text_may_refer_to_another_or_to_its_own_entry(text: str) -> None:
    assert messages(TWO + text) == []


@pytest.mark.parametrize(
    ("text", "circle"),
    [
        ("facts: {a: {text: '{facts.a.text}'}}\n", ["facts.a.text"]),
        ("facts: {a: {text: '{facts.a}'}}\n", ["facts.a.text"]),
        (
            "people: {x: {name: '{facts.chairs}'}}\nfacts: {chairs: ['{people.x}']}\n",
            ["facts.chairs.0", "people.x.name"],
        ),
        ("sources: {x: {title: '{figures.f.source}'}}\nfigures: {f: {value: 1, source: x}}\n", ["sources.x.title"]),
        (
            "facts: {a: {text: {vi: '{facts.b}', en: A}}, b: {text: {vi: '{facts.a}', en: B}}}\n",
            ["facts.a.text.vi", "facts.b.text.vi"],
        ),
    ],
)
def test_a_circle_is_told_once_with_its_members(text: str, circle: list[str]) -> None:
    (message,) = messages(TWO + text)
    assert "refers to itself" in message
    assert sorted(re.findall(r"`([^`]+)`", message)) == circle


def chain(length: int, times: int = 1) -> str:
    links = [f"  t{n}: {{text: '{f'{{facts.t{n + 1}}} ' * times}'}}\n" for n in range(length)]
    return sheets.MINIMAL + "facts:\n" + "".join(links) + f"  t{length}: {{text: end}}\n"


def test_depth_and_growth_are_bounded() -> None:
    assert messages(chain(MAX_NESTING - 1)) == []
    assert messages(chain(MAX_NESTING)) == ["`facts.t0.text` refers to too much"]
    assert messages(chain(3, times=10)) == []
    assert messages(chain(4, times=10)) == ["`facts.t0.text` refers to too much"]


def test_what_the_rule_allows_can_be_printed() -> None:
    sheet = sheets.sheet(chain(MAX_NESTING - 1))
    assert sheets.compose("{{ facts.t0 }}\n", sheet).shown >= {f"facts.t{n}.text" for n in range(MAX_NESTING)}


def test_many_texts_are_looked_at_quickly() -> None:
    titles = "".join(f"  t{n}: {{text: '{{facts.t{n + 1}}} {{title}}'}}\n" for n in range(0, 6000, 2))
    leaves = "".join(f"  t{n}: {{text: end}}\n" for n in range(1, 6001, 2))
    start = time.perf_counter()
    assert messages(f"{sheets.MINIMAL}facts:\n{titles}{leaves}") == []
    assert time.perf_counter() - start < 5
