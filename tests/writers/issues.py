"""Pairs of issues of invented papers: every kind of change, by name."""

from msgspec.structs import replace

from tests.writers.samples import minutes, paragraph, text
from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Heading,
    Item,
    Listing,
    Mention,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Table,
    Text,
)

Issues = tuple[tuple[Block, ...], tuple[Block, ...]]


def target(words: str) -> Paragraph:
    """Return a paragraph with a figure."""
    return Paragraph((Text("Kim ngạch đạt "), Mention("figures.target.value", words, "money"), Text(" trong năm.")))


def listing(*items: str, labels: tuple[str, ...] = ()) -> Listing:
    """Return a list of short items."""
    return wrapped(*((paragraph(each),) for each in items), labels=labels, keys=items)


def wrapped(*items: tuple[Block, ...], labels: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> Listing:
    """Return a list of items with any blocks."""
    made = tuple(Item(blocks, key=(keys or "ij")[place]) for place, blocks in enumerate(items))
    return Listing(made, labels or tuple(f"{number}." for number in range(1, len(items) + 1)), ordered=True)


def table(*keys: str, columns: int = 2, caption: str = "") -> Table:
    """Return a table with a row for each of `keys`."""
    heads = tuple(Column(text(f"Cột {number}")) for number in range(columns))
    rows = tuple(Row(each, tuple(text(f"{each} {number}") for number in range(columns))) for each in keys)
    return Table(heads, rows, caption=text(caption) if caption else ())


def beside(*cells: tuple[Block, ...], role: str = "letterhead") -> Columns:
    """Return blocks side by side."""
    return Columns(cells, tuple(range(1, len(cells) + 1)), role)


A, B, C = paragraph("đoạn thứ nhất"), paragraph("câu hai dài hơn"), paragraph("lời cuối cùng")
SUBJECT, MOTTO = paragraph("tiêu đề", "subject"), paragraph("khẩu hiệu ngắn", "motto")
NEXT, FRESH = Heading(2, text("Phần sau"), "heading-2"), Heading(2, text("Mục mới"), "heading-2")
SIGNED = beside((A,), (B,), role="signatures")
PAIRS: dict[str, Issues] = {
    "words": ((target("20 tỷ USD"),), (target("25 tỷ USD"),)),
    "role": ((A, B), (replace(A, role="lead"), B)),
    "role and words": ((A, B), (replace(A, role="lead", inlines=text("đoạn thứ hai")), B)),
    "words under a rule": ((SUBJECT, B), (replace(SUBJECT, inlines=text("tiêu đề khác")), B)),
    "a rule comes": ((A, B), (replace(A, role="subject"), B)),
    "a rule as long as the words": ((MOTTO, B), (replace(MOTTO, inlines=text("khẩu hiệu rất dài")), B)),
    "a rule alone": ((A, B), (A, Rule(), B)),
    "a page break": ((A, B), (A, PageBreak(), B)),
    "level": ((NEXT, A), (Heading(3, text("Phần sau"), "heading-3"), A)),
    "a heading becomes text": ((NEXT, A), (Paragraph(text("Phần sau")), A)),
    "the first": ((B,), (A, B)),
    "the last": ((A,), (A, B)),
    "another at the end": ((A, B), (A, replace(C, role="quote"))),
    "all others": ((A, B), (C,)),
    "everything": ((), minutes().blocks),
    "an item in the middle": ((listing("a", "c"), B), (listing("a", "b", "c"), B)),
    "the last item": ((listing("a", "b"), B), (listing("a", "b", "c"), B)),
    "the tenth item": ((listing(*"abcdefghi"), B), (listing(*"abcdefghij"), B)),
    "the first item before others": ((A, listing("a", "b"), B), (A, listing("b"), B)),
    "a list before a heading": ((A, NEXT), (A, listing("a"), NEXT)),
    "labels that Word cannot count": ((listing("a", "b", labels=("d)", "đ)")), B), (listing("b", labels=("d)",)), B)),
    "labels of another form": ((listing("a", "b"), B), (listing("a", "b", labels=("1)", "2)")), B)),
    "an item's first block": ((wrapped((A, B)), C), (wrapped((C, A, B)), C)),
    "an item that opens with a list": ((wrapped((listing("a"),)), B), (wrapped((listing("a", "b"),)), B)),
    "an item that opens with a table": ((wrapped((table("a"), C)), B), (wrapped((table("a", "b"), C)), B)),
    "an item without blocks": ((wrapped(()), B), (wrapped((), ()), B)),
    "an inner list": ((wrapped((A, listing("a", "b"))), B), (wrapped((A, listing("a", "z", "b"))), B)),
    "a row in the middle": ((table("a", "c"), B), (table("a", "b", "c"), B)),
    "rows in another order": ((table("a", "b", "c"), B), (table("c", "a", "b"), B)),
    "a caption": ((table("a", caption="Bảng một"), B), (table("a", caption="Bảng hai"), B)),
    "a caption comes": ((table("a"), B), (table("a", caption="Bảng"), B)),
    "a heading of a column": (
        (table("a"), B),
        (replace(table("a"), columns=(Column(text("X")), Column(text("Y")))), B),
    ),
    "more columns": ((A, table("a"), B), (A, table("a", columns=3), B)),
    "a table": ((A, B), (A, table("a"), B)),
    "a table between tables": ((table("a"), table("z")), (table("a"), table("m"), table("z"))),
    "text between tables": ((table("a"), table("z")), (table("a"), A, table("z"))),
    "text before the first table": ((table("a"), A), (B, table("a"), A)),
    "another table alone": ((table("a"),), (table("b", columns=4),)),
    "a heading with its table": ((table("a"), NEXT, A), (table("a"), FRESH, table("n"), NEXT, A)),
    "a heading with its table at the end": ((A,), (A, FRESH, table("n"))),
    "a text for a heading with its table": ((A, B), (A, FRESH, table("n"))),
    "words beside": ((beside((A, B), (A,)), C), (beside((A,), (A, C)), C)),
    "all that stands beside": ((beside((A,), ()), C), (beside((), (B,)), C)),
    "a table beside": ((beside((A,), (B,)), C), (beside((A, table("a")), (B,)), C)),
    "signatures": ((A,), (A, SIGNED)),
    "text before signatures": ((A, SIGNED), (A, B, SIGNED)),
    "text after a list before signatures": ((listing("a", "b"), SIGNED), (listing("a", "b"), B, SIGNED)),
    "text before signatures goes": ((listing("a", "b"), B, SIGNED), (listing("a", "b"), SIGNED)),
    "an item before signatures": ((listing("a", "b"), SIGNED), (listing("a", "b", "c"), SIGNED)),
    "text after an inner list before signatures": (
        (wrapped((A, listing("a", "b"))), SIGNED),
        (wrapped((A, listing("a", "b"))), B, SIGNED),
    ),
    "text after a rule before signatures": ((A, Rule(), SIGNED), (A, Rule(), B, SIGNED)),
    "text after a heading before signatures": ((A, NEXT, SIGNED), (A, NEXT, B, SIGNED)),
    "text after a table before signatures": ((table("a"), SIGNED), (table("a"), B, SIGNED)),
    "a row before signatures": ((table("a"), SIGNED), (table("a", "b"), SIGNED)),
}
