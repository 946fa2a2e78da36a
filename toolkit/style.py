"""The official form as data: page, fonts, and how each role of text looks.

Floor 1. A style is a YAML file under `templates/styles/`; `extends` names the style it differs from, so a new
office's style is a short list of differences. All measures here are points.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from toolkit import binding
from toolkit.binding import Problems, Reader, choice, flag, length, many, number, record, text
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, nearest
from toolkit.yamltext import MapNode, Node, Scalar

MAX_CHAIN = 8
MIN_ROOM = 72.0
"""An inch: less between the margins holds no word."""


class Role(Struct, frozen=True):
    """How one kind of text looks. `line` is the line pitch as a multiple of the single one.

    `rule` draws a line under the paragraph: `text` as long as the words, or a share of the width such as `40%`.
    `caps` shows capitals while the text stays as written.
    """

    size: float = 12.0
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False
    color: str = "#000000"
    background: str = ""
    box: bool = False
    align: str = "left"
    indent: float = 0.0
    first_indent: float = 0.0
    space_before: float = 0.0
    space_after: float = 0.0
    line: float = 1.0
    keep_next: bool = False
    rule: str = ""

    @property
    def rule_share(self) -> float:
        """Return what share of the width the line takes that is no longer or shorter than the words."""
        return float(self.rule.removesuffix("%")) / 100 if self.rule else 1.0


class Page(Struct, frozen=True):
    """The sheet of paper, upright; a landscape document turns it."""

    width: float = 595.28
    height: float = 841.89
    top: float = 57.0
    bottom: float = 57.0
    left: float = 57.0
    right: float = 57.0
    number: str = "top-center"
    number_on_first: bool = False
    header: float = 28.0

    def size(self, landscape: bool) -> tuple[float, float]:
        """Return width and height, turned or not."""
        return (self.height, self.width) if landscape else (self.width, self.height)


class TableForm(Struct, frozen=True):
    """Lines and paddings of a data table; its text has the roles `table-head` and `table-cell`."""

    border: float = 0.5
    color: str = "#000000"
    head_background: str = ""
    padding_x: float = 3.0
    padding_y: float = 3.0


class HeadLine(Struct, frozen=True):
    """A line of the letterhead: a role, words with `{fact}` references, and the part it belongs to, if optional."""

    role: str = "body"
    text: str = ""
    part: str = ""


class Letterhead(Struct, frozen=True):
    """Cells side by side at the head of the first page; `widths` are shares."""

    widths: tuple[float, ...] = (1.0,)
    cells: tuple[tuple[HeadLine, ...], ...] = ()


class Style(Struct, frozen=True):
    """An official form. `roles` maps each role's name to its full look; `fonts` lists families by script.

    With `attach_sheet` a PDF carries the facts that it shows.
    """

    name: str
    source: str = ""
    page: Page = field(default_factory=Page)
    fonts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    table: TableForm = field(default_factory=TableForm)
    letterhead: Letterhead = field(default_factory=Letterhead)
    list_marker: str = "-"
    controls: bool = True
    attach_sheet: bool = True

    def role(self, name: str) -> Role:
        """Return the look of `name`; an unknown role looks like `body`."""
        return self.roles.get(name) or self.roles.get("body") or Role()


_SCRIPTS = ("latin", "khmer", "lao")

_COLOR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_BACKGROUND = re.compile(rf"(?:{_COLOR.pattern})?\Z")
_RULE = re.compile(r"(?:text|\d{1,2}%|100%)?\Z", re.ASCII)


def _matching(pattern: re.Pattern[str], meant: str, hint: str) -> Reader[str]:
    """Return a reader of words that match `pattern`."""

    def read(node: Node, problems: Problems) -> str:
        words = node.text if isinstance(node, Scalar) else ""
        if isinstance(node, Scalar) and pattern.match(words):
            return words
        binding.refuse(problems, node.span, f"expected {meant}", hint)
        return ""

    return read


def _positive(reader: Reader[float]) -> Reader[float]:
    """Return a reader of what `reader` reads, above zero."""

    def read(node: Node, problems: Problems) -> float:
        before = len(problems)
        value = reader(node, problems)
        if value <= 0 and len(problems) == before:
            binding.refuse(problems, node.span, "expected more than nothing", "write a number above zero")
        return value

    return read


_color = _matching(_COLOR, "a colour", 'six hexadecimal digits in quotes: `"#1F3F7F"`')
_background = _matching(_BACKGROUND, "a colour", 'six hexadecimal digits in quotes: `"#E8E8E8"`; `""` for none')
_rule = _matching(_RULE, "the length of a line", "`text`, or a share of the width: `40%`")

_ROLE = {
    "size": _positive(length),
    "bold": flag,
    "italic": flag,
    "underline": flag,
    "caps": flag,
    "color": _color,
    "background": _background,
    "box": flag,
    "align": choice("left", "center", "right", "justify"),
    "indent": length,
    "first_indent": length,
    "space_before": length,
    "space_after": length,
    "line": _positive(number),
    "keep_next": flag,
    "rule": _rule,
}

_PAGE = {
    **dict.fromkeys(("width", "height", "top", "bottom", "left", "right", "header"), length),
    "number": choice("top-center", "top-right", "bottom-center", "bottom-right", "none"),
    "number_on_first": flag,
}

_TABLE = {
    "border": length,
    "color": _color,
    "head_background": _background,
    "padding_x": length,
    "padding_y": length,
}


def _roles(node: Node, problems: Problems) -> dict[str, Role]:
    """Read the roles; `like` names the role that one differs from."""
    if not isinstance(node, MapNode):
        binding.refuse(problems, node.span, "expected roles and their looks", "write `body: {size: 13pt}`")
        return {}
    done: dict[str, Role] = {}

    def resolve(name: str, span: Span, chain: tuple[str, ...]) -> Role:
        if name in done:
            return done[name]
        look = node.entries.get(name)
        if not isinstance(look, MapNode) or name in chain:
            reason = "is like itself" if name in chain else "has no look" if look else "is not a role of this style"
            binding.refuse(
                problems, span, f"`{name}` {reason}", "write `{size: 13pt}`" if look else nearest(name, node.entries)
            )
            return Role()
        like = look.entries.get("like")
        base = resolve(like.text, like.span, (*chain, name)) if isinstance(like, Scalar) else Role()
        own = MapNode({key: value for key, value in look.entries.items() if key != "like"}, look.keys, look.span)
        values: dict[str, Any] = record(dict, _ROLE)(own, problems)
        done[name] = replace(base, **values)
        return done[name]

    for name in node.entries:
        resolve(name, node.keys[name], ())
    return done


_HEAD_LINE = record(HeadLine, {"role": text, "text": text, "part": text}, required=("role", "text"))

_STYLE = {
    "extends": text,
    "name": text,
    "source": text,
    "page": record(Page, _PAGE),
    "fonts": record(dict, dict.fromkeys(_SCRIPTS, many(text))),
    "roles": _roles,
    "table": record(TableForm, _TABLE),
    "letterhead": record(Letterhead, {"widths": many(_positive(number)), "cells": many(many(_HEAD_LINE))}),
    "list_marker": text,
    "controls": flag,
    "attach_sheet": flag,
}


def read_style(chain: Iterable[Node]) -> Style:
    """Return the style of `chain`, its files from the one without `extends` to the most particular one."""
    nodes = list(chain)
    merged = nodes[0]
    for difference in nodes[1:]:
        merged = binding.overlay(merged, difference)
    problems: list[Diagnostic] = []
    values: dict[str, Any] = record(dict, _STYLE, required=("name",))(merged, problems)
    if problems:
        raise ToolkitError(problems)
    values.pop("extends", None)
    style = Style(**values)
    _check_room(style, merged.span)
    return style


def extended_by(node: Node) -> str:
    """Return the name of the style that the style file `node` differs from, or an empty string."""
    parent = node.entries.get("extends") if isinstance(node, MapNode) else None
    return parent.text if isinstance(parent, Scalar) else ""


def _check_room(style: Style, span: Span) -> None:
    head, page = style.letterhead, style.page
    if head.cells and len(head.cells) != len(head.widths):
        message = f"the letterhead has {len(head.cells)} cells but {len(head.widths)} widths"
        raise ToolkitError([Diagnostic("bad-setting", message, span, "give each cell its share of the width")])
    header, footer = (0.0, page.header) if page.number.startswith("bottom") else (page.header, 0.0)
    high = page.height - max(page.top, header) - max(page.bottom, footer)
    if min(page.width - page.left - page.right, high) < MIN_ROOM:
        raise ToolkitError([Diagnostic("bad-setting", "the margins leave no room for text", span, "see `page:`")])
