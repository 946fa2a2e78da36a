"""A redline as one HTML page: what came is `ins`, what went is `del`, and why stands in tooltips and at the end.

Floor 2. The page is that of the new issue, written by the HTML writer's own functions; only changes are written here.
"""

from collections.abc import Iterator
from html import escape
from typing import assert_never

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit.document.changes import (
    Added,
    Change,
    Changes,
    ColumnsChange,
    Kept,
    ListChange,
    Removed,
    RowChange,
    Side,
    Stretches,
    TableChange,
    TextChange,
    places,
    whole,
)
from toolkit.document.explanation import Explanation
from toolkit.document.model import Block, Heading, Paragraph, Row
from toolkit.document.redline import Redline, Remarks, explain_block, explain_place, explain_row, told
from toolkit.style import Style
from toolkit.writers.css import class_of
from toolkit.writers.html import (
    LANDMARKS,
    MAX_LEVEL,
    MAX_TITLED_ROWS,
    Page,
    cell_tags,
    open_table,
    whole_page,
    write_blocks,
    write_inlines,
)

_NAMES = {Side.NEW: "ins", Side.OLD: "del"}
_RULES = """
ins{color:#0b5a0b;background:#e9f6e9;text-decoration:underline}
del{color:#9c0006;background:#fdecec;text-decoration:line-through}
ins.block,del.block{display:block}
sup.remark a{color:#555;text-decoration:none;font-weight:normal;font-style:normal}
.remarks{margin-top:18pt;padding-top:6pt;border-top:0.75pt solid gray;font-size:10pt;color:#333}
.remarks ol{list-style:decimal;padding-left:2em}
.remarks li{padding-left:0;margin-left:0}
.remarks li::before{content:none}
"""


def write_redline_html(redline: Redline, style: Style, remarks: Remarks) -> bytes:
    """Return `redline` as one HTML page in the form `style`; `remarks` stand in tooltips and at its end."""
    bare = Page(replace(redline.new, notes={}), style)
    editor = _Editor(Page(redline.new, style), bare, remarks)
    running = editor.words(redline.running)
    top = f'<p class="running">{running}</p>' if running else ""
    body = "\n".join(editor.changes(redline.changes))
    return whole_page(editor.page, f"{top}{body}{editor.notes()}", _RULES)


