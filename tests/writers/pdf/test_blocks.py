"""Blocks as parts: lists, headings, columns, tables."""

import pytest

from tests.writers.pdf.reading import Word, opened, outline, words, written
from tests.writers.samples import EVERY_BLOCK, TABLE, paragraph, text
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Column, Columns, Heading, Item, Listing, PageBreak, Paragraph, Row, Table

INDENT = 85.04 + 36


def listing(*items: str, labels: tuple[str, ...] = (), ordered: bool = False) -> Listing:
    return Listing(tuple(Item((paragraph(item),)) for item in items), labels or ("-",) * len(items), ordered)


def placed(*blocks: Listing) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for word in words(written(*blocks)):
        found.setdefault(word.text, word)
    return found


def test_labels_stand_at_the_indent_and_hang_before_the_text() -> None:
    found = placed(listing("đầu " + "dài " * 40 + "cuối", labels=("1.",)))
    assert found["1."].left == pytest.approx(INDENT, abs=0.1)
    assert found["1."].right < found["đầu"].left
    assert found["cuối"].top > found["đầu"].bottom - 5
    assert found["cuối"].left >= found["đầu"].left
    assert min(word.left for word in found.values()) == found["1."].left


def test_all_items_stand_as_far_in_as_the_widest_label_needs() -> None:
    items = tuple(Item((paragraph(words),)) for words in ("một", "hai"))
    found = placed(Listing(items, ("9.", "Điều thứ mười."), False))
    assert found["một"].left == found["hai"].left
    assert found["mười."].right < found["hai"].left < found["mười."].right + 8
    assert found["9."].left == found["Điều"].left


def test_a_list_in_a_list_begins_where_the_words_around_it_do() -> None:
    inner = Item((paragraph("ngoài"), listing("trong", labels=("a)",))))
    found = placed(Listing((inner,), ("1.",), True))
    assert found["a)"].left == pytest.approx(found["ngoài"].left, abs=0.1)
    assert found["trong"].left > found["a)"].right


def test_a_list_is_a_list_to_who_reads_with_the_ears() -> None:
    inner = Item((paragraph("ngoài"), listing("trong")))
    pdf = opened(written(Listing((inner, Item((listing("đứng đầu"),))), ("1.", "2."), True)))
    assert outline(pdf).split("\n")[1:] == [
        "  L",
        "    LI", "      Lbl", "      LBody", "        P", "        L", "          LI", "            Lbl",
        "            LBody", "              P",
        "    LI", "      Lbl", "      LBody", "        P", "        L", "          LI", "            Lbl",
        "            LBody", "              P",
    ]  # fmt: skip
    assert str(pdf.Root.StructTreeRoot.K.K.A.ListNumbering) == "/Decimal"


@pytest.mark.parametrize(("label", "numbering"), [("a)", "LowerAlpha"), ("đ)", "LowerAlpha"), ("IV.", "UpperRoman")])
def test_how_a_list_is_numbered_is_told(label: str, numbering: str) -> None:
    pdf = opened(written(listing("x", labels=(label,), ordered=True)))
    assert str(pdf.Root.StructTreeRoot.K.K.A.ListNumbering) == f"/{numbering}"


def test_a_caption_belongs_to_its_table() -> None:
    small = Table((Column(text("a")),), (Row("r", (text("b"),)),), text("Tên bảng"), "Một cột")
    pdf = opened(written(small))
    assert outline(pdf).split() == ["Document", "Table", "Caption", "THead", "TR", "TH", "TBody", "TR", "TD"]
    assert str(pdf.Root.StructTreeRoot.K.K.A.Summary) == "Một cột"


@pytest.mark.parametrize("block", [TABLE, PageBreak(), Columns(((paragraph("a"),),), (1,), "signatures")])
def test_what_cannot_stand_in_columns_is_an_error(block: object) -> None:
    with pytest.raises(ToolkitError, match="unsupported-block"):
        written(Columns(((block,),), (1,), "signatures"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", EVERY_BLOCK)
def test_every_block_is_placed(name: str) -> None:
    pdf = written(Heading(1, text("Đầu"), "title"), EVERY_BLOCK[name], Paragraph(text("Cuối")))
    shown = [word.text for word in words(pdf)]
    assert shown[0] == "ĐẦU"
    assert shown[-1] == "Cuối" or words(pdf)[-1].page > 1
