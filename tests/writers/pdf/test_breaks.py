"""Where text may be broken."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.writers.pdf import breaks
from toolkit.writers.pdf.breaks import at_signs, chunks, script_of, stretches, syllables, tidy

KHMER = "ព្រះរាជាណាចក្រកម្ពុជា"
LAO = "ພຣະເຈົ້າຢູ່ຫົວແຫ່ງປະເທດລາວ"
khmer_text = st.text(st.sampled_from("កខគងចឆណតទបពមរលសហអ្ាិីឹុូេោះំ់៍។០២"), min_size=1, max_size=20)


@pytest.fixture
def no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaks, "_dictionary", lambda: None)


def shown(text: str) -> str:
    """Return `text` with every place where a line may end as `|`."""
    return "".join(chunk.text + ({" ": " |", "\u200b": "|"}.get(chunk.after, "")) for chunk in chunks(text))


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("hai bên  ký", "hai |bên |ký"),
        ("20\u00a0tỷ USD", "20\u00a0tỷ |USD"),
        ("một\u200bhai", "một|hai"),
        ("Việt Nam–Campuchia", "Việt |Nam–|Campuchia"),
        ("high-level talks", "high-|level |talks"),
        ("15/QĐ-BNV 2026-02-06 06/02/2026", "15/QĐ-BNV |2026-02-06 |06/02/2026"),
        (" đầu dòng ", " |đầu |dòng |"),
        ("", ""),
    ],
)
def test_latin_lines_end_at_spaces_and_after_dashes(text: str, broken: str) -> None:
    assert shown(text) == broken


def test_khmer_and_lao_lines_end_between_words_of_the_dictionary() -> None:
    assert shown("បានឯកភាពគ្នា") == "បាន|ឯកភាព|គ្នា"
    assert shown(LAO) == "ພຣະເຈົ້າ|ຢູ່|ຫົວ|ແຫ່ງ|ປະເທດ|ລາວ"


@pytest.mark.usefixtures("no_dictionary")
def test_without_a_dictionary_they_end_between_syllables() -> None:
    assert shown(KHMER) == "ព្រះ|រា|ជា|ណា|ច|ក្រ|ក|ម្ពុ|ជា"
    assert shown("ສອງຝ່າຍ") == "ສ|ອ|ງ|ຝ່າ|ຍ"


@given(khmer_text)
def test_a_syllable_is_never_broken(text: str) -> None:
    pieces = syllables(text)
    assert "".join(pieces) == text
    for before, after in pairwise(pieces):
        assert not unicodedata.category(after[0]).startswith("M")
        assert not before.endswith("\u17d2")


@given(st.text(st.sampled_from("ab ới-–/\u200b\u00a0កាល")))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(chunk.text for chunk in chunks(text))
    assert kept == text.replace(" ", "").replace("\u200b", "")


def test_scripts_are_told_apart() -> None:
    assert list(stretches("(ភាសា)20ລາວ")) == [("latin", "("), ("khmer", "ភាសា"), ("latin", ")20"), ("lao", "ລາວ")]


def test_a_word_wider_than_its_line_breaks_after_signs() -> None:
    assert at_signs("https://mau.vn/van-kien_2.pdf") == ["https://", "mau.", "vn/", "van-", "kien_", "2.", "pdf"]


def test_text_is_composed_and_rid_of_marks_without_a_picture() -> None:
    assert tidy("Viê\u0323t Na\u00adm\ufeff") == "Việt Nam"


@pytest.mark.parametrize(("lang", "script"), [("vi", "latin"), ("km", "khmer"), ("lo-LA", "lao"), ("fr", "latin")])
def test_a_language_is_written_in_a_script(lang: str, script: str) -> None:
    assert script_of(lang) == script
