import pytest
from msgspec.structs import replace

from tests.writers.docx.lint import Element, find, words
from tests.writers.docx.reading import W, attribute, body, look, styles_used, value, values, written
from tests.writers.samples import LETTERHEAD, SIGNATURES, TABLE, paragraph, style, text
from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Heading,
    Item,
    Listing,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Table,
)

TEXT_WIDTH = 160 / 25.4 * 72  # A4 less the decree's margins


def listing(*labels: str, ordered: bool = True, role: str = "list") -> Listing:
    return Listing(tuple(Item((paragraph(f"mục {label}"),)) for label in labels), labels, ordered, role)


def points(element: Element, path: str, name: str) -> float:
    found = attribute(element, path, name)
    assert found is not None
    return int(found) / 20


def tables(*blocks: Block) -> list[Element]:
    return find(body(written(*blocks)), "w:tbl")


def test_paragraphs_carry_their_style_and_nothing_else() -> None:
    members = written(Heading(1, text("a"), "title"), Heading(2, text("b"), "heading-2"), paragraph("c", "field"))
    assert styles_used(members) == ["heading 1", "heading 2", "Field"]
    assert all(len(properties) == 1 for properties in find(body(members), ".//w:pPr"))


def test_a_list_is_word_numbering() -> None:
    members = written(listing("1.", "2."), listing("-", "-", ordered=False))
    numbered = find(body(members), "w:p[w:pPr/w:numPr]")
    assert [words(node) for node in numbered] == ["mục 1.", "mục 2.", "mục -", "mục -"]
    assert values(body(members), ".//w:numId") == ["1", "1", "2", "2"]


def test_labels_that_word_cannot_count_are_typed() -> None:
    members = written(listing("a)", "b)", "c)", "d)", "đ)"))
    paragraphs = find(body(members), "w:p")
    assert not find(body(members), ".//w:numPr")
    assert [words(node) for node in paragraphs][-1] == "đ)mục đ)"
    assert len(find(paragraphs[-1], ".//w:tab")) == 1
    assert find(look(members, "List item"), "w:pPr/w:ind/@w:hanging")


def test_a_list_without_labels_has_none() -> None:
    members = written(listing("", "", ordered=False))
    assert [words(node) for node in find(body(members), "w:p")] == ["mục ", "mục "]
    assert not find(body(members), ".//w:tab")


def test_lists_within_lists_are_deeper_and_further_in() -> None:
    inner = Listing((Item((paragraph("trong"),)),), ("a)",), True)
    outer = Listing((Item((paragraph("ngoài"), paragraph("tiếp"), inner)),), ("1.",), True)
    members = written(outer)
    assert values(body(members), ".//w:ilvl") == ["0", "1"]
    assert styles_used(members) == ["List", "List continued", "List"]
    lefts = [int(part.split(b'"')[0]) for part in members["word/numbering.xml"].split(b'w:ind w:left="')[1:]]
    assert lefts == sorted(set(lefts))
    assert points(look(members, "List continued"), "w:pPr/w:ind", "left") == lefts[0] / 20


def test_an_item_that_starts_with_a_table_has_its_label_on_its_own() -> None:
    members = written(Listing((Item((TABLE,)), Item(())), ("1.", "2."), True))
    assert [words(node) for node in find(body(members), "w:p[w:pPr/w:numPr]")] == ["", ""]


def test_an_items_own_role_is_kept_and_the_body_is_the_lists() -> None:
    members = written(
        Listing((Item((paragraph("a", "note"),)), Item((paragraph("b"),))), ("-", "-"), role="recipients")
    )
    assert styles_used(members) == ["Note", "Recipients"]


def test_a_table_repeats_its_header_and_never_splits_a_row() -> None:
    (table,) = tables(TABLE)
    rows = find(table, "w:tr")
    assert len(rows) == 31
    assert find(rows[0], "w:trPr/w:tblHeader")
    assert not find(rows[1], "w:trPr/w:tblHeader")
    assert all(find(row, "w:trPr/w:cantSplit") for row in rows)
    assert attribute(table, "w:tblPr/w:tblLook", "firstRow") == "1"
    assert value(table, "w:tblPr/w:tblStyle") == "DataTable"


