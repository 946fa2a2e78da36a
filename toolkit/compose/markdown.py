"""Markdown text with marks to the blocks of a document.

Floor 2, with `environment` the home of the template language: CommonMark paragraphs, headings, lists, quotes, rules,
tables, emphasis and links, and `{.role}` above a block. Code and images, which no official paper needs, are refused;
HTML is printed as text. Each mark becomes the inlines it stands for only after parsing, so no value can ever be read
as markup.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from toolkit.compose.nodes import Node, parse
from toolkit.compose.view import MARK, View
from toolkit.diagnostics import Diagnostic, ToolkitError, error, nearest
from toolkit.document.model import (
    Block,
    Column,
    Emphasis,
    Foreign,
    Heading,
    Inlines,
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
from toolkit.document.walk import inline_mentions, inline_text

_UNSUPPORTED = {
    "code_block": "code, a text indented by four spaces,",
    "fence": "code, a text between lines of ```,",
    "code_inline": "code, a text between backquotes,",
    "image": "an image",
}
"""What people call the parts of Markdown that are refused."""

_ATTRIBUTES = re.compile(r"(?<!\\)\{(?:\.[\w-]+|lang=[\w-]+)\s*\}")
"""A look or a language that is not read as one, as it does not stand above a block; behind a backslash it is text."""

_READ = {
    "paragraph": ("class", "lang"),
    "heading": ("class", "lang"),
    "bullet_list": ("class",),
    "ordered_list": ("class", "start"),  # its first number
    "hr": ("class",),
}
"""What may be said of a block above it."""

_SCHEMES = ("http", "https", "mailto")
_MAX_LINES = 200_000


class MarkdownReader:
    """Reads one rendered template. One use only."""

    def __init__(self, view: View, roles: Iterable[str], list_marker: str) -> None:
        """Resolve marks by `view`; `roles` are those the style knows."""
        self._view = view
        self._roles = frozenset(roles)
        self._marker = list_marker
        self._used: list[str] = []
        self._keys: dict[str, int] = {}
        self._lines: list[str] = []

    def read(self, text: str) -> tuple[Block, ...]:
        """Return the blocks of `text`; every mark of it stands in them once, or it is an error."""
        if text.count("\n") > _MAX_LINES:
            raise error("too-many-mentions", "the text of the paper has over 200,000 lines", hint="use table()")
        self._lines = text.split("\n")
        blocks = tuple(self._blocks(parse(text)))
        lost = MARK.findall(text)
        if sorted(lost) != sorted(self._used):
            missing = set(lost) - set(self._used)
            shown = ", ".join(sorted(self._name(mark) for mark in missing)) or "a fact"
            hint = "facts may not stand in code or in a link's target"
            raise error("lost-mention", f"{shown} was printed, but is not in the paper", hint=hint)
        return blocks

    def _name(self, mark: str) -> str:
        content = self._view.marked(mark)
        names = [f"`{mention.fact}`" for mention in inline_mentions(x for x in content if not isinstance(x, Block))]
        return names[0] if names else "a part of the form"

    def _blocks(self, nodes: Iterable[Node]) -> Iterable[Block]:
        for node in nodes:
            try:
                yield from self._block(node)
            except ToolkitError as problem:
                raise ToolkitError(self._with_line(finding, node) for finding in problem.diagnostics) from problem

    def _with_line(self, finding: Diagnostic, node: Node) -> Diagnostic:
        """Return `finding` with the first line of the block `node` as its excerpt: the template's line is not known."""
        if finding.excerpt or not node.map:
            return finding
        return replace(finding, excerpt=self._lines[node.map[0]])

    def _block(self, node: Node) -> Iterable[Block]:
        _refuse_unread(node, _READ.get(node.type, ()))
        match node.type:
            case "paragraph":
                yield from self._paragraph(node)
            case "heading":
                yield self._heading(node)
            case "bullet_list" | "ordered_list":
                yield self._listing(node)
            case "blockquote":
                yield from (self._quoted(block) for block in self._blocks(node.children))
            case "hr":
                yield Rule(self._role(node, "rule"), key=self._key("rule"))
            case "table":
                yield self._table(node)
            case _:
                raise self._unsupported(node)

    def _unsupported(self, node: Node) -> Exception:
        shown = MARK.sub("…", node.content.strip().split("\n")[0][:60])
        name = _UNSUPPORTED.get(node.type, node.type.replace("_", " "))
        message = f"{name} cannot be put into a paper: {shown}".removesuffix(": ")
        return error("unsupported-markdown", message, hint="use plain text")

    def _paragraph(self, node: Node) -> Iterable[Block]:
        inline = node.children[0] if node.children else None
        content = inline.content.strip() if inline else ""
        if content and not MARK.sub("", content).strip() and self._is_form(content):
            _refuse_unread(node, ())
            for mark in MARK.findall(content):
                self._used.append(mark)
                yield from (block for block in self._view.marked(mark) if isinstance(block, Block))
            return
        inlines = self._said(node)
        role = self._role(node, "body")
        yield Paragraph(inlines, role, self._key(role, inlines))

    def _is_form(self, content: str) -> bool:
        marks = MARK.findall(content)
        return bool(marks) and all(_holds_blocks(self._view.marked(mark)) for mark in marks)

    def _heading(self, node: Node) -> Heading:
        level = int(node.tag[1])
        inlines = self._said(node)
        role = self._role(node, "title" if level == 1 else f"heading-{level}")
        return Heading(level, inlines, role, self._key(role, inlines))

    def _listing(self, node: Node) -> Listing:
        ordered = node.type == "ordered_list"
        first = int(node.attrs.get("start", 1)) if ordered else 1
        items = tuple(self._item(child) for child in node.children)
        digits = self._view.language.digits
        labels = tuple(digits(f"{first + n}.") if ordered else self._marker for n in range(len(items)))
        return Listing(items, labels, ordered, self._role(node, "list"), self._key("list"))

    def _item(self, node: Node) -> Item:
        blocks = tuple(
            replace(block, role="list") if isinstance(block, Paragraph) and block.role == "body" else block
            for block in self._blocks(node.children)
        )
        key = next((block.key for block in blocks if not isinstance(block, PageBreak)), "")
        return Item(blocks, self._key(f"item-{key}"))

    def _quoted(self, block: Block) -> Block:
        return replace(block, role="quote") if isinstance(block, Paragraph) and block.role == "body" else block

    def _table(self, node: Node) -> Table:
        head, *bodies = node.children
        columns = tuple(
            Column(self._cell(cell), 1.0, _alignment(cell)) for row in head.children for cell in row.children
        )
        rows = []
        for body in bodies:
            for row in body.children:
                cells = tuple(self._cell(cell) for cell in row.children)
                rows.append(Row(self._key("row", tuple(inline for cell in cells for inline in cell)), cells))
        return Table(columns, tuple(rows), key=self._key("table"))

    def _said(self, node: Node) -> Inlines:
        """Return the words of a paragraph or heading in the language that stands above it."""
        inlines = self._words(node.children[0] if node.children else None)
        lang = str(node.attrs.get("lang", ""))
        return (Foreign(lang, inlines),) if lang else inlines

    def _cell(self, node: Node) -> Inlines:
        return self._words(node.children[0] if node.children else None)

    def _words(self, node: Node | None) -> Inlines:
        """Return the words of a paragraph, heading or cell."""
        if node is None:
            return ()
        _refuse_attributes(node.content)
        return self._inlines(node.children)

    def _inlines(self, nodes: Iterable[Node]) -> Inlines:
        return tuple(inline for node in nodes for inline in self._inline(node))

    def _inline(self, node: Node) -> Inlines:
        match node.type:
            case "text" | "text_special":
                self._used += MARK.findall(node.content)
                return tuple(self._view.unmarked(node.content))
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (LineBreak(),)
            case "strong":
                return (Strong(self._inlines(node.children)),)
            case "em":
                return (Emphasis(self._inlines(node.children)),)
            case "link":
                return (Link(self._target(node), self._inlines(node.children)),)
            case _:
                raise self._unsupported(node)

    def _target(self, node: Node) -> str:
        target = str(node.attrs.get("href", ""))
        if MARK.search(unquote(target)):
            hint = "facts may not stand in code or in a link's target"
            raise error("lost-mention", "a fact stands in a link's target", hint=hint)
        if urlsplit(target).scheme not in _SCHEMES:
            raise error("bad-link", f"`{target}` is not a link for a paper", hint=f"use {', '.join(_SCHEMES)}")
        return target

    def _role(self, node: Node, usual: str) -> str:
        wanted = str(node.attrs.get("class", "")).split()
        if not wanted:
            return usual
        if len(wanted) > 1:
            names = " and ".join(f"`{{.{name}}}`" for name in wanted)
            raise error("bad-setting", f"{names} stand above one block", hint="a block has one look")
        if wanted[0] not in self._roles:
            hint = nearest(wanted[0], self._roles) or f"roles: {', '.join(sorted(self._roles))}"
            message, line = f"the style has no role `{wanted[0]}`", f"{{.{wanted[0]}"
            raise ToolkitError([Diagnostic("unknown-role", message, hint=hint, excerpt=line)])
        return wanted[0]

    def _key(self, role: str, inlines: Inlines = ()) -> str:
        """Return a key that the same block has in the next issue: the entity it shows, else its role, counted."""
        first = next(inline_mentions(inlines), None)
        name = f"{role}:{'.'.join(first.fact.split('.')[:2])}" if first else f"{role}:{inline_text(inlines)[:40]}"
        count = self._keys[name] = self._keys.get(name, 0) + 1
        return name if count == 1 else f"{name}#{count}"


