import pytest
from lxml import etree

from toolkit.writers.docx.xml import clean, escape, part, twips


@pytest.mark.parametrize("text", ["a & b < c > d", "a \"quoted\" 'word'", "]]>", "Đảng ủy", "ព្រះ", "𝔄"])
def test_escaped_text_reads_back_in_content_and_attributes(text: str) -> None:
    element = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>')
    assert (element.text, element.get("b")) == (text, text)


@pytest.mark.parametrize(
    ("text", "shown"), [("a\nb\tc\r", "a b c"), ("a\x00b\ud800c\uffff", "a\ufffdb\ufffdc\ufffd"), ("", "")]
)
def test_what_xml_cannot_hold_is_replaced(text: str, shown: str) -> None:
    assert escape(text) == shown
    assert clean(text) == shown


def test_clean_text_is_not_escaped() -> None:
    assert clean('a & "b"\n<c>') == 'a & "b" <c>'


def test_a_part_is_xml_with_the_namespaces_that_word_may_ignore() -> None:
    root = etree.fromstring(part("w:document", "<w:body/>").encode())
    assert root.get("{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable") == "w15"
    assert {"w", "w15"} <= set(root.nsmap)


def test_twips_are_twentieths_of_a_point() -> None:
    assert twips(12.5) == 250
