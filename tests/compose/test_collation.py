"""Words in the order of their language."""

import pytest

from toolkit.compose.collation import sort_key


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ["An", "Ăn", "Ân", "Bình", "Dung", "Đà", "Em", "Êm", "oi", "ôi", "ơi", "Tây", "ung", "ưng"]),
        ("vi", ["ma", "mà", "mả", "mã", "má", "mạ", "mạc"]),
        ("vi", ["Đồng Nai", "Tây Ninh"]),
        ("en", ["apple", "Banana", "café", "cafés", "dog"]),
        ("en", ["cote", "côte", "dote"]),
    ],
)
def test_words_stand_in_the_order_of_a_dictionary(lang: str, words: list[str]) -> None:
    backwards = list(reversed(words))
    assert sorted(backwards, key=lambda word: sort_key(word, lang)) == words


def test_accents_count_only_between_words_with_the_same_letters() -> None:
    assert sorted(["mà đá", "ma đi", "má đá"], key=lambda word: sort_key(word, "vi")) == ["mà đá", "má đá", "ma đi"]


def test_capitals_do_not_count() -> None:
    assert sort_key("ĐẢNG", "vi") == sort_key("đảng", "vi")
