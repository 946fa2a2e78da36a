"""The neutral document: blocks of inlines, in which every inserted fact is a `Mention`.

Floor 1. Two closed unions, `Block` and `Inline`; writers match on them exhaustively. All text is final: a writer
never formats a value, translates a word or reads a fact. Measures are points unless a field says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the template."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One appearance of a fact.

    `fact` is the fact's id, `text` its printed form, `format` the formatter that printed it. A sentence that refers
    to other facts has `parts`, whose texts joined are `text`; otherwise `parts` is empty. `open` marks a fact that
    is not yet known, printed as a visible placeholder.
    """

    fact: str
    text: str
    format: str = ""
    open: bool = False
    parts: tuple["Inline", ...] = ()


@dataclass(frozen=True, slots=True)
class Strong:
    """Bold words."""

    inlines: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italic words."""

    inlines: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words in another language than the document's; `lang` is a BCP 47 tag."""

    lang: str
    inlines: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; `target` is an http, https or mailto URL."""

    target: str
    inlines: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line within a paragraph."""


Inline = Text | Mention | Strong | Emphasis | Foreign | Link | LineBreak
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title and stands once. `role` names its look in the style."""

    level: int
    inlines: Inlines
    role: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` names its look in the style. `key` tells the same paragraph in two issues of a paper."""

    inlines: Inlines
    role: str = "body"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: paragraphs and lists within it."""

    blocks: tuple["Block", ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. Each item's `label`, such as "1." or "-", is final text and stands in `labels`."""

    items: tuple[Item, ...]
    labels: tuple[str, ...]
    ordered: bool = False
    role: str = "list"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width (any positive number), `left`/`center`/`right`."""

    head: Inlines
    width: float = 1.0
    align: str = "left"


class Row(NamedTuple):
    """A row of a table; `key` is the id of the entity it shows. One cell per column."""

    key: str
    cells: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A data table. Its header row repeats on every page. `summary` describes it to who cannot see it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Inlines = ()
    summary: str = ""
    role: str = "table"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side (letterhead, signatures), read left to right; never split over pages.

    `widths` are shares of the text width; `role` is `letterhead` or `signatures`.
    """

    cells: tuple[tuple["Block", ...], ...]
    widths: tuple[float, ...]
    role: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line on its own; its length and thickness are the role's."""

    role: str = "rule"
    key: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A forced new page."""

    key: str = ""


Block = Heading | Paragraph | Listing | Table | Columns | Rule | PageBreak


@dataclass(frozen=True, slots=True)
class Note:
    """What stands behind a fact, for the reader who asks: a label, the value as stored, its sources, its file.

    No line number: a paper must not change when a line is inserted above the facts that it shows.
    """

    label: str
    value: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """The sheet a document was made from, for formats that can carry it along."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready for any writer.

    `kind` is the template's name (`minutes`), `sheet` the sheet's id. `running` is what stands in the page header
    beside the page number from the second page on (empty in a confirmed paper). `day` stamps the file's metadata,
    so that the same facts give the same bytes. `notes` looks a fact up by its id.
    """

    lang: str
    title: str
    kind: str
    sheet: str
    blocks: tuple[Block, ...]
    day: date
    author: str = ""
    draft: bool = False
    landscape: bool = False
    running: Inlines = ()
    notes: Mapping[str, Note] = field(default_factory=lambda: MappingProxyType({}))
    attachment: Attachment | None = None
