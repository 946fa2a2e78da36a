import pytest
from lxml import etree

from tests.writers.docx.lint import find
from tests.writers.docx.reading import values
from toolkit.writers.docx.numbering import Numbering, Pattern, pattern_of


@pytest.mark.parametrize(
    ("labels", "ordered", "pattern"),
    [
        (("1.", "2.", "3."), True, Pattern("decimal", "", ".")),
        (("(4)", "(5)"), True, Pattern("decimal", "(", ")", 4)),
        (("9.", "10."), True, Pattern("decimal", "", ".", 9)),
        (("a)", "b)", "c)"), True, Pattern("lowerLetter", "", ")")),
        (("-", "-"), False, Pattern("bullet", "-")),
        (("•",), False, Pattern("bullet", "•")),
        (("1.", "1."), False, Pattern("bullet", "1.")),
        (("a)", "b)", "c)", "d)", "đ)"), True, None),
        (("1.", "3."), True, None),
        (("y)", "z)", "aa)"), True, None),
        (("I.", "II."), True, None),
        (("១.", "២."), True, None),
        (("-", "+"), False, None),
        (("", ""), False, None),
        ((), True, None),
    ],
)
def test_word_counts_where_it_makes_exactly_these_labels(
    labels: tuple[str, ...], ordered: bool, pattern: Pattern | None
) -> None:
    assert pattern_of(labels, ordered) == pattern
    if pattern:
        assert tuple(pattern.label(index) for index in range(len(labels))) == labels


def test_letters_end_with_z() -> None:
    alphabet = tuple(f"{chr(code)})" for code in range(ord("a"), ord("z") + 1))
    assert pattern_of(alphabet, True) == Pattern("lowerLetter", "", ")")
    assert pattern_of((*alphabet, "a)"), True) is None


def test_every_ordered_list_starts_anew_and_bullets_share_one() -> None:
    numbering = Numbering()
    ordered = [numbering.number(Pattern("decimal", "", ".", start), 0, 30, 10) for start in (1, 1, 5)]
    bullets = [numbering.number(Pattern("bullet", "-"), 0, 30, 10) for _ in range(2)]
    assert len(set(ordered)) == 3
    assert len(set(bullets)) == 1
    root = etree.fromstring(numbering.xml())
    assert len(find(root, "w:abstractNum")) == 2
    assert values(root, "w:num/w:lvlOverride/w:startOverride") == ["1", "1", "5"]


def test_a_level_says_its_label_and_where_words_stand() -> None:
    numbering = Numbering()
    assert '<w:ilvl w:val="1"/>' in numbering.number(Pattern("decimal", "(", ")"), 1, 30, 10)
    root = etree.fromstring(numbering.xml())
    assert values(root, ".//w:lvlText") == ["(%2)"]
    assert b'w:left="600" w:right="0" w:hanging="200"' in numbering.xml()


def test_levels_below_the_ninth_are_the_ninth() -> None:
    assert '<w:ilvl w:val="8"/>' in Numbering().number(Pattern("bullet", "-"), 20, 30, 10)
