"""A typeface as objects of the file: the letters used, their widths, and what text they stand for.

Floor 2. One Type0 font with Identity-H codes for each typeface (ISO 32000-1, 9.7), subset by HarfBuzz.
"""

import struct
from hashlib import sha256

import uharfbuzz as hb  # type: ignore[import-untyped]

from toolkit.writers.pdf.file import PdfFile
from toolkit.writers.pdf.typeface import Typeface

_DROPPED_TABLES = ("GSUB", "GPOS", "GDEF", "DSIG", "name", "post", "gasp", "kern", "OS/2", "BASE", "STAT", "meta")
_SYMBOLIC = 4
_STEM = 80
"""A usual thickness of stems; the entry is required, but no reader of embedded fonts needs it."""

_PER_RANGE = 100


def embed(file: PdfFile, typeface: Typeface) -> None:
    """Add `typeface` to `file`, once all text is set."""
    glyphs = [0, *(glyph for glyph, _ in typeface.codes)]
    program, mapping = _subset(typeface, set(glyphs))
    name = f"/{_tag(program)}+{_postscript_name(typeface)}"
    places = file.add_stream(b"".join(struct.pack(">H", mapping[glyph]) for glyph in glyphs))
    widths = " ".join(_thousandth(typeface, typeface.font.width(glyph)) for glyph in glyphs)
    descriptor = _descriptor(file, typeface, name, program)
    cid_font = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/FontDescriptor {descriptor} 0 R"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/CIDToGIDMap {places} 0 R/DW 0/W[0[{widths}]]>>"
    )
    texts = file.add_stream(_to_unicode([text for _, text in typeface.codes]))
    font = f"/Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{cid_font} 0 R]"
    file.add_font(typeface.name, file.add(f"<<{font}/ToUnicode {texts} 0 R>>"))


def _subset(typeface: Typeface, glyphs: set[int]) -> tuple[bytes, dict[int, int]]:
    """Return the font program with `glyphs` only, and their new numbers."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _DROPPED_TABLES)
    if typeface.font.face.has_var_data:
        wanted.pin_all_axes_to_default(typeface.font.face)
        if typeface.cut.weight:
            wanted.pin_axis_location(typeface.font.face, "wght", typeface.cut.weight)
    plan = hb.SubsetPlan(typeface.font.face, wanted)
    return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)


def _tag(program: bytes) -> str:
    """Return six capitals that tell this subset from others of the same font."""
    return "".join(chr(65 + byte % 26) for byte in sha256(program).digest()[:6])


def _postscript_name(typeface: Typeface) -> str:
    name = typeface.font.face.get_name(hb.OTNameIdPredefined.POSTSCRIPT_NAME) or "Font"
    weight = "-Bold" if typeface.cut.weight else ""
    return "".join(char for char in name if char.isalnum() or char == "-") + weight


def _thousandth(typeface: Typeface, units: float) -> str:
    return f"{units * 1000 / typeface.font.upem:.0f}"


def _descriptor(file: PdfFile, typeface: Typeface, name: str, program: bytes) -> int:
    head = typeface.font.face.reference_table("head").data
    box = " ".join(_thousandth(typeface, edge) for edge in struct.unpack_from(">4h", head, 36))
    post = typeface.font.face.reference_table("post").data
    angle = struct.unpack_from(">i", post, 4)[0] / 65536
    capitals = typeface.font.font.get_metric_position_with_fallback(hb.OTMetricsTag.CAP_HEIGHT)
    data = file.add_stream(program, f"/Length1 {len(program)}")
    return file.add(
        f"<</Type/FontDescriptor/FontName{name}/Flags {_SYMBOLIC}/FontBBox[{box}]/ItalicAngle {angle:.1f}"
        f"/Ascent {typeface.font.ascent * 1000:.0f}/Descent {-typeface.font.descent * 1000:.0f}"
        f"/CapHeight {_thousandth(typeface, capitals)}/StemV {_STEM}/FontFile2 {data} 0 R>>"
    )


def _to_unicode(texts: list[str]) -> bytes:
    """Return the CMap from codes, counted from 1, to their `texts` (ISO 32000-1, 9.10.3)."""
    lines = [f"<{code:04X}><{text.encode('utf-16-be').hex()}>" for code, text in enumerate(texts, 1)]
    blocks = [lines[start : start + _PER_RANGE] for start in range(0, len(lines), _PER_RANGE)]
    entries = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n{entries}"
        "endcmap CMapName currentdict/CMap defineresource pop end end\n"
    ).encode("ascii")
