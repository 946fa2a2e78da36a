"""Markdown text to nodes that stand within each other.

Floor 2. The parser gives a flat row of tokens, of which some open and close what holds others. Its own tree of them
takes as long to make and to read as the text to parse; here a node is a record.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin
from msgspec import Struct

from toolkit.diagnostics import Diagnostic, ToolkitError

_DEEPEST = 20
"""Of emphasis within emphasis: as deep as the parser lets blocks stand."""


class Node(Struct, frozen=True):
    """A block or a piece of text; `map` has its first line and the line after its last, if it is a block."""

    type: str
    content: str
    tag: str
    attrs: Mapping[str, str | int | float]
    map: Sequence[int] | None
    children: tuple["Node", ...]


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Let every link pass: whoever reads the nodes refuses those it may not have, and says so."""
        return bool(url)


@lru_cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False}).enable("table").disable(["html_block", "html_inline"])
    return parser.use(attrs_block_plugin)


def parse(text: str) -> tuple[Node, ...]:
    """Return the blocks of `text`, CommonMark with tables and `{.role}` above a block, without HTML."""
    return _nested(_parser().parse(text))


def _nested(tokens: Iterable[Token]) -> tuple[Node, ...]:
    levels: list[list[Node]] = [[]]
    opened: list[Token] = []
    for token in tokens:
        if token.nesting > 0:
            opened.append(token)
            levels.append([])
        elif token.nesting < 0:
            children, start = tuple(levels.pop()), opened.pop()
            levels[-1].append(_node(start, start.type.removesuffix("_open"), children))
        else:
            levels[-1].append(_node(token, token.type, _nested(_shallow(token))))
    return tuple(levels[0])


def _shallow(token: Token) -> Sequence[Token]:
    """Return the pieces of a text, unless they stand within each other too deep for those who walk over them."""
    pieces = token.children or ()
    if any(piece.level > _DEEPEST for piece in pieces):
        message = f"emphasis stands within emphasis more than {_DEEPEST} deep"
        hint = "put a backslash before a sign that is meant as one"
        raise ToolkitError([Diagnostic("unsupported-markdown", message, hint=hint, excerpt=token.content)])
    return pieces


def _node(token: Token, kind: str, children: tuple[Node, ...]) -> Node:
    return Node(kind, token.content, token.tag, token.attrs, token.map, children)
