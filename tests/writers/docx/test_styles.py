import pytest
from lxml import etree

from tests.writers.docx.lint import faults, find
from tests.writers.docx.reading import attribute, look, style_of, value, values, written
from tests.writers.samples import minutes, paragraph, style
from toolkit.document.model import Foreign, Heading, Paragraph, Text
from toolkit.style import Role, Style
from toolkit.writers.docx import write_docx
from toolkit.writers.docx.styles import PLAIN, Stylesheet, Traits, locale, style_name

FORM = style("vn-decree-30")


def names(sheet: Stylesheet) -> list[str | None]:
    return values(etree.fromstring(sheet.xml()), "w:style/w:name")


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("issuing-body", "Issuing body"),
        ("body", "Body Text"),
        ("caption", "caption"),
        ("heading-2", "Heading 2 text"),
        ("title", "Title"),
    ],
)
def test_names_are_english_and_clash_with_none_of_words_own(role: str, name: str) -> None:
    assert style_name(role) == name


def test_every_role_of_the_form_is_a_style() -> None:
    listed = names(Stylesheet(FORM, "vi"))
    for role in FORM.roles:
        assert style_name(role) in listed or role == "title" or role.startswith("heading-")
    assert {"heading 1", "heading 2", "heading 3", "Strong", "Emphasis", "Hyperlink", "Placeholder Text"} <= set(listed)


def test_headings_look_as_their_roles_and_have_outline_levels() -> None:
    members = written(paragraph("x"))
    for level in (1, 2, 3):
        heading = look(members, f"heading {level}")
        assert value(heading, "w:pPr/w:outlineLvl") == str(level - 1)
        assert value(heading, "w:rPr/w:sz") == "28"
    assert find(look(members, "heading 1"), "w:rPr/w:caps")


def test_a_heading_of_an_unusual_role_keeps_its_level() -> None:
    members = written(Heading(2, (Text("x"),), "lead"))
    heading = look(members, "Lead heading 2")
    assert value(heading, "w:pPr/w:outlineLvl") == "1"
    assert find(heading, "w:rPr/w:b")


def test_an_unknown_role_looks_like_the_body() -> None:
    sheet = Stylesheet(FORM, "vi")
    assert sheet.paragraph("nowhere") == sheet.paragraph("body") == "BodyText"


def test_what_stands_before_a_tables_rows_is_kept_with_them() -> None:
    members = written(paragraph("x"), form="base")
    assert find(look(members, "Table head"), "w:pPr/w:keepNext")
    assert find(look(members, "caption"), "w:pPr/w:keepNext")


def test_what_stands_below_a_table_stands_apart_from_it() -> None:
    sheet = Stylesheet(FORM, "vi")
    low = sheet.below_table("BodyText")
    assert low == sheet.below_table("BodyText") == sheet.below_table(low) == "BodyTextBelowTable"
    made = etree.fromstring(sheet.xml())
    plain, apart = (find(made, f"w:style[@w:styleId='{each}']")[0] for each in ("BodyText", low))
    assert attribute(apart, "w:pPr/w:spacing", "before") == "120"
    assert attribute(apart, "w:pPr/w:spacing", "after") == attribute(plain, "w:pPr/w:spacing", "after")
    assert sheet.below_table("Heading2") == "Heading2"  # six points anyway
    assert sheet.below_table("Separator") == "Separator"


def test_bold_within_bold_is_no_trait() -> None:
    sheet = Stylesheet(FORM, "vi")
    assert sheet.characters(Traits(strong=True), Role()) == "Strong"
    assert sheet.characters(Traits(strong=True), Role(bold=True)) == ""
    assert sheet.characters(Traits(strong=True, emphasis=True), Role(bold=True)) == "Emphasis"
    assert sheet.characters(PLAIN, Role()) == ""


def test_traits_together_are_one_style() -> None:
    sheet = Stylesheet(FORM, "vi")
    identifier = sheet.characters(Traits(strong=True, open=True, link=True), Role())
    assert identifier == "HyperlinkPlaceholderTextStrong"
    assert sheet.characters(Traits(strong=True, open=True, link=True), Role()) == identifier
    members = {"word/styles.xml": sheet.xml()}
    made = look(members, "Hyperlink Placeholder Text Strong")
    assert attribute(made, "w:rPr/w:shd", "fill") == "FFF2A8"
    assert value(made, "w:rPr/w:color") == "1F3F7F"
    assert find(made, "w:rPr/w:b|w:rPr/w:bCs")


def test_languages_stand_in_the_defaults_and_in_foreign_words() -> None:
    members = written(Paragraph((Foreign("en", (Text("minutes"),)),)))
    root = etree.fromstring(members["word/styles.xml"])
    assert attribute(root, "w:docDefaults//w:lang", "val") == "vi-VN"
    assert attribute(root, "w:docDefaults//w:lang", "bidi") == "km-KH"
    assert attribute(look(members, "Language en"), "w:rPr/w:lang", "val") == "en-GB"
    assert attribute(root, "w:docDefaults//w:rFonts", "ascii") == "Times New Roman"
    assert attribute(root, "w:docDefaults//w:rFonts", "cs") == FORM.fonts["khmer"][0]


@pytest.mark.parametrize(
    ("lang", "bidi", "font"), [("km", "km-KH", "khmer"), ("lo", "lo-LA", "lao"), ("en", "km-KH", "khmer")]
)
def test_the_complex_script_is_the_documents_own(lang: str, bidi: str, font: str) -> None:
    root = etree.fromstring(Stylesheet(FORM, lang).xml())
    assert attribute(root, "w:docDefaults//w:lang", "val") == locale(lang)
    assert attribute(root, "w:docDefaults//w:lang", "bidi") == bidi
    assert attribute(root, "w:docDefaults//w:rFonts", "cs") == FORM.fonts[font][0]


def test_a_name_taken_twice_gets_a_number() -> None:
    sheet = Stylesheet(FORM, "vi")
    assert [sheet.rule("motto", left, 0) for left in (1, 2, 1)] == ["MottoRule", "MottoRule2", "MottoRule"]
    assert "Motto rule 2" in names(sheet)


def test_roles_named_alike_stay_apart() -> None:
    form = Style("x", roles={"body": Role(), "a-b": Role(bold=True), "a--b": Role(italic=True), "A-b": Role()})
    assert faults(write_docx(minutes(), form)) == []


def test_only_words_own_styles_are_not_custom() -> None:
    root = etree.fromstring(Stylesheet(FORM, "vi").xml())
    own = find(root, "w:style[not(@w:customStyle)]/w:name")
    assert {"Body Text", "heading 1", "Hyperlink", "caption"} <= {node.get(own[0].keys()[0]) for node in own}
    assert style_of({"word/styles.xml": Stylesheet(FORM, "vi").xml()}, "IssuingBody") == "Issuing body"
    assert find(root, "w:style[w:name/@w:val='Issuing body']/@w:customStyle") == ["1"]


def test_the_data_table_has_the_forms_lines_and_shade() -> None:
    members = written(paragraph("x"))
    table = look(members, "Data table")
    assert attribute(table, "w:tblPr/w:tblBorders/w:insideH", "sz") == "4"
    assert attribute(table, "w:tblStylePr//w:shd", "fill") == "E8E8E8"
    assert not find(look(members, "Layout table"), ".//w:tblBorders")