def test_a_table_says_what_it_is_and_its_caption_stands_above() -> None:
    (table,) = tables(TABLE)
    assert value(table, "w:tblPr/w:tblCaption") == "Danh mục văn kiện"
    assert value(table, "w:tblPr/w:tblDescription") == "Ba cột: số, tên, giá trị"
    before = table.getprevious()
    assert before is not None
    assert words(before) == "Danh mục văn kiện"
    assert value(before, ".//w:pStyle") == "Caption"


def test_columns_have_their_shares_of_the_text_width() -> None:
    (table,) = tables(TABLE)
    widths = [int(column.get(f"{W}w") or 0) / 20 for column in find(table, "w:tblGrid/w:gridCol")]
    assert widths == pytest.approx([TEXT_WIDTH / 9, TEXT_WIDTH * 6 / 9, TEXT_WIDTH * 2 / 9], abs=0.05)


def test_a_narrow_column_is_as_wide_as_its_longest_word() -> None:
    columns = (Column(text("STT"), 0.1), Column(text("Nội dung"), 9), Column(text("Loại"), 0.1))
    long = "Nghiêngngảngoặtngoẹo"
    rows = tuple(Row(f"r{n}", (text("1"), text("x"), text(words))) for n, words in enumerate((long, "ឯកសារ" * 20)))
    (table,) = tables(Table(columns, rows))
    number, _, kind = (int(column.get(f"{W}w") or 0) / 20 for column in find(table, "w:tblGrid/w:gridCol"))
    size = style("vn-decree-30").role("table-cell").size
    assert number > 3 * size / 2
    assert len(long) * size / 3 < kind < len(long) * size


def test_a_columns_alignment_is_a_style() -> None:
    members = written(TABLE)
    row = find(body(members), ".//w:tr")[1]
    assert values(row, ".//w:pStyle") == ["TableCellCenter", "TableCell", "TableCellRight"]
    assert value(look(members, "Table cell right"), "w:pPr/w:jc") == "right"


def test_a_row_of_another_length_is_refused() -> None:
    broken = Table(TABLE.columns, (replace(TABLE.rows[0], cells=TABLE.rows[0].cells[:2]),))
    with pytest.raises(ValueError, match="zip"):
        written(broken)


def test_blocks_side_by_side_are_a_table_without_lines_or_header() -> None:
    (table,) = tables(LETTERHEAD)
    assert value(table, "w:tblPr/w:tblStyle") == "LayoutTable"
    assert attribute(table, "w:tblPr/w:tblLook", "firstRow") == "0"
    assert not find(table, ".//w:tblHeader")
    assert find(table, "w:tr/w:trPr/w:cantSplit")
    assert [words(cell)[:7] for cell in find(table, "w:tr/w:tc")] == ["Ủy ban ", "Cộng hò"]


def test_what_stands_before_signatures_is_kept_with_them() -> None:
    members = written(paragraph("a"), SIGNATURES, listing("1.", "2."), SIGNATURES, TABLE, TABLE, SIGNATURES)
    looks = [attribute(table, "w:tblPr/w:tblLook", "lastRow") for table in find(body(members), "w:tbl")]
    assert looks == ["0", "0", "0", "1", "0"]
    used = [name for name in styles_used(members) if name.endswith("kept")]
    assert used == ["Body Text kept", "List kept"]
    for name in ("Body Text kept", "Separator"):
        assert find(look(members, name), "w:pPr/w:keepNext")
    assert find(look(members, "Data table"), "w:tblStylePr[@w:type='lastRow']/w:pPr/w:keepNext")


@pytest.mark.parametrize("first", [TABLE, SIGNATURES])
def test_tables_never_touch_and_the_body_ends_with_a_paragraph(first: Block) -> None:
    content = body(written(first, SIGNATURES, SIGNATURES))
    tags = [str(node.tag).removeprefix(W) for node in content]
    assert "tbl,tbl" not in ",".join(tags)
    assert tags[-2:] == ["p", "sectPr"]


