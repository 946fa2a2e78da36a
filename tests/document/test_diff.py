import pytest
from msgspec.structs import replace

from tests.acts import act
from tests.writers.issues import FRESH, NEXT, PAIRS, A, B, C, beside, listing, table, target
from tests.writers.samples import minutes, paper, paragraph, text
from toolkit.document.changes import (
    Added,
    Change,
    ColumnsChange,
    Kept,
    ListChange,
    Removed,
    Side,
    TableChange,
    TextChange,
    unchanged,
    words_of,
)
from toolkit.document.diff import diff
from toolkit.document.model import Block, Heading, Inline, Item, Listing, Mention, Paragraph, Row, Rule, Text


def kinds(old: tuple[Block, ...], new: tuple[Block, ...]) -> list[str]:
    """Return the kinds of change from `old` to `new`, in reading order."""
    return [type(change).__name__ for change in diff(paper(*old), paper(*new)).changes]


def only(old: Block, new: Block) -> Change:
    """Return the one change from `old` to `new`."""
    (change,) = diff(paper(old), paper(new)).changes
    return change


def about(entity: str, *inlines: Inline | str, key: str = "") -> Paragraph:
    """Return a paragraph that begins with the name of an entity."""
    rest = tuple(Text(inline) if isinstance(inline, str) else inline for inline in inlines)
    return Paragraph((Mention(f"{entity}.name", f"tên {entity}"), *rest), key=key)


def test_the_same_papers_have_no_changes() -> None:
    redline = diff(minutes(), minutes())
    assert unchanged(redline.running)
    assert {type(change) for change in redline.changes} == {Kept}


@pytest.mark.parametrize("name", PAIRS)
def test_every_kind_of_change_is_found(name: str) -> None:
    old, new = PAIRS[name]
    assert set(kinds(old, new)) != {"Kept"}
    assert set(kinds(new, new)) == {"Kept"}


def test_blocks_come_go_and_move() -> None:
    assert kinds((A, C), (A, B, C)) == ["Kept", "Added", "Kept"]
    assert kinds((A, B, C), (A, C)) == ["Kept", "Removed", "Kept"]
    assert kinds((A, B, C), (B, C, A)) == ["Removed", "Kept", "Kept", "Added"]


def test_a_passage_about_the_same_entity_is_reworded() -> None:
    old, new = (about("points.a", words) for words in (" nói điều này", " hứa việc kia"))
    assert isinstance(only(old, new), TextChange)


def test_a_passage_about_another_entity_never_is() -> None:
    old, new = (about(entity, " và nhiều lời giống nhau", key="x") for entity in ("points.a", "points.b"))
    assert kinds((replace(old, key=""), A), (replace(new, key=""), A)) == ["TextChange", "Kept"]  # the form's own words
    assert kinds((about("points.a"), A), (about("points.b"), A)) == ["Removed", "Added", "Kept"]
    numbered = [
        Heading(2, (Text(f"{n}. "), Mention(f"points.{e}.topic", "Chủ đề")), "heading-2")
        for n, e in ((1, "a"), (1, "b"))
    ]
    assert kinds((numbered[0], A), (numbered[1], A)) == ["Removed", "Added", "Kept"]


def test_kinds_and_counts_name_no_entity() -> None:
    def group(first: str, count: str) -> Heading:
        act_ = Mention(f"agreements.{first}.act", "Được trao", "label")
        return Heading(2, (act_, Text(": "), Mention("agreements", count, "count")), "heading-2")

    change = only(group("a", "12 văn kiện"), group("b", "11 văn kiện"))
    assert isinstance(change, TextChange)
    assert [words_of((each,), each.side) for each in change.words] == ["Được trao: ", "12 văn kiện", "11 văn kiện"]


def test_a_key_counts_more_than_words_but_not_its_number() -> None:
    old, new = (replace(paragraph(words), key=key) for words, key in (("một", "chair#2"), ("hai", "chair#7")))
    assert kinds((old, A), (new, A)) == ["TextChange", "Kept"]
    assert kinds((replace(old, key=""), A), (replace(new, key=""), A)) == ["Removed", "Added", "Kept"]


def test_role_and_level_are_changes_of_their_own() -> None:
    for old, new in ((A, replace(A, role="lead")), (NEXT, replace(NEXT, level=3)), (NEXT, Paragraph(NEXT.inlines))):
        change = only(old, new)
        assert isinstance(change, TextChange)
        assert [stretch.side for stretch in change.words] == [Side.BOTH]


