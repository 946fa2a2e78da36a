import json

import pytest
import yaml

from tests.writers.reading import Page, markdown_html
from tests.writers.samples import LETTERHEAD, NASTY, TABLE, minutes, paper, paragraph, style, text
from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Emphasis,
    Heading,
    Item,
    LineBreak,
    Link,
    Listing,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Strong,
    Table,
    Text,
)
from toolkit.writers.markdown import write_markdown

FORM = style("vn-decree-30")


def markdown(*blocks: Block, **more: object) -> str:
    """Return the Markdown of `blocks` without its front matter."""
    _, _, content = write_markdown(paper(*blocks, **more), FORM).decode().split("---\n", 2)
    return content.strip("\n")


def tags(*blocks: Block) -> list[str]:
    return [name for name, _ in Page(markdown_html(write_markdown(paper(*blocks), FORM))).tags]


@pytest.mark.parametrize("title", ["Biên bản", NASTY, 'a: "b" # c', "- x", "---"])
def test_the_front_matter_is_yaml(title: str) -> None:
    _, front, _ = write_markdown(paper(title=title, draft=True), FORM).decode().split("---\n", 2)
    assert yaml.safe_load(front) == {"lang": "vi", "title": title, "draft": True}
    assert json.dumps(title, ensure_ascii=False) in front


def test_a_final_paper_is_no_draft() -> None:
    assert b"draft" not in write_markdown(paper(), FORM)


def test_a_letterhead_is_plain_lines() -> None:
    assert markdown(LETTERHEAD) == (
        "Ủy ban nhân dân tỉnh Mẫu\\\n**Văn phòng**\\\nSố: 15/BB-VP\n\n"
        "**Cộng hòa xã hội chủ nghĩa Việt Nam**\\\n**Độc lập - Tự do - Hạnh phúc**\\\nMẫu, ngày 06 tháng 02 năm 2030"
    )


def test_blocks_beside_each_other_may_be_more_than_lines() -> None:
    columns = Columns(((paragraph("a"), TABLE), (paragraph("b"),), ()), (1, 1, 1), "signatures")
    assert tags(columns).count("table") == 1
    assert markdown(columns).startswith("a\n\n**Danh mục văn kiện**\n\n| STT |")


def test_headings_have_their_level() -> None:
    assert markdown(Heading(1, text("a"), "title"), Heading(9, text("b"), "x")) == "# a\n\n###### b"


def test_a_table_is_a_pipe_table_with_its_caption() -> None:
    lines = markdown(TABLE).split("\n")
    assert lines[:5] == [
        "**Danh mục văn kiện**",
        "",
        "| STT | Tên văn kiện | Giá trị |",
        "| :---: | :--- | ---: |",
        "| 1 | Thỏa thuận số 1 | 1.234 |",
    ]


def test_a_cell_stays_one_line() -> None:
    cell = (Text("a"), LineBreak(), Text("b\nc|d"))
    assert markdown(Table((Column(cell),), (Row("x", (cell,)),))).split("\n")[-1] == "| a<br>b c\\|d |"


def test_lists_keep_their_labels_and_stay_apart() -> None:
    numbers = Listing((Item((paragraph("a"),)), Item((paragraph("b"),))), ("3.", "4."), ordered=True)
    letters = Listing((Item((paragraph("c"),)),), ("đ)",), ordered=True)
    dashes = Listing((Item((paragraph("d"),)),), ("-",))
    assert markdown(numbers, letters, dashes) == ("3. a\n4. b\n\n<!-- -->\n\n- đ) c\n\n<!-- -->\n\n- d")


def test_the_marker_of_a_style_is_a_dash() -> None:
    bullets = Listing((Item((paragraph("a"),)), Item((paragraph("b"),))), ("•", "•"))
    assert markdown(bullets) == "- a\n- b"


def test_a_quote_is_a_block_quote_in_each_line() -> None:
    assert markdown(Paragraph((Text("a"), LineBreak(), Text("- b")), "quote")) == "> a\\\n> \\- b"
    assert tags(paragraph("a", "quote"), paragraph("b")) == ["blockquote", "p", "p"]
    assert markdown(paragraph(" ", "quote")) == ""


def test_a_lists_inner_blocks_are_indented() -> None:
    inner = Listing((Item((paragraph("c"),)),), ("-",))
    outer = Listing(
        (Item((paragraph("a"), paragraph("b"), inner)), Item((paragraph("d"),))), ("1.", "2."), ordered=True
    )
    assert markdown(outer) == "1. a\n\n   b\n\n   - c\n\n2. d"
    assert tags(outer) == ["ol", "li", "p", "p", "ul", "li", "li", "p"]


def test_bold_roles_are_strong_and_spaces_stay_outside_marks() -> None:
    assert markdown(paragraph("a", "lead")) == "**a**"
    assert markdown(Paragraph((Strong(text(" a ")), Text("b"), Emphasis(text("c"))))) == "**a** b*c*"
    assert markdown(Paragraph((Strong(text(" ")), Text("b")))) == "b"


def test_a_link_has_its_address() -> None:
    assert markdown(Paragraph((Link("https://example.org/a(b)", text("x]")),))) == "[x\\]](<https://example.org/a(b)>)"


def test_rules_and_page_breaks_are_thematic_breaks() -> None:
    assert markdown(Rule(), paragraph("a"), PageBreak()) == "---\n\na\n\n---"


def test_a_forced_line_break_is_one() -> None:
    assert tags(Paragraph((Text("a"), LineBreak(), Text("- b")))) == ["p", "br"]


def test_the_words_need_no_more_escapes_than_they_must() -> None:
    words = "Hội nghị (lần 2): đạt 16,5% – “tốt”; a/b, c.d! 20 tỷ USD - xong?"
    assert markdown(paragraph(words)) == words
    assert "\\" not in markdown(*minutes().blocks[:1]).replace("\\\n", "")


def test_spaces_stay_and_line_ends_among_them_are_one_space() -> None:
    assert markdown(paragraph("a   b \n\t c")) == "a   b c"
