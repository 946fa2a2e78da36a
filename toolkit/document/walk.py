"""Walks over a document, so that no writer or check writes its own recursion."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import assert_never

from toolkit.document.model import (
    Block,
    Columns,
    Document,
    Emphasis,
    Foreign,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Listing,
    Mention,
    PageBreak,
    Paragraph,
    Rule,
    Strong,
    Table,
    Text,
)


def inline_text(inlines: Sequence[Inline]) -> str:
    """Return the words of `inlines` without any markup; a forced line break is a newline."""
    try:  # nearly always there are but words and facts, and tables have tens of thousands of them
        return "".join([inline.text for inline in inlines])  # type: ignore[union-attr]
    except AttributeError:
        return "".join([_text_of(inline) for inline in inlines])


def _text_of(inline: Inline) -> str:
    match inline:
        case Text(text) | Mention(text=text):
            return text
        case Strong(inlines) | Emphasis(inlines) | Foreign(inlines=inlines) | Link(inlines=inlines):
            return inline_text(inlines)
        case LineBreak():
            return "\n"
        case _:
            assert_never(inline)


def inline_mentions(inlines: Iterable[Inline]) -> Iterator[Mention]:
    """Yield every mention in `inlines` in reading order, a sentence before the facts inside it."""
    for inline in inlines:
        match inline:
            case Mention(parts=parts):
                yield inline
                yield from inline_mentions(parts)
            case Strong(nested) | Emphasis(nested) | Foreign(inlines=nested) | Link(inlines=nested):
                yield from inline_mentions(nested)
            case Text() | LineBreak():
                pass
            case _:
                assert_never(inline)


def runs_of_text(blocks: Iterable[Block]) -> Iterator[Inlines]:
    """Yield the inlines of every heading, paragraph, caption and cell in reading order."""
    for block in blocks:
        match block:
            case Heading(inlines=inlines) | Paragraph(inlines=inlines):
                yield inlines
            case Listing(items=items):
                for item in items:
                    yield from runs_of_text(item.blocks)
            case Table():
                yield from _runs_of_table(block)
            case Columns(cells=cells):
                for cell in cells:
                    yield from runs_of_text(cell)
            case Rule() | PageBreak():
                pass
            case _:
                assert_never(block)


def _runs_of_table(table: Table) -> Iterator[Inlines]:
    if table.caption:
        yield table.caption
    for column in table.columns:
        yield column.head
    for row in table.rows:
        yield from row.cells


def mentions(document: Document) -> Iterator[Mention]:
    """Yield every mention of the document in reading order, its running header included."""
    for inline in chain(document.running, chain.from_iterable(runs_of_text(document.blocks))):
        if isinstance(inline, Mention) and not inline.parts:  # nearly all, and of tens of thousands
            yield inline
        elif not isinstance(inline, Text):
            yield from inline_mentions((inline,))


def is_signatures(block: Block | None) -> bool:
    """Return whether `block` holds signatures, which never stand on a page without what they sign."""
    return isinstance(block, Columns) and block.role == "signatures"


def passages(document: Document) -> Iterator[tuple[str, Inlines]]:
    """Yield every run of text of the document with the heading it stands under."""
    section = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            section = inline_text(block.inlines)
        for inlines in runs_of_text((block,)):
            yield section, inlines
