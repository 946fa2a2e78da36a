"""What a PDF says of itself: its paper, and the values it was made with."""

import io

import pytest
from pypdf import PdfWriter

from tests import sheets
from toolkit.diagnostics import ToolkitError
from toolkit.readers.attached import read_attached
from toolkit.writers.pdf import write_pdf


def carrying(facts: bytes) -> bytes:
    """Return an empty page with a file attached."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_attachment("x.facts.yaml", facts)
    writer.write(made)
    return made.getvalue()


def test_a_paper_names_itself_and_its_values() -> None:
    composition = sheets.composer().compose(sheets.sheet(), "register", "en")
    made = read_attached(write_pdf(composition.document, composition.style), "register.pdf")
    assert (made.sheet, made.document, made.lang) == ("no-sa-2031", "register", "en")
    assert set(made.facts) == set(composition.shown) & set(sheets.sheet().facts)


@pytest.mark.parametrize("facts", [b"", b"\xff", b"a: [", b"facts: 1", b"- facts", b"sheet: x\nfacts: [a]"])
def test_other_attachments_are_none_of_ours(facts: bytes) -> None:
    with pytest.raises(ToolkitError):
        read_attached(carrying(facts), "a.pdf")


def test_what_is_no_text_is_passed_over() -> None:
    made = read_attached(carrying(b"sheet: [a]\nfacts: {a: 1, b: [2]}"), "a.pdf")
    assert (made.sheet, made.facts) == ("", {"a": "1"})
