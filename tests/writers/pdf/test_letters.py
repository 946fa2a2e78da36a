"""Words in a look, shaped once."""

import pytest

from tests.writers.pdf.reading import desk
from toolkit.diagnostics import LetterError, ToolkitError
from toolkit.style import Role
from toolkit.writers.pdf.letters import Look, TypeCase, look_of
from toolkit.writers.pdf.shaping import Font
from toolkit.writers.pdf.typeface import Typeface


def khmer(case: TypeCase) -> Typeface:
    """Return the typeface that Khmer letters are set in."""
    return case.typeface(case.faces.cut("khmer", bold=False, italic=False))


def test_a_word_is_split_by_script_and_shaped_once() -> None:
    words = desk().case.words(Look(12))
    pieces = words["(ភាសា)"]
    assert [(piece.text, piece.plain) for piece in pieces] == [("(", True), ("ភាសា", False), (")", True)]
    assert pieces[0].typeface is pieces[2].typeface is not pieces[1].typeface
    assert words["(ភាសា)"] is pieces


def test_looks_that_differ_in_colour_share_their_words() -> None:
    case = desk().case
    assert case.words(Look(12)) is case.words(Look(12, color="#FF0000", underline=True))
    assert case.words(Look(12)) is not case.words(Look(12, bold=True))


def test_a_number_is_set_from_its_signs_as_if_it_were_shaped() -> None:
    case = desk().case
    (joined,) = case.words(Look(12))["06/02/2026"]
    (shaped,) = case.main(Look(12)).set("06/02/2026", "latin", 12)
    assert (joined.text, joined.code, joined.plain) == (shaped.text, shaped.code, True)
    assert joined.width == pytest.approx(shaped.width)


def test_a_mark_is_shaped_with_its_letter() -> None:
    (piece,) = desk().case.words(Look(12))["x\u0301y"]
    assert (piece.text, piece.plain) == ("x\u0301y", False)


def test_a_space_the_typeface_lacks_is_imitated() -> None:
    case = desk().case
    main = case.main(Look(12))
    main.font = Font(main.cut)  # others use the one that is opened once
    main.font.letters -= {0x2011, 0x202F}
    pieces = case.words(Look(12))["a\u202fb\u2011c"]
    assert "".join(piece.text for piece in pieces) == "a\u202fb\u2011c"
    assert {piece.typeface for piece in pieces} == {case.main(Look(12))}


def test_a_letter_the_typeface_lacks_comes_from_another_family() -> None:
    case = desk().case
    pieces = case.words(Look(12))["aŊb"]
    assert [piece.text for piece in pieces] == ["a", "Ŋ", "b"]
    assert pieces[1].typeface is khmer(case)


def test_a_letter_no_family_has_is_an_error() -> None:
    with pytest.raises(ToolkitError, match="font-missing"):
        desk().case.words(Look(12))["漢"]


@pytest.mark.parametrize("word", ["שלום", "a-سلام", "(א)"])
def test_words_that_run_to_the_left_are_refused(word: str) -> None:
    with pytest.raises(LetterError, match="right-to-left") as caught:
        desk().case.words(Look(12))[word]
    assert caught.value.letter in word


def test_a_script_without_a_font_names_a_letter_of_it() -> None:
    with pytest.raises(LetterError, match="no font for lao text") as caught:
        desk().case.words(Look(12))["xລາວ"]
    assert caught.value.letter == "ລ"


def test_a_space_belongs_to_the_typeface_before_it() -> None:
    case = desk().case
    words = case.words(Look(12))
    assert words.space(khmer(case)).typeface is khmer(case)
    assert words.space(None).typeface is case.main(Look(12))


def test_a_roles_background_is_not_its_words() -> None:
    look = look_of(Role(size=13, bold=True, color="#123456", background="#FFFFFF"))
    assert look == Look(13, True, False, False, "#123456", "")
