"""Glyphs and the letters they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.writers.pdf.reading import packaged_faces
from toolkit.writers.pdf.shaping import Shape
from toolkit.writers.pdf.typeface import Typeface

khmer_text = st.text(st.sampled_from("កខគងចណតទបពមរលស្ាិីើឿៀេែៃោៅុូះំ់"), min_size=1, max_size=12)


def typeface(script: str = "latin") -> Typeface:
    return Typeface(packaged_faces().cut(script, bold=False, italic=False), "F1")


def test_latin_is_one_plain_piece_as_wide_as_its_letters() -> None:
    face = typeface()
    (piece,) = face.set("Việt", "latin", 12)
    assert piece.plain
    widths = [face.set(letter, "latin", 12)[0].width for letter in "Việt"]
    assert piece.width == pytest.approx(sum(widths))
    assert list(face.codes.values()) == ["\0\1", "\0\2", "\0\3", "\0\4"]
    assert [text for _, text in face.codes] == list("Việt")


def test_letters_that_kern_or_join_stay_apart() -> None:
    face = typeface()
    (piece,) = face.set("AVfi", "latin", 10)
    assert piece.plain
    assert [text for _, text in face.codes] == list("AVfi")


def sign(letter: str) -> Shape:
    return Shape(letter, 1, 500, 500, 0, 0)


def test_signs_of_pdf_strings_are_escaped() -> None:
    face = typeface()
    for number in range(1, 100):
        face.codes[-number, ""] = ""
    del face.codes[-1, ""], face.codes[-2, ""]
    assert [face._code(sign(letter)) for letter in "ab"] == ["\0b", "\0c"]
    face.codes = {(-number, ""): "" for number in range(1, 0x28)}
    assert [face._code(sign(letter)) for letter in "abc"] == ["\0\\(", "\0\\)", "\0*"]


@given(khmer_text)
def test_the_letters_of_the_pieces_are_the_text(text: str) -> None:
    face = typeface("khmer")
    pieces = face.set(text, "khmer", 12)
    assert "".join(piece.text for piece in pieces) == text
    assert not any(piece.plain for piece in pieces)
    assert all(piece.closes for piece in pieces[:-1])


def test_the_same_glyph_may_stand_for_different_letters() -> None:
    face = typeface("khmer")
    face.set("កេ", "khmer", 12)
    face.set("ខេ", "khmer", 12)
    first = {glyph: {text for each, text in face.codes if each == glyph} for glyph, _ in face.codes}
    assert {"ក", "ខ"} in first.values()


def test_a_vowel_in_two_glyphs_ends_its_piece() -> None:
    pieces = typeface("khmer").set("លើក", "khmer", 12)
    assert [(piece.text, piece.closes) for piece in pieces] == [("លើ", True), ("ក", False)]


def test_no_move_within_a_word_is_as_wide_as_a_space() -> None:
    assert typeface()._move(900) == ")-100 -100 -100 -100 -100 -100 -100 -100 -100("
    assert typeface()._move(-341) == ")341("
    assert typeface()._move(0) == ""
