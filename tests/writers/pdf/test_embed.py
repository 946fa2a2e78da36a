"""Typefaces in the file."""

import io

import pytest
from fontTools.ttLib import TTFont

from tests.writers.pdf.reading import desk, opened, pages, plain, written
from tests.writers.samples import KHMER, paragraph, text
from toolkit.document.model import Emphasis, Paragraph, Strong, Text
from toolkit.writers.pdf.letters import Look


def fonts(*inlines: object) -> dict[str, object]:
    """Return the fonts of a page by their name without the subset's tag."""
    pdf = opened(written(Paragraph(inlines), form=plain()))  # type: ignore[arg-type]
    found = {str(font.BaseFont): font for font in pdf.pages[0].Resources.Font.values()}
    assert all(name[1:7].isupper() and name[7] == "+" for name in found)
    return {name.rpartition("+")[2]: font for name, font in found.items()}


def program(font: object) -> TTFont:
    data = font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()  # type: ignore[attr-defined]
    return TTFont(io.BytesIO(data))


def test_only_the_glyphs_used_are_embedded() -> None:
    font = fonts(Text("aba"))["SourceSerifPro-Regular"]
    assert program(font)["maxp"].numGlyphs == 3
    assert {"glyf", "head", "hhea", "hmtx", "loca", "maxp"} <= set(program(font).keys())
    assert not {"GSUB", "GPOS", "name"} & set(program(font).keys())


def test_each_cut_is_a_font_of_its_own() -> None:
    found = fonts(Text("a"), Strong(text("b")), Emphasis(text("c")), Text(KHMER), Strong(text(KHMER)))
    assert set(found) == {
        "SourceSerifPro-Regular", "SourceSerifPro-Bold", "SourceSerifPro-It", "NotoSansKhmer-Regular",
        "NotoSansKhmer-Regular-Bold",
    }  # fmt: skip


def test_a_variable_font_is_embedded_as_it_was_set() -> None:
    found = fonts(Text("ក"), Strong(text("ក")))
    regular, bold = found["NotoSansKhmer-Regular"], found["NotoSansKhmer-Regular-Bold"]
    assert "fvar" not in program(bold)
    widths = [font.DescendantFonts[0].W[1][1] for font in (regular, bold)]  # type: ignore[attr-defined]
    assert widths[0] < widths[1]
    for font, width in zip((regular, bold), widths, strict=True):
        hmtx = program(font)["hmtx"]
        name = program(font).getGlyphOrder()[1]
        assert round(hmtx[name][0]) == pytest.approx(float(width), abs=1)


def test_codes_lead_to_glyphs_and_letters() -> None:
    font = fonts(Text("ớ ớ"))["SourceSerifPro-Regular"]
    places = font.DescendantFonts[0].CIDToGIDMap.read_bytes()  # type: ignore[attr-defined]
    assert len(places) == 2 * 3
    assert b"<0001><1edb>\n<0002><0020>" in font.ToUnicode.read_bytes()  # type: ignore[attr-defined]


def test_long_maps_are_in_blocks_of_a_hundred() -> None:
    known = sorted(desk().case.main(Look(12)).font.letters & set(range(0x21, 0x2000)))
    letters = "".join(filter(str.isalpha, map(chr, known)))[:250]
    pdf = written(paragraph(letters), form=plain())
    font = next(iter(opened(pdf).pages[0].Resources.Font.values()))
    assert font.ToUnicode.read_bytes().count(b"100 beginbfchar") == 2
    assert "".join(pages(pdf)[0].split()) == letters
