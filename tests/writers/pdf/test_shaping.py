"""Shaping: which letters each glyph stands for, and what is remembered."""

from itertools import product

import pytest

from tests.writers.pdf.reading import packaged_faces
from tests.writers.samples import KHMER
from toolkit.writers.pdf.shaping import UNTOLD, Font, font_of


def font(script: str) -> Font:
    return font_of(packaged_faces().cut(script, bold=False, italic=False))


def test_a_font_is_opened_and_a_word_shaped_once() -> None:
    assert font("latin") is font("latin")
    assert font("latin").shapes("Thỏa", "latin") is font("latin").shapes("Thỏa", "latin")


@pytest.mark.parametrize(("script", "text"), [("latin", "Thỏa thuận"), ("khmer", KHMER)])
def test_the_letters_of_all_glyphs_are_the_text(script: str, text: str) -> None:
    shapes = font(script).shapes(text, script)
    assert "".join(shape.letters for shape in shapes).replace(UNTOLD, "") == text


@pytest.mark.parametrize("first", "AVTfpữđ(")
def test_single_latin_letters_are_shaped_as_they_are_within_words(first: str) -> None:
    for second in "aoiWyỹ.,'1fl":
        together = font("latin").shapes(first + second, "latin")
        apart = (*font("latin").shapes(first, "latin"), *font("latin").shapes(second, "latin"))
        assert together == apart


def test_a_mark_of_its_own_changes_the_letter_before_it() -> None:
    for base, mark in product("xq", "\u0302\u0323"):
        assert font("latin").shapes(base + mark, "latin") != (
            *font("latin").shapes(base, "latin"),
            *font("latin").shapes(mark, "latin"),
        )