def test_another_fact_with_the_same_words_is_no_change() -> None:
    old, new = (paper(Paragraph((Text("x "), Mention(fact, "5")), key="k")) for fact in ("a.b", "c.d"))
    assert [type(change) for change in diff(old, new).changes] == [Kept]


def test_lists_are_told_by_their_items_not_by_their_place() -> None:
    first, second = listing("a", "b"), listing("c", "d", "e")
    assert kinds((first, second), (second,)) == ["Removed", "Kept"]
    change = only(second, listing("c", "x", "e"))
    assert isinstance(change, ListChange)
    assert [(bool(item.old), bool(item.new)) for item in change.items] == [
        (True, True), (True, False), (False, True), (True, True),
    ]  # fmt: skip


def test_items_follow_their_entity() -> None:
    def items(*entities: str) -> Listing:
        made = tuple(
            Item((about(f"agreements.{each}", " (2030)"),), key=f"item-{n}") for n, each in enumerate(entities)
        )
        return Listing(made, tuple("-" for _ in made))

    change = only(items("a", "b", "c"), items("a", "c"))
    assert isinstance(change, ListChange)
    assert [[type(inner) for inner in item.changes] for item in change.items] == [[Kept], [Removed], [Kept]]


def test_rows_follow_their_key() -> None:
    old, new = table("a", "b", "c"), table("b", "n", "c")
    changed = replace(new, rows=(*new.rows[:2], Row("c", (text("c 0"), text("khác")))))
    change = only(old, changed)
    assert isinstance(change, TableChange)
    assert [(row.old and row.old.key, row.new and row.new.key, bool(row.cells)) for row in change.rows] == [
        ("a", None, False), ("b", "b", False), (None, "n", False), ("c", "c", True),
    ]  # fmt: skip


def test_rows_without_keys_are_told_by_their_words() -> None:
    def rows(*lines: str) -> Block:
        return replace(table(columns=1), rows=tuple(Row("", (text(line),)) for line in lines))

    change = only(rows("một hai ba bốn", "năm"), rows("một hai ba tư", "sáu"))
    assert isinstance(change, TableChange)
    assert [(bool(row.old), bool(row.new)) for row in change.rows] == [(True, True), (True, False), (False, True)]


def test_a_table_of_more_columns_is_another_table() -> None:
    assert kinds((table("a"),), (table("a", columns=3),)) == ["Removed", "Added"]


def test_columns_are_changed_inside() -> None:
    change = only(beside((A,), (B,)), beside((A,), (C,)))
    assert isinstance(change, ColumnsChange)
    assert [[type(inner) for inner in cell] for cell in change.cells] == [[Kept], [Removed, Added]]
    assert kinds((beside((A,), (B,)),), (beside((A,)),)) == ["Removed", "Added"]


def test_rules_are_told_by_their_role() -> None:
    assert kinds((Rule(), A), (A, Rule())) == ["Removed", "Kept", "Added"]
    assert kinds((Rule(), A), (Rule("end"), A)) == ["Removed", "Added", "Kept"]


def test_the_page_header_is_compared() -> None:
    redline = diff(paper(A, running=text("DỰ THẢO")), paper(A))
    assert [stretch.side for stretch in redline.running] == [Side.OLD]


def test_headings_between_keep_their_tables_together() -> None:
    old, new = (table("a"), NEXT, A), (table("a"), FRESH, table("n"), NEXT, A)
    assert kinds(old, new) == ["Kept", "Added", "Added", "Kept", "Kept"]


def test_a_value_in_many_places_is_found_everywhere() -> None:
    def issue(value: str) -> tuple[Block, ...]:
        row = Row("r", (target(value).inlines, text("x")))
        return (
            Heading(2, target(value).inlines, "heading-2"),
            target(value),
            replace(table("r"), rows=(row,), caption=target(value).inlines),
            Listing((Item((target(value),)),), ("-",)),
            beside((target(value),)),
        )

    assert kinds(issue("20"), issue("25")) == ["TextChange", "TextChange", "TableChange", "ListChange", "ColumnsChange"]


def test_a_redline_is_the_same_each_time() -> None:
    made = act(7)
    assert diff(made.old.document, made.new.document) == diff(made.old.document, made.new.document)
