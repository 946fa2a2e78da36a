from toolkit.readers.passages import (
    Line,
    Row,
    Shown,
    legible,
    lines_of,
    mark,
    normal,
    signature,
    spaced,
    unit_skeleton,
)

ONE = Line(("đạt ", Shown("figures.a.value", "20\u00a0tỷ"), "."))
OTHER = Line(("đạt ", Shown("figures.a.value", "25 tỷ"), "."))
ROW = Row(((ONE, Line(("hai",))), (), (OTHER,)))


def test_a_skeleton_is_the_words_without_the_values() -> None:
    assert ONE.words == "đạt 20\u00a0tỷ."
    assert ONE.skeleton == f"đạt {mark('figures.a.value')}."
    assert legible(ONE.skeleton) == "đạt {figures.a.value}."


def test_a_brace_in_the_words_is_no_mark() -> None:
    line = Line(("{figures.a.value}",))
    assert line.skeleton == "{figures.a.value}"
    assert signature(line) != signature(Line((Shown("figures.a.value", "x"),)))


def test_a_signature_tells_words_and_facts_but_not_values_or_spaces() -> None:
    assert signature(ONE) == signature(OTHER) == signature(Line(("đạt\u00a0 ", *OTHER.pieces[1:])))
    assert signature(ONE) != signature(Line(("đạt ", Shown("figures.b.value", "25 tỷ"), ".")))
    assert signature(Row(((ONE,), (OTHER,)))) != signature(Row(((ONE, OTHER), ())))


def test_a_row_shows_its_cells_and_their_lines() -> None:
    skeleton = legible(unit_skeleton(ROW))
    assert skeleton == "đạt {figures.a.value}. / hai |  | đạt {figures.a.value}."
    assert unit_skeleton(ONE) == ONE.skeleton
    assert [line.words for line in lines_of(ROW)] == [ONE.words, "hai", OTHER.words]
    assert list(lines_of(ONE)) == [ONE]


def test_what_holds_nothing_is_empty() -> None:
    assert Line().empty
    assert Line((" \u00a0\n",)).empty
    assert not Line((Shown("a.b", ""),)).empty
    assert Row(((), ())).empty
    assert not ROW.empty


def test_spaces_of_all_kinds_are_one() -> None:
    assert spaced("a\u00a0b\u202fc\td\ne") == "a b c d e"
    assert normal("  a\u00a0\u202f b\n ") == "a b"
    assert normal("a\u200bb") == "a\u200bb"
