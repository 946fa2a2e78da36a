"""The Markdown writer: the words of a paper in readable CommonMark with GitHub's tables.

Floor 2. All text is escaped, so that no value becomes markup. What Markdown cannot show (page, fonts, columns) is
left out: a letterhead is plain lines, a rule or page break a thematic break.
"""

import json
import re
from typing import assert_never

from toolkit.document.model import (
    Block,
    Columns,
    Document,
    Emphasis,
    Foreign,
    Heading,
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
from toolkit.style import Style
from toolkit.writers import web_target

_MARKUP = re.compile(r"[\\`*_#\[\]<|~${}]|&(?=#?\w+;)|(?<=[a-z]):(?=//)|(?<=www)\.", re.IGNORECASE)
_LINE_START = re.compile(r"(?m)^([+=>:-]|\d{1,9}(?=[.)]))")
_SPACES = re.compile(r"[\s\x00-\x1f]+")
_LINE_ENDS = re.compile(r"[\x00-\x1f]")
_LINE_HEAD = re.compile(r"(?m)^")
_LINE = re.compile(r"(?<=\n)(?=[^\n])")
_MARKER = re.compile(r"\d{1,9}[.)]\Z")
_ALIGN = {"left": ":---", "center": ":---:", "right": "---:"}
_MAX_LEVEL = 6
_BREAK = "\\\n"
"""A forced line break in a paragraph; where a line may not end, `<br>` does the same."""


def write_markdown(document: Document, style: Style) -> bytes:
    """Return `document` as Markdown; a paragraph that `style` shows in bold is strong."""
    front = {"lang": document.lang, "title": document.title, **({"draft": True} if document.draft else {})}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    return "\n".join(("---", *lines, "---", "", _blocks(document.blocks, style), "")).encode("utf-8", "replace")


def _blocks(blocks: tuple[Block, ...], style: Style) -> str:
    pieces: list[str] = []
    for before, block in zip((None, *blocks), blocks, strict=False):
        if isinstance(before, Listing) and isinstance(block, Listing):
            pieces.append("<!-- -->")  # or the two lists would be one
        pieces.append(_block(block, style))
    return "\n\n".join(piece for piece in pieces if piece)


def _block(block: Block, style: Style) -> str:
    match block:
        case Heading(level, inlines):
            return f"{'#' * min(level, _MAX_LEVEL)} {_inlines(inlines, '<br>')}"
        case Paragraph():
            return _paragraph(block, style)
        case Listing():
            return _listing(block, style)
        case Table():
            return _table(block)
        case Columns(cells):
            return "\n\n".join(piece for piece in (_cell(cell, style) for cell in cells) if piece)
        case Rule() | PageBreak():
            return "---"
        case _:
            assert_never(block)


def _paragraph(paragraph: Paragraph, style: Style) -> str:
    bold = style.role(paragraph.role).bold
    inlines = (Strong(paragraph.inlines),) if bold else paragraph.inlines
    words = _LINE_START.sub(_escape_start, _inlines(inlines, _BREAK).strip())
    return _LINE_HEAD.sub("> ", words) if paragraph.role == "quote" and words else words


def _escape_start(match: re.Match[str]) -> str:
    return f"{match.group()}\\" if match.group().isdigit() else f"\\{match.group()}"


def _cell(blocks: tuple[Block, ...], style: Style) -> str:
    """Return the blocks of a column: lines, where all are paragraphs."""
    lines = [_paragraph(block, style) for block in blocks if isinstance(block, Paragraph)]
    return _BREAK.join(line for line in lines if line) if len(lines) == len(blocks) else _blocks(blocks, style)


def _listing(listing: Listing, style: Style) -> str:
    items = []
    for item, label in zip(listing.items, listing.labels, strict=True):
        marker, typed = _marker(label, listing.ordered)
        content = f"{typed}{_blocks(item.blocks, style)}"
        items.append(f"{marker} {_LINE.sub(' ' * (len(marker) + 1), content)}")
    loose = any(len(item.blocks) > 1 for item in listing.items)
    return ("\n\n" if loose else "\n").join(items)


def _marker(label: str, ordered: bool) -> tuple[str, str]:
    """Return the list marker for `label`, and what of it must be typed because no marker says it."""
    if not ordered:
        return "-", ""
    return (label, "") if _MARKER.match(label) else ("-", f"{_LINE_START.sub(_escape_start, _escape(label))} ")


def _table(table: Table) -> str:
    caption = [f"{_strong(_inlines(table.caption, ' '))}", ""] if table.caption else []
    rows = [
        _row(tuple(column.head for column in table.columns)),
        f"| {' | '.join(_ALIGN[column.align] for column in table.columns)} |",
        *(_row(row.cells) for row in table.rows),
    ]
    return "\n".join([*caption, *rows])


def _row(cells: tuple[Inlines, ...]) -> str:
    return f"| {' | '.join([_inlines(cell, '<br>') for cell in cells])} |"


def _inlines(inlines: Inlines, line_break: str) -> str:
    pieces = []
    for inline in inlines:
        match inline:
            case Text(text):
                pieces.append(_escape(text))
            case Mention(text=text, parts=parts):
                pieces.append(_inlines(parts, line_break) if parts else _escape(text))
            case Strong(nested):
                pieces.append(_strong(_inlines(nested, line_break)))
            case Emphasis(nested):
                pieces.append(_marked(_inlines(nested, line_break), "*"))
            case Foreign(inlines=nested):
                pieces.append(_inlines(nested, line_break))
            case Link(target, nested):
                words, url = _inlines(nested, line_break), web_target(target)
                pieces.append(f"[{words}](<{url}>)" if url else words)
            case LineBreak():
                pieces.append(line_break)
            case _:
                assert_never(inline)
    return "".join(pieces)


def _strong(words: str) -> str:
    return _marked(words, "**")


def _marked(words: str, mark: str) -> str:
    """Return `words` between marks, which must touch words, never spaces."""
    inner = words.strip()
    before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}" if inner else words


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", _SPACES.sub(_in_line, text))


def _in_line(spaces: re.Match[str]) -> str:
    """Return spaces as they are, unless a line ends among them: then one."""
    return " " if _LINE_ENDS.search(spaces[0]) else spaces[0]
