import re
from collections.abc import Callable
from datetime import date

import pytest
from lxml import etree

from tests.writers.docx.lint import find, words
from tests.writers.docx.tracked import taken
from toolkit.document.changes import Side
from toolkit.document.explanation import Explanation
from toolkit.writers.docx.flow import Entry, Grid, Line, entries, explained_rows, write_flow
from toolkit.writers.docx.tracking import Stamp, Tracking
from toolkit.writers.docx.xml import NAMESPACES

STAMP = Stamp("Mẫu", date(2031, 6, 1))
SIDES = {"=": Side.BOTH, "-": Side.OLD, "+": Side.NEW}


def flow(plan: str, tracking: Tracking) -> list[Entry]:
    """Return the entries of `plan`: words such as `=a`, `-b`, `+T`; capitals are tables, `~x` has another look."""
    made: list[Entry] = []
    for word in plan.split():
        side, name = SIDES[word[0]], word[1:]
        if name.isupper():
            row = f"<w:tr><w:trPr></w:trPr><w:tc><w:p><w:pPr></w:pPr>{run(name)}</w:p></w:tc></w:tr>"
            made += entries(["<w:tbl>", row, "</w:tbl>"], side, tracking, STAMP)
        else:
            style = f'<w:pStyle w:val="{name[0]}"/>'
            made += entries([f"<w:p><w:pPr>{style}</w:pPr>{run(name)}</w:p>"], side, tracking, STAMP)
    return made


def run(name: str) -> str:
    return f"<w:r><w:t>{name}</w:t></w:r>"


def body(plan: str, below: Callable[[str], str] = str) -> etree._Element:
    tracking = Tracking({}, STAMP)
    written = "".join(write_flow(flow(plan, tracking), tracking, below))
    return etree.fromstring(f"<w:body {NAMESPACES}>{written}</w:body>")


def seen(root: etree._Element) -> list[str]:
    """Return each paragraph as its style and words, each table as its words; `|` is what only parts tables."""
    found = []
    for node in root:
        if find(node, "self::w:tbl"):
            found.append(words(node))
            continue
        (style,) = find(node, "w:pPr/w:pStyle/@w:val")
        found.append("|" if str(style) in ("Separator", "End") and not words(node) else f"{style}:{words(node)}")
    return found


@pytest.mark.parametrize(
    ("plan", "old", "new"),
    [
        ("=a", "a:a", "a:a"),
        ("+a =b", "b:b", "a:a b:b"),
        ("=a +b", "a:a", "a:a b:b"),
        ("=a -b", "a:a b:b", "a:a"),
        ("=a1 +a2 =b", "a:a1 b:b", "a:a1 a:a2 b:b"),
        ("=a +b +c +d", "a:a", "a:a b:b c:c d:d"),
        ("-a +b", "a:a", "b:b"),
        ("=a -b +c +d", "a:a b:b", "a:a c:c d:d"),
        ("-a -b", "a:a b:b", "|"),
        ("", "|", "|"),
        ("=T", "T |", "T |"),
        ("=T =U", "T | U |", "T | U |"),
        ("=a +T", "a:a", "a:a T |"),
        ("=a -T", "a:a T |", "a:a"),
        ("=a +T =b", "a:a b:b", "a:a T b:b"),
        ("=T +U =V", "T | V |", "T | U | V |"),
        ("=T +a =U", "T | U |", "T a:a U |"),
        ("=a +b =T", "a:a T |", "a:a b:b T |"),
        ("=a -b +c =T", "a:a b:b T |", "a:a c:c T |"),
        ("+b =T", "T |", "b:b T |"),
        ("-T +U", "T |", "U |"),
        ("=a -T +U =b", "a:a T b:b", "a:a U b:b"),
        ("=a +b +T", "a:a", "a:a b:b T |"),
        ("=a -b +c +T", "a:a b:b", "a:a c:c T |"),
        ("=a +T +b +U", "a:a", "a:a T b:b U |"),
        ("=T +a +U =b", "T b:b", "T a:a U b:b"),
    ],
)
def test_both_issues_can_be_taken_from_a_flow(plan: str, old: str, new: str) -> None:
    root = body(plan)
    assert seen(taken(root, accept=False)) == old.split()
    assert seen(taken(root, accept=True)) == new.split()
    assert not find(root, ".//w:tbl/following-sibling::*[1][self::w:tbl]")
    assert find(root, "*[last()][self::w:p][not(w:pPr/w:rPr)]")


@pytest.mark.parametrize(
    ("plan", "old", "new"),
    [
        ("=T =a =b", "T aLow:a b:b", "T aLow:a b:b"),
        ("+T =a", "a:a", "T aLow:a"),
        ("-T =a =b", "T aLow:a b:b", "a:a b:b"),
        ("=T +a =b", "T bLow:b", "T aLow:a b:b"),
        ("=T -a +c =b", "T aLow:a b:b", "T cLow:c b:b"),
        ("=T =a1 +a2", "T aLow:a1", "T aLow:a1 a:a2"),
        ("=T =a1 +a2 =b", "T aLow:a1 b:b", "T aLow:a1 a:a2 b:b"),
        ("=T +U =a", "T aLow:a", "T | U aLow:a"),
        ("-T +U =a", "T aLow:a", "U aLow:a"),
        ("=a +T +a2", "a:a", "a:a T aLow:a2"),
        ("=T -a -U =b", "T aLow:a U bLow:b", "T bLow:b"),
    ],
)
def test_in_each_issue_the_first_paragraph_below_a_table_stands_apart(plan: str, old: str, new: str) -> None:
    root = body(plan, lambda properties: re.sub('"([a-z])"', r'"\1Low"', properties))
    assert seen(taken(root, accept=False)) == old.split()
    assert seen(taken(root, accept=True)) == new.split()


def test_a_change_among_alike_is_put_as_if_typed() -> None:
    first, second, last = body("=a1 +a2 =b")
    assert find(first, "w:pPr/w:rPr/w:ins")
    assert not find(second, "w:pPr/w:rPr") + find(second, "w:pPr/w:pPrChange") + find(last, "w:pPr/w:rPr")


def test_a_change_before_another_look_keeps_its_own() -> None:
    first, second, _ = body("=a +c =b")
    assert not find(first, "w:pPr/w:rPr")
    assert find(second, "w:pPr/w:rPr/w:ins")
    assert not find(second, "w:pPr/w:pPrChange")


def test_only_the_first_words_of_a_table_are_explained() -> None:
    rows = tuple(f"<w:tr><w:p><w:pPr></w:pPr>{content}</w:p></w:tr>" for content in ("", run("x"), run("y")))
    assert explained_rows(rows, lambda content: f"!{content}") == (rows[0], rows[1].replace("<w:r>", "!<w:r>"), rows[2])
    assert explained_rows(rows[:1], lambda content: f"!{content}") == rows[:1]


def test_an_entry_is_explained_by_its_first_words() -> None:
    line, grid = Line("", "", "x", STAMP), Grid(Side.BOTH, (f"<w:p><w:pPr></w:pPr>{run('x')}</w:p>",))
    assert line.explained(str.upper).content == "X"
    assert grid.explained(lambda content: f"!{content}").pieces[0].count("!") == 1
    assert Tracking({}, STAMP).stamp(Explanation(())) == STAMP
