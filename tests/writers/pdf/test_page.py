"""A page's content stream."""

import pytest

from tests.writers.pdf.reading import desk, opened, operators, plain, words, written
from tests.writers.samples import BLANK, KHMER, text
from toolkit.document.model import Emphasis, Foreign, Link, Paragraph, Text
from toolkit.style import Role
from toolkit.writers.pdf.page import Page, Spot, paint, span_of


def spans(*inlines: object) -> list[dict[str, str]]:
    """Return the properties of the spans that `inlines` are drawn in."""
    pdf = opened(written(Paragraph(inlines), form=plain()))  # type: ignore[arg-type]
    found = [operands[1] for operands, operator in operators(pdf) if operator == "BDC" and str(operands[0]) == "/Span"]
    return [{str(key): str(value) for key, value in span.items()} for span in found]


def test_latin_needs_no_actual_text() -> None:
    assert spans(Text("Việt Nam")) == []


def test_khmer_has_its_text_told_without_the_space_after_it() -> None:
    assert spans(Text(f"a {KHMER} b")) == [{"/ActualText": KHMER}]
    assert spans(Text("ភាសា ភាសា")) == [{"/ActualText": "ភាសា ភាសា"}]


def test_a_text_told_ends_after_a_vowel_in_two_glyphs() -> None:
    assert spans(Text("លើក")) == [{"/ActualText": "លើ"}, {"/ActualText": "ក"}]


def test_another_language_is_told() -> None:
    assert spans(Foreign("en", text("minutes"))) == [{"/Lang": "en"}]
    assert spans(Foreign("km", text(KHMER))) == [{"/ActualText": KHMER, "/Lang": "km"}]


def test_what_is_marked_is_ended() -> None:
    ops = [
        operator
        for _, operator in operators(
            opened(written(Paragraph((BLANK, Text(KHMER), Link("https://mau.vn", text("x"))))))
        )
    ]
    depth = 0
    for operator in ops:
        depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(operator, 0)
        assert depth in (0, 1, 2)
    assert depth == 0
    assert ops.count("BT") == ops.count("ET") > 2


def test_an_open_mention_stands_on_a_coloured_area() -> None:
    pdf = written(Paragraph((Text("Thư ký: "), BLANK)))
    area = next(list(map(float, operands)) for operands, operator in operators(opened(pdf)) if operator == "re")
    marked = [word for word in words(pdf) if word.text not in ("Thư", "ký:")]
    assert area[0] == pytest.approx(marked[0].left, abs=0.1)
    assert area[0] + area[2] == pytest.approx(marked[-1].right, abs=0.1)


def test_a_link_over_two_lines_is_one_element_with_two_areas() -> None:
    pdf = opened(written(Paragraph((Link("https://mau.vn/a(b)c", text("rất dài " * 20)),))))
    notes = list(pdf.pages[0].Annots)
    assert len(notes) == 2
    assert {str(note.A.URI) for note in notes} == {"https://mau.vn/a(b)c"}
    paragraph_element = pdf.Root.StructTreeRoot.K.K
    assert str(paragraph_element.K.S) == "/Link"
    areas = [kid for kid in paragraph_element.K.K if not isinstance(kid, int) and kid.get("/Type") == "/OBJR"]
    assert [kid.Obj.objgen for kid in areas] == [note.objgen for note in notes]


def test_imitated_italics_are_slanted() -> None:
    pdf = opened(written(Paragraph((Emphasis(text("ភាសា")),)), form=plain()))
    (matrix,) = [list(map(float, operands)) for operands, operator in operators(pdf) if operator == "Tm"]
    assert matrix[:4] == [1, 0, 0.2, 1]


def test_a_colour_is_painted_by_its_parts() -> None:
    assert (paint("#FF0080"), paint("#000000", "RG")) == ("1 0 0.502 rg ", "0 0 0 RG ")


def test_a_languages_tag_cannot_break_out_of_its_span() -> None:
    assert span_of("", "e)n") == "/Span<</Lang<FEFF00650029006E>>>BDC "


def test_what_was_drawn_is_drawn_again_on_another_page() -> None:
    shown = desk()
    first, second = (Page(shown.file, shown.tree, 200, 300) for _ in range(2))
    first.stroke("#000000", 1, "0 0 m 2 2 l")
    before = first.drawn()
    first.area("#FFFFFF", 0, 0, 1, 1)
    first.stroke("#000000", 1, "0 0 m 1 1 l")
    first.draw(shown.lines(text("chữ"), Role(), 100)[0], Spot(1, 2), None)
    second.draw_again(first.drawn(before))
    assert second.drawn() == first.drawn(before)
    assert (len(second.under), len(second.over)) == (1, 1)
    assert "Tj" in second.parts[-1]
