"""Inlines to lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.writers.pdf.reading import desk
from tests.writers.samples import BLANK, EVERY_INLINE, SENTENCE, style, text
from toolkit.document.model import Emphasis, Foreign, Inlines, LineBreak, Link, Strong, Text
from toolkit.document.walk import inline_text
from toolkit.style import Role
from toolkit.writers.pdf.lines import Line, runs
from toolkit.writers.pdf.paper import Paper

ROLE = Role(size=10)
DESK = desk()
words_of_any_kind = st.text(st.sampled_from("abi Việtđ-/.–\u200b\u00a0កាលុ្"), max_size=60)


def letters(line: Line) -> str:
    return "".join(atom.piece.text for atom in line.atoms)


def lines(inlines: Inlines, room: float = 100.0, paper: Paper = DESK, role: Role = ROLE) -> list[str]:
    return [letters(line) for line in paper.lines(inlines, role, room)]


def test_words_fill_a_line_as_far_as_they_fit() -> None:
    assert lines(text("Hai bên nhất trí tăng cường hợp tác"), 60) == ["Hai bên nhất ", "trí tăng ", "cường hợp ", "tác"]


def test_a_first_line_may_be_shorter() -> None:
    first, second = DESK.lines(text("một hai ba bốn năm sáu"), ROLE, 100, 40)
    assert (letters(first), letters(second)) == ("một hai ", "ba bốn năm sáu")


@given(words_of_any_kind, st.floats(1, 200))
def test_no_letter_is_lost_and_no_line_too_wide(words: str, room: float) -> None:
    set_lines = DESK.lines(text(words), ROLE, room)
    kept = "".join(letters(line) for line in set_lines)
    assert "".join(kept.split()) == "".join(words.replace("\u200b", "").split())
    for line in set_lines:
        assert line.width <= room + 0.1 or " " not in letters(line).strip()
        whole = sum(atom.piece.width for atom in line.atoms)
        assert line.width in (pytest.approx(whole - trailing(line)), pytest.approx(whole))  # where it is no-break


def trailing(line: Line) -> float:
    last = line.atoms[-1] if line.atoms else None
    return last.piece.width if last and last.piece.text.isspace() and not last.gap else 0.0


def test_a_word_too_wide_breaks_after_signs_then_between_letters() -> None:
    assert lines(text("x mau.vn/van-kien-so-muoi"), 50) == ["x ", "mau.vn/", "van-kien-", "so-muoi"]
    assert lines(text("aaaaaaaaaaaaaaaaaaaaaaaaaa"), 30) == ["aaaaa"] * 5 + ["a"]


def test_a_figure_breaks_at_its_no_break_space_before_it_breaks_inside() -> None:
    assert lines(text("about\u00a084,300\u00a0households"), 55) == ["about\u00a0", "84,300\u00a0", "households"]
    assert lines(text("khoảng 4.500.000-5.200.000"), 50) == ["khoảng ", "4.500.000-", "5.200.000"]
    assert lines(text("1.234.567"), 30) == ["1.234.", "567"]
    assert lines((Strong(text("US$1.")), Text("25\u00a0billion")), 60) == ["US$1.25\u00a0", "billion"]


def test_a_forced_break_ends_a_line_that_is_not_full() -> None:
    first, second = DESK.lines((Text("một"), LineBreak(), Text("hai")), ROLE, 100)
    assert (letters(first), first.full, letters(second)) == ("một", False, "hai")


def test_a_word_goes_on_from_one_inline_to_the_next() -> None:
    (line,) = DESK.lines((Text("Số "), Strong(text("15")), Text("/BB-VP")), ROLE, 200)
    assert [(atom.piece.text, atom.look.bold) for atom in line.atoms] == [
        ("Số", False), (" ", False), ("15", True), ("/BB-VP", False)
    ]  # fmt: skip
    assert line.gaps == 1


def test_looks_nest() -> None:
    inlines = (Emphasis((Text("a"), Strong(text("b")), Emphasis(text("c")))), Foreign("km", text("d")))
    shown = [(run.text, run.look.italic, run.look.bold, run.look.lang) for run in runs(inlines, ROLE, DESK.case)]
    assert shown == [("a", True, False, ""), ("b", True, True, ""), ("c", False, False, ""), ("d", False, False, "km")]


def test_capitals_are_the_text() -> None:
    assert lines(text("Biên bản"), role=replace(ROLE, caps=True)) == ["BIÊN BẢN"]


def test_an_open_mention_has_the_placeholders_background() -> None:
    (run,) = runs((BLANK,), ROLE, desk(style("base")).case)
    assert run.look.background == "#FFF2A8"


def test_a_sentence_shows_its_parts() -> None:
    shown = "".join(run.text for run in runs((SENTENCE,), ROLE, DESK.case))
    assert shown == inline_text((SENTENCE,))


def test_a_link_leads_to_the_web_only() -> None:
    good, bad = runs((Link("https://mau.vn", text("a")), Link("file:///etc/passwd", text("b"))), ROLE, DESK.case)
    assert good.look.link is not None
    assert good.look.link.target == "https://mau.vn"
    assert bad.look.link is None


@pytest.mark.parametrize("name", EVERY_INLINE)
def test_every_inline_is_shown(name: str) -> None:
    shown = "".join(lines(EVERY_INLINE[name], 1000)).replace(" ", "")
    assert shown == inline_text(EVERY_INLINE[name]).replace(" ", "").replace("\n", "")
