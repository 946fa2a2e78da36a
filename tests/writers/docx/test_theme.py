from lxml import etree

from tests.writers.docx.lint import find
from tests.writers.docx.reading import W, value
from tests.writers.samples import style
from toolkit.style import Style
from toolkit.writers.docx.theme import fonts_xml, theme_xml

FORM = style("vn-decree-30")


def test_the_font_table_names_the_first_family_and_its_stand_in_and_embeds_none() -> None:
    root = etree.fromstring(fonts_xml(FORM))
    assert [font.get(f"{W}name") for font in root] == [FORM.fonts[script][0] for script in ("khmer", "lao", "latin")]
    assert value(root, "w:font[@w:name='Times New Roman']/w:altName") == "Tinos"
    assert not find(root, ".//w:embedRegular")


def test_a_form_without_fonts_has_an_empty_table_and_times() -> None:
    assert len(etree.fromstring(fonts_xml(Style("x")))) == 0
    assert b'typeface="Times New Roman"' in theme_xml(Style("x"))


def test_the_theme_has_the_parts_that_the_schema_asks_for() -> None:
    (elements,) = etree.fromstring(theme_xml(FORM))
    assert [etree.QName(node).localname for node in elements] == ["clrScheme", "fontScheme", "fmtScheme"]
    assert [len(node) for node in elements[2]] == [3, 3, 3, 3]
