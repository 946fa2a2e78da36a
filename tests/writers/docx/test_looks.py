import pytest
from lxml import etree
from msgspec.structs import fields

from tests.writers.docx.lint import NS, Element
from toolkit.style import Role
from toolkit.writers.docx.looks import color, indents, paragraph_properties, run_properties

FULL = Role(
    size=13.5, bold=True, italic=True, underline=True, caps=True, color="#9c0006", background="#FFF2A8", box=True,
    align="justify", indent=10, first_indent=20, space_before=6, space_after=8, line=1.5, keep_next=True,
)  # fmt: skip


def parsed(xml: str) -> Element:
    return etree.fromstring(f'<root xmlns:w="{NS["w"]}">{xml}</root>')[0]


def names(element: Element) -> list[str]:
    return [etree.QName(child).localname for child in element]


def test_paragraph_properties_are_in_the_order_of_the_schema() -> None:
    element = parsed(paragraph_properties(FULL, outline=2))
    assert names(element) == ["keepNext", "keepLines", "pBdr", "shd", "spacing", "ind", "jc", "outlineLvl"]


def test_run_properties_are_in_the_order_of_the_schema_with_their_complex_twins() -> None:
    assert names(parsed(run_properties(FULL))) == ["b", "bCs", "i", "iCs", "caps", "color", "sz", "szCs", "u"]
    assert names(parsed(run_properties(Role()))) == ["sz", "szCs"]
    assert 'w:sz w:val="27"/><w:szCs w:val="27"/>' in run_properties(FULL)


@pytest.mark.parametrize("field", [field.name for field in fields(Role) if field.name != "rule"])
def test_every_property_of_a_role_shows(field: str) -> None:
    changed = Role(**{field: getattr(FULL, field)})
    plain = Role()
    assert paragraph_properties(changed) + run_properties(changed) != paragraph_properties(plain) + run_properties(
        plain
    )


def test_a_role_with_a_rule_leaves_its_space_to_the_rule_and_stays_with_it() -> None:
    xml = paragraph_properties(Role(rule="40%", space_after=8))
    assert 'w:after="0"' in xml
    assert "<w:keepNext/>" in xml


def test_indents_hang_out_where_they_are_negative() -> None:
    assert indents(10, 5, -3) == '<w:ind w:left="200" w:right="100" w:hanging="60"/>'
    assert indents(0, 0, 3) == '<w:ind w:left="0" w:right="0" w:firstLine="60"/>'


def test_an_inset_narrows_both_sides() -> None:
    assert '<w:ind w:left="400" w:right="200"/>' in paragraph_properties(Role(indent=10), inset=10)


def test_colours_are_upper_case_without_a_hash() -> None:
    assert color("#9c0006") == "9C0006"
