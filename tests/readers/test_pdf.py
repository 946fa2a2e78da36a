"""PDFs read page by page; what is no PDF is said, never a traceback."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from toolkit.diagnostics import ToolkitError
from toolkit.readers.pdf import page_texts
from toolkit.writers.pdf import write_pdf


def paper() -> bytes:
    composition = sheets.composer().compose(sheets.sheet(), "register", "en")
    return write_pdf(composition.document, composition.style)


def test_the_text_of_each_page_is_read() -> None:
    pages = page_texts(paper(), "register.pdf")
    assert "Plan for schools" in " ".join("".join(pages).split())


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_what_is_no_pdf_is_said(data: bytes) -> None:
    with pytest.raises(ToolkitError) as found:
        page_texts(data, "a.pdf")
    assert found.value.diagnostics[0].code == "unreadable-paper"
    assert "a.pdf" in found.value.diagnostics[0].message


@given(st.data())
def test_a_damaged_pdf_is_read_or_said(data: st.DataObject) -> None:
    whole = paper()
    cut = data.draw(st.integers(0, len(whole)))
    flipped = data.draw(st.integers(0, len(whole) - 1))
    for broken in (whole[:cut], whole[:flipped] + b"\x00" + whole[flipped + 1 :]):
        try:
            page_texts(broken, "a.pdf")
        except ToolkitError as found:
            assert found.diagnostics[0].code == "unreadable-paper"
