"""Walks over a document."""

from datetime import date

from toolkit.document.model import (
    Column,
    Columns,
    Document,
    Emphasis,
    Foreign,
    Heading,
    Item,
    LineBreak,
    Link,
    Listing,
    Mention,
    PageBreak,
    Paragraph,
    Row,
    Rule,
    Strong,
    Table,
    Text,
)
from toolkit.document.walk import inline_mentions, inline_text, mentions, passages, runs_of_text


def one(name: str) -> Mention:
    return Mention(name, name.upper())


SENTENCE = Mention("s", "to A and B", parts=(Text("to "), one("a"), Text(" and "), Strong((one("b"),))))
EVERY = (
    Text("t "), one("m"), Strong((Emphasis((one("x"),)),)), Foreign("km", (one("y"),)), Link("https://x", (one("z"),)),
    LineBreak(), SENTENCE,
)  # fmt: skip
DOCUMENT = Document(
    "en",
    "title",
    "minutes",
    "sheet",
    (
        Columns(((Paragraph((one("head"),)),), ()), (1, 1), "letterhead"),
        Heading(1, (Text("H"),), "title"),
        Paragraph(EVERY),
        Rule(),
        Listing((Item((Paragraph((one("item"),)), Listing((Item((Paragraph((Text("deep"),)),)),), ("-",)))),), ("1.",)),
        PageBreak(),
        Heading(2, (one("second"),), "heading-2"),
        Table((Column((one("column"),)),), (Row("r", ((one("cell"),),)),), caption=(one("caption"),)),
    ),
    date(2031, 5, 4),
    running=(one("running"),),
)


def test_the_words_of_inlines_are_without_markup() -> None:
    assert inline_text(EVERY) == "t MXYZ\nto A and B"


def test_mentions_come_in_reading_order_a_sentence_before_its_facts() -> None:
    assert [mention.fact for mention in inline_mentions(EVERY)] == ["m", "x", "y", "z", "s", "a", "b"]
    assert [mention.fact for mention in mentions(DOCUMENT)] == [
        "running", "head", "m", "x", "y", "z", "s", "a", "b", "item", "second", "caption", "column", "cell"
    ]  # fmt: skip


def test_every_run_of_text_is_walked_once() -> None:
    assert [inline_text(run) for run in runs_of_text(DOCUMENT.blocks)] == [
        "HEAD", "H", "t MXYZ\nto A and B", "ITEM", "deep", "SECOND", "CAPTION", "COLUMN", "CELL"
    ]  # fmt: skip


def test_a_table_without_a_caption_has_no_run_for_it() -> None:
    assert [inline_text(run) for run in runs_of_text((Table((Column((Text("c"),)),), ()),))] == ["c"]


def test_passages_name_the_heading_they_stand_under() -> None:
    sections = [section for section, _run in passages(DOCUMENT)]
    assert sections == ["", *["H"] * 4, *["SECOND"] * 4]
