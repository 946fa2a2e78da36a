"""Letterhead, signatures, recipients and page breaks."""

import pytest

from tests import sheets
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Block, Columns, PageBreak, Paragraph
from toolkit.document.walk import inline_text, mentions
from toolkit.facts.model import Sheet


def columns(template: str, sheet: Sheet | None = None, lang: str = "en") -> list[list[str]]:
    """Return the words of each cell of the one block of columns that `template` makes."""
    only = sheets.compose(template, sheet, lang).document.blocks[-1]
    assert isinstance(only, Columns)
    return [[words(block) for block in cell] for cell in only.cells]


def words(block: Block) -> str:
    assert isinstance(block, Paragraph)
    return inline_text(block.inlines)


def test_the_letterhead_is_the_styles_with_the_lines_asked_for() -> None:
    assert columns("{{ letterhead() }}\n") == [["…………", "Sample Office"], []]
    assert columns('{{ letterhead("number") }}\n')[1] == ["No. 07/-…………"]
    left, right = columns('{{ letterhead("number", "place-date") }}\n', lang="vi")
    assert left == ["…………", "Văn phòng Mẫu", "Số: 07/-…………"]
    assert right[-1] == "Cảng Mẫu, ngày … tháng … năm …"


def test_the_symbol_of_the_template_stands_in_the_number() -> None:
    assert columns('---\nsymbol: MIN\n---\n{{ letterhead("number") }}\n')[1] == ["No. 07/MIN-…………"]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("word.moto", "`moto` is not under `word:` in templates/labels/en.yaml"),
        ("word.secretary.short", "`short` does not exist"),
        ("template.symbl", "`symbl` does not exist"),
        ("ofice.body", "`ofice.body` does not exist"),
        ("office.bdy", "`office.bdy` does not exist"),
        ("table", "a method cannot be printed"),
    ],
)
def test_a_letterhead_cannot_print_what_there_is_not(reference: str, message: str) -> None:
    style = f"""name: odd\nletterhead: {{cells: [[{{role: body, text: "A {{{reference}}}"}}]]}}\n"""
    with pytest.raises(ToolkitError) as caught:
        sheets.compose("---\nstyle: odd\n---\n{{ letterhead() }}\n", files={"styles/odd.yaml": style})
    assert [finding.message for finding in caught.value.diagnostics] == [message]


def test_each_signatory_has_a_column() -> None:
    sheet = sheets.sheet(sheets.text(office="office: {chair: {name: Lê Thị Thử}}\n"))
    assert columns('{{ signatures("secretary", "chair") }}\n', sheet) == [
        ["Secretary", "(Signature)", "…………"],
        ["Chair", "(Signature)", "Lê Thị Thử"],
    ]


@pytest.mark.parametrize(("lang", "offices"), [("en", ["Clerk", "Mayor"]), ("vi", ["Thư ký", "Mayor"])])
def test_a_signatory_signs_below_the_office_that_is_given(lang: str, offices: list[str]) -> None:
    text = sheets.text(office="office: {secretary: {office: {en: Clerk, vi: ~}}, chair: {office: Mayor}}\n")
    shown = columns('{{ signatures("secretary", "chair") }}\n', sheets.sheet(text), lang)
    assert [cell[0] for cell in shown] == offices


def test_an_authority_whose_office_is_not_given_has_a_blank_to_fill_in() -> None:
    sheet = sheets.sheet(sheets.text("office"))
    assert columns('{{ signatures("", "authority") }}\n', sheet) == [[], ["…………", "(Signature)", "…………"]]


def test_the_authority_signs_below_its_office() -> None:
    sheet = sheets.sheet(sheets.text(office="office: {authority: {office: {en: For the Minister}}}\n"))
    assert columns('{{ signatures("", "authority") }}\n', sheet) == [[], ["For the Minister", "(Signature)", "…………"]]


def test_recipients_are_listed_alone_or_beside_a_signature() -> None:
    listed = ["Distribution:", "- As listed among those attending", "- File"]
    assert columns('{{ signatures("recipients", "authority") }}\n')[0] == listed
    blocks = sheets.compose("{{ recipients() }}\n").document.blocks[1:]
    assert [words(block) for block in blocks] == listed


def test_an_office_without_recipients_has_none() -> None:
    sheet = sheets.sheet(sheets.MINIMAL, office=False)
    assert columns('{{ signatures("recipients") }}\n', sheet) == [["Distribution:"]]


def test_an_office_of_which_nothing_is_known_is_all_blanks() -> None:
    sheet = sheets.sheet(sheets.MINIMAL, office=False)
    (blank,) = mentions(sheets.compose('{{ signatures("chair") }}\n', sheet).document)
    assert (blank.fact, blank.text, blank.open) == ("office.chair.name.en", "…………", True)


def test_a_page_break_is_a_block() -> None:
    assert isinstance(sheets.compose("A\n\n{{ page_break() }}\n\nB\n").document.blocks[2], PageBreak)


def test_a_word_that_the_labels_lack_is_told_and_its_place_is_marked() -> None:
    labels = "word: {chair: '', blank: ___}\n"
    template = '{{ signatures("secretary", "chair", "recipients") }}\n'
    made = sheets.compose(template, sheets.sheet(sheets.MINIMAL, office=False), files={"labels/en.yaml": labels})
    notice, signed = made.document.blocks
    assert isinstance(signed, Columns)
    assert [words(cell[0]) for cell in signed.cells] == ["…", "___", "…"]
    assert (words(notice), inline_text(made.document.running)) == ("DRAFT", "DRAFT")
    missing = ("secretary", "signature", "recipients", "draft_notice", "draft")
    assert [finding.message for finding in made.diagnostics] == [
        f"no word in `en` for the word `{each}`" for each in missing
    ]