class _Editor(Struct, frozen=True):
    """Writes changes to one page and numbers the remarks on them as it goes.

    On the `bare` page facts have no tooltips: they would hide those of the changes around them.
    """

    page: Page
    bare: Page
    remarks: Remarks
    numbers: dict[Explanation, int] = field(default_factory=dict)

    def changes(self, changes: Changes, listed: bool = False) -> Iterator[str]:
        """Yield each change as an element; plain paragraphs that are `listed` look as their list does."""
        for change in changes:
            text = _text_of(change)
            yield self._text(*text, listed) if text else "".join(self._change(change))

    def words(self, words: Stretches) -> str:
        """Return words of both issues; each change refers to its remark."""
        pieces = []
        for place in places(words):
            if place[0].side is Side.BOTH:
                pieces.append(write_inlines(place[0].inlines, self.page))
                continue
            why = explain_place(place, words, self.remarks)
            pieces += [self._marked(write_inlines(part.inlines, self.bare), part.side, why) for part in place]
            pieces.append(self._number(why))
        return "".join(pieces)

    def notes(self) -> str:
        """Return the remarks that were referred to so far, in a list."""
        items = (
            f'<li id="remark-{number}">{"<br>".join(escape(line) for line in told(why, self.remarks))}</li>'
            for why, number in self.numbers.items()
        )
        return f'<aside class="remarks"><ol>{"".join(items)}</ol></aside>' if self.numbers else ""

    def _change(self, change: Change) -> Iterator[str]:
        match change:
            case Kept(block):
                yield from write_blocks((block,), self.page)
            case Added(block):
                yield self._alone(block, Side.NEW)
            case Removed(block):
                yield self._alone(block, Side.OLD)
            case TextChange(new=new, words=words):
                yield self._text(new, words)
            case ListChange():
                yield self._listing(change)
            case TableChange():
                yield from self._table(change)
            case ColumnsChange():
                yield self._columns(change)
            case _:
                assert_never(change)

    def _alone(self, block: Block, side: Side) -> str:
        why = explain_block(block, self.remarks)
        content = "".join(write_blocks((block,), self.bare))
        return self._marked(content, side, why, ' class="block"') + self._number(why)

    def _marked(self, content: str, side: Side, why: Explanation, more: str = "") -> str:
        """Return `content` as inserted or deleted; its title tells why."""
        lines = told(why, self.remarks)
        title = f' title="{escape(" — ".join(lines))}"' if lines else ""
        day = f' datetime="{self.remarks[why.ids[0]].date.isoformat()}"' if lines else ""
        name = _NAMES[side]
        return f"<{name}{more}{title}{day}>{content}</{name}>"

    def _number(self, why: Explanation) -> str:
        """Return the reference to the remark at the end."""
        if not why.ids:
            return ""
        number = self.numbers.setdefault(why, len(self.numbers) + 1)
        return f'<sup class="remark"><a href="#remark-{number}">{number}</a></sup>'

    def _text(self, block: Heading | Paragraph, words: Stretches, listed: bool = False) -> str:
        look = "" if listed and block.role == "body" else f' class="{class_of(block.role, self.page.style)}"'
        name = f"h{min(block.level, MAX_LEVEL)}" if isinstance(block, Heading) else "p"
        return f"<{name}{look}>{self.words(words)}</{name}>"

    def _listing(self, change: ListChange) -> str:
        name = "ol" if change.new.ordered else "ul"
        look = class_of(change.new.role, self.page.style)
        olds, news = iter(change.old.labels), iter(change.new.labels)
        pieces = []
        for item in change.items:
            old, new = next(olds) if item.old else "", next(news) if item.new else ""
            content = "".join(self.changes(item.changes, listed=True))
            pieces.append(f'<li class="{look}" data-label="{escape(new or old)}">{content}</li>')
        return f'<{name} role="list">{"".join(pieces)}</{name}>'

    def _columns(self, change: ColumnsChange) -> str:
        name = LANDMARKS.get(change.new.role, "div")
        whole_width = sum(change.new.widths)
        cells = "".join(
            f'<div style="width:{100 * width / whole_width:.4g}%">{"".join(self.changes(cell))}</div>'
            for cell, width in zip(change.cells, change.new.widths, strict=True)
        )
        return f'<{name} class="columns">{cells}</{name}>'

    def _table(self, change: TableChange) -> Iterator[str]:
        page = replace(self.page, brief=len(change.rows) > MAX_TITLED_ROWS)
        inner = replace(self, page=page)
        yield from open_table(change.new, self.words(change.caption), [self.words(head) for head in change.heads], page)
        tags = cell_tags(change.new)
        for row in change.rows:
            cells = (f"{tag}{cell}</td>" for tag, cell in zip(tags, inner.row(row), strict=True))
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</tbody></table>"

    def row(self, change: RowChange) -> list[str]:
        """Return the cells of a row; one that comes or goes refers to its remark once."""
        if change.cells:
            return [self.words(words) for words in change.cells]
        row = change.new or change.old or Row("", ())
        if change.old and change.new:
            return [write_inlines(cell, self.page) for cell in row.cells]
        side = Side.NEW if change.new else Side.OLD
        why = explain_row(row, self.remarks)
        cells = [self._marked(write_inlines(cell, self.bare), side, why) for cell in row.cells]
        return [cells[0] + self._number(why), *cells[1:]] if cells else []


def _text_of(change: Change) -> tuple[Heading | Paragraph, Stretches] | None:
    """Return a heading or paragraph with its words in both issues; nothing for any other block."""
    match change:
        case Kept(Heading() | Paragraph() as block):
            return block, whole(Side.BOTH, block.inlines)
        case Added(Heading() | Paragraph() as block):
            return block, whole(Side.NEW, block.inlines)
        case Removed(Heading() | Paragraph() as block):
            return block, whole(Side.OLD, block.inlines)
        case TextChange(new=block, words=words):
            return block, words
        case _:
            return None
