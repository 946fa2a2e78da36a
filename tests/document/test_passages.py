from msgspec.structs import replace

from tests.writers.issues import NEXT, A, B, beside, listing, table, target
from tests.writers.samples import paper, text
from toolkit.document.changes import Side, words_of
from toolkit.document.diff import diff
from toolkit.document.model import Block, Row
from toolkit.document.passages import Passage, changed_passages


def passages(old: tuple[Block, ...], new: tuple[Block, ...], **about: object) -> list[Passage]:
    redline = diff(paper(*old), paper(*new, **about))
    return list(changed_passages(redline.changes, redline.running))


def test_a_passage_knows_its_section_and_block() -> None:
    old, new = ((A, NEXT, replace(target(value), key="k")) for value in ("20", "25"))
    (found,) = passages(old, new)
    assert (found.section, found.block, found.row, found.column, found.kind) == ("Phần sau", "k", "", "", "changed")
    assert (words_of(found.words, Side.OLD), words_of(found.words, Side.NEW)) == (
        "Kim ngạch đạt 20 trong năm.",
        "Kim ngạch đạt 25 trong năm.",
    )


def test_what_comes_goes_or_looks_different_says_so() -> None:
    assert [(found.kind, found.is_alone) for found in passages((A,), (B,))] == [("removed", True), ("added", True)]
    assert [found.kind for found in passages((A,), (replace(A, role="lead"),))] == ["restyled"]


def test_a_row_that_comes_is_one_passage_a_changed_cell_another() -> None:
    new = table("a", "b")
    changed = replace(new, rows=(Row("a", (text("a 0"), text("khác"))), new.rows[1]))
    found = passages((table("a"),), (changed,))
    assert [(one.row, one.column, one.kind) for one in found] == [("a", "Cột 1", "changed"), ("b", "", "added")]
    assert words_of(found[1].words, Side.NEW) == "b 0 | b 1"


def test_a_table_that_comes_is_told_row_by_row() -> None:
    found = passages((A,), (A, table("a", "b", caption="Bảng")))
    assert [words_of(one.words, Side.NEW) for one in found] == ["Bảng", "Cột 0 | Cột 1", "a 0 | a 1", "b 0 | b 1"]
    assert [one.row for one in found] == ["", "", "a", "b"]


def test_captions_and_headings_of_columns_are_passages() -> None:
    old, new = table("a", caption="Bảng một"), table("a", caption="Bảng hai")
    heads = replace(new, columns=(replace(new.columns[0], head=text("Đầu")), new.columns[1]))
    assert [words_of(one.words, Side.NEW) for one in passages((old,), (heads,))] == ["Bảng hai", "Đầu"]


def test_items_blocks_beside_and_the_page_header_are_walked() -> None:
    found = passages((listing("a"), beside((A,), ())), (listing("a", "b"), beside((A,), (B,))), running=text("NHÁP"))
    assert [(one.block, one.row, words_of(one.words, Side.NEW)) for one in found] == [
        ("running", "", "NHÁP"),
        ("", "b", "b"),
        ("", "", "câu hai dài hơn"),
    ]