def _refuse_attributes(content: str) -> None:
    """Refuse `{.role}` among words: it would be printed."""
    found = _ATTRIBUTES.search(content)
    if not found:
        return
    around = (*content[: found.start()].split("\n")[-2:], *content[found.end() :].split("\n")[:2])
    message = f"`{found[0]}` stands inside a paragraph, heading or cell"
    hint = "give it a line of its own below a blank line, or two: a line that ends with `{% … %}` swallows one"
    raise ToolkitError([Diagnostic("misplaced-block", message, hint=hint, excerpt="\n".join(around))])


def _refuse_unread(node: Node, names: Iterable[str]) -> None:
    """Refuse what stands in braces above a block that has no use for it: it would be lost."""
    for name, value in node.attrs.items():
        if name not in names:
            shown = f"{{.{value}}}" if name == "class" else f"{{{name}={value}}}"
            hint = "a look may stand above a paragraph, heading, list or rule, a language above a paragraph or heading"
            raise error("bad-setting", f"`{MARK.sub('…', shown)}` stands above a block that cannot have it", hint=hint)


def _holds_blocks(content: tuple[object, ...]) -> bool:
    return bool(content) and isinstance(content[0], Block)


def _alignment(cell: Node) -> str:
    style = str(cell.attrs.get("style", ""))
    return next((side for side in ("center", "right") if side in style), "left")
