"""PDF/A-3a and PDF/UA-1, by the reference validator."""

import io
import re
from datetime import date

import pytest
from msgspec.structs import replace
from PIL import Image, ImageCms

from tests.validators.verapdf import validate
from tests.writers.pdf.reading import opened, set_pdf, written
from tests.writers.samples import (
    EVERY_BLOCK,
    EVERY_INLINE,
    KHMER,
    LETTERHEAD,
    NASTY,
    SIGNATURES,
    TABLE,
    minutes,
    paper,
    paragraph,
    style,
    text,
)
from toolkit.document.model import Attachment, Document, Heading, Item, Listing, Paragraph, Table, Text
from toolkit.writers.pdf.conformance import srgb_profile

LAO = "ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ"
TITLE = Heading(1, text("Biên bản"), "title")
EMPTY_TABLE = Table(TABLE.columns, ())
WIDE_ROW = Table(TABLE.columns[:1], (replace(TABLE.rows[0], cells=(text("dài " * 4000),)),))
PAPERS: dict[str, Document] = {
    "minutes": minutes(attachment=lambda: Attachment("mẫu.yaml", "id: mẫu\n".encode())),
    "letterhead": paper(LETTERHEAD, TITLE, SIGNATURES),
    "inlines": paper(TITLE, *map(Paragraph, EVERY_INLINE.values())),
    "blocks": paper(TITLE, *EVERY_BLOCK.values()),
    "khmer": paper(Heading(1, text(KHMER), "title"), paragraph(f"{KHMER} លើក ១២ (20) " * 60), TABLE, lang="km"),
    "lao": paper(Heading(1, text(LAO), "title"), paragraph(LAO * 20), lang="lo"),
    "nasty": paper(Heading(1, text(NASTY), "title"), paragraph(NASTY), title=NASTY),
    "empty": paper(),
    "no headings": paper(paragraph("a")),
    "empty parts": paper(TITLE, Paragraph(()), Listing((), ()), Listing((Item(()),), ("-",)), EMPTY_TABLE),
    "tall row": paper(TITLE, WIDE_ROW),
    "landscape": paper(TITLE, TABLE, landscape=True, running=(Text("DỰ THẢO"),)),
}


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_papers_conform(name: str, profile: str) -> None:
    for form in ("vn-decree-30", "international"):
        assert validate(set_pdf(PAPERS[name], style(form)), profile) == []


def test_the_metadata_say_the_same_twice() -> None:
    pdf = opened(written(paragraph("a"), title="Sổ & <văn kiện>", day=date(2030, 2, 6)))
    xmp = pdf.Root.Metadata.read_bytes().decode()
    info = {str(key): str(value) for key, value in pdf.trailer.Info.items()}
    assert info["/Title"] == "Sổ & <văn kiện>"
    assert "Sổ &amp; &lt;văn kiện&gt;</rdf:li>" in xmp
    assert info["/CreationDate"] == info["/ModDate"] == "D:20300206000000Z"
    assert re.findall(r"2030-\S+?Z", xmp) == ["2030-02-06T00:00:00Z"] * 2
    assert (
        f"<xmp:CreatorTool>{info['/Creator']}</xmp:CreatorTool><pdf:Producer>{info['/Producer']}</pdf:Producer>" in xmp
    )


def test_the_facts_shown_travel_along_as_the_source() -> None:
    data = "tên: Mẫu\n".encode()
    pdf = opened(set_pdf(paper(attachment=lambda: Attachment("họp.yaml", data)), style("base")))
    assert pdf.attachments["họp.yaml"].get_file().read_bytes() == data
    (facts,) = pdf.Root.AF
    assert (str(facts.AFRelationship), str(facts.EF.F.Subtype)) == ("/Source", "/application/yaml")
    assert str(facts.Desc) == "Facts shown"


def test_a_style_may_leave_them_out() -> None:
    document = paper(attachment=lambda: Attachment("họp.yaml", b""))
    pdf = opened(set_pdf(document, replace(style("base"), attach_sheet=False)))
    assert not pdf.attachments
    assert "/AF" not in pdf.Root


def test_the_document_says_its_language_and_shows_its_title() -> None:
    root = opened(written(paragraph("a"), lang="km")).Root
    assert str(root.Lang) == "km"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)


def test_the_colour_profile_is_srgb() -> None:
    profile = ImageCms.getOpenProfile(io.BytesIO(srgb_profile()))
    colors = Image.new("RGB", (3, 1))
    colors.putdata([(200, 30, 90), (0, 0, 0), (255, 255, 255)])
    converted = ImageCms.profileToProfile(colors, profile, ImageCms.createProfile("sRGB"))
    assert list(converted.tobytes()) == pytest.approx(list(colors.tobytes()), abs=1)