@pytest.mark.parametrize(
    ("block", "name"),
    [
        (listing("-", ordered=False), "List below table"),
        (Rule(), "Rule line below table"),
        (paragraph("a"), "Body Text below table"),
        (Heading(2, text("b"), "heading-2"), "heading 2"),  # whose own space is as wide
        (PageBreak(), "Page break"),
        (SIGNATURES, "Separator"),
    ],
)
def test_what_follows_a_table_stands_apart_from_it(block: Block, name: str) -> None:
    used = styles_used(written(TABLE, block))
    assert used[len(styles_used(written(TABLE))) - 1] == name  # in place of the paragraph that ends the paper


def test_within_a_list_what_follows_a_table_stands_apart_too() -> None:
    members = written(Listing((Item((TABLE, paragraph("a"), paragraph("b"))), Item((paragraph("c"),))), ("1.", "2.")))
    assert styles_used(members)[-3:] == ["List continued below table", "List continued", "List item"]


def test_an_empty_paper_or_cell_has_a_paragraph() -> None:
    assert len(find(body(written()), "w:p")) == 1
    (table,) = tables(Columns(((), (paragraph("a"),)), (1, 1), "signatures"))
    assert [len(find(cell, "w:p")) for cell in find(table, "w:tr/w:tc")] == [1, 1]


def test_a_table_in_a_cell_is_followed_by_a_paragraph_and_as_wide_as_the_cell() -> None:
    (outer,) = tables(Columns(((TABLE,), (paragraph("a"),)), (1, 3), "signatures"))
    (inner,) = find(outer, "w:tr/w:tc/w:tbl")
    assert points(inner, "w:tblPr/w:tblW", "w") == pytest.approx(TEXT_WIDTH / 4, abs=0.05)


def test_a_rule_of_a_share_is_so_long_and_centred_in_its_cell() -> None:
    members = written(LETTERHEAD)
    rule = look(members, "Issuing body rule")
    cell = TEXT_WIDTH * 67.5 / 167.5
    left, right = points(rule, "w:pPr/w:ind", "left"), points(rule, "w:pPr/w:ind", "right")
    assert left == right == pytest.approx(cell * 0.3, abs=0.05)
    assert find(rule, "w:pPr/w:pBdr/w:top")
    assert styles_used(members)[1:3] == ["Issuing body", "Issuing body rule"]


def test_the_rule_below_the_motto_is_as_long_as_the_motto() -> None:
    rule = look(written(LETTERHEAD), "Motto rule")
    cell = TEXT_WIDTH * 100 / 167.5
    length = cell - points(rule, "w:pPr/w:ind", "left") - points(rule, "w:pPr/w:ind", "right")
    assert length == pytest.approx(159, abs=4)


def test_words_longer_than_their_cell_have_a_rule_as_wide_as_it() -> None:
    rule = look(written(paragraph("Độc lập - Tự do - Hạnh phúc " * 9, "motto")), "Motto rule")
    assert points(rule, "w:pPr/w:ind", "left") == points(rule, "w:pPr/w:ind", "right") == 0


def test_a_rule_follows_a_left_aligned_role_from_the_left() -> None:
    rule = look(written(paragraph("a", "subject"), form="international"), "Subject rule")
    assert points(rule, "w:pPr/w:ind", "left") == points(rule, "w:pPr/w:ind", "right") == 0


def test_a_rule_of_its_own_is_a_line() -> None:
    members = written(Rule(), Rule("body"))
    assert styles_used(members) == ["Rule line", "Body Text rule"]
    assert points(look(members, "Body Text rule"), "w:pPr/w:ind", "right") == 0
    assert points(look(members, "Rule line"), "w:pPr/w:ind", "right") == pytest.approx(TEXT_WIDTH * 0.3, abs=0.05)


def test_a_box_is_as_wide_as_its_words() -> None:
    members = written(paragraph("Dự thảo", "draft-mark"))
    box = look(members, "Draft mark box")
    width = TEXT_WIDTH - points(box, "w:pPr/w:ind", "left") - points(box, "w:pPr/w:ind", "right")
    assert 50 < width < 90
    assert len(find(box, "w:pPr/w:pBdr/*")) == 4


def test_a_page_break_is_a_style() -> None:
    members = written(PageBreak(), Paragraph(text("a")))
    assert styles_used(members) == ["Page break", "Body Text"]
    assert find(look(members, "Page break"), "w:pPr/w:pageBreakBefore")
