"""The neutral document: blocks of inlines, in which every inserted fact is a `Mention`.

Floor 1. Two closed unions, `Block` and `Inline`; writers match on them exhaustively. All text is final: a writer
never formats a value, translates a word or reads a fact. Measures are points unless a field says otherwise.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct, field


class Text(Struct, frozen=True, gc=False):
    """Words of the template."""

    text: str


class Mention(Struct, frozen=True, gc=False):
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


class Strong(Struct, frozen=True):
    """Bold words."""

    inlines: tuple["Inline", ...]


class Emphasis(Struct, frozen=True):
    """Italic words."""

    inlines: tuple["Inline", ...]


class Foreign(Struct, frozen=True):
    """Words in another language than the document's; `lang` is a BCP 47 tag."""

    lang: str
    inlines: tuple["Inline", ...]


class Link(Struct, frozen=True):
    """A hyperlink; `target` is an http, https or mailto URL."""

    target: str
    inlines: tuple["Inline", ...]


class LineBreak(Struct, frozen=True):
    """A forced new line within a paragraph."""


Inline = Text | Mention | Strong | Emphasis | Foreign | Link | LineBreak
Inlines = tuple[Inline, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the document's title and stands once. `role` names its look in the style."""

    level: int
    inlines: Inlines
    role: str
    key: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph; `role` names its look in the style. `key` tells the same paragraph in two issues of a paper."""

    inlines: Inlines
    role: str = "body"
    key: str = ""


class Item(Struct, frozen=True):
    """One item of a list: paragraphs and lists within it."""

    blocks: tuple["Block", ...]
    key: str = ""


class Listing(Struct, frozen=True):
    """A list. Each item's `label`, such as "1." or "-", is final text and stands in `labels`."""

    items: tuple[Item, ...]
    labels: tuple[str, ...]
    ordered: bool = False
    role: str = "list"
    key: str = ""


class Column(Struct, frozen=True):
    """A column of a table: its heading, its share of the width (any positive number), `left`/`center`/`right`."""

    head: Inlines
    width: float = 1.0
    align: str = "left"


class Row(Struct, frozen=True, gc=False):
    """A row of a table; `key` is the id of the entity it shows. One cell per column."""

    key: str
    cells: tuple[Inlines, ...]


class Table(Struct, frozen=True):
    """A data table. Its header row repeats on every page. `summary` describes it to who cannot see it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Inlines = ()
    summary: str = ""
    role: str = "table"
    key: str = ""


class Columns(Struct, frozen=True):
    """Blocks side by side (letterhead, signatures), read left to right; never split over pages.

    `widths` are shares of the text width; `role` is `letterhead` or `signatures`.
    """

    cells: tuple[tuple["Block", ...], ...]
    widths: tuple[float, ...]
    role: str
    key: str = ""


class Rule(Struct, frozen=True):
    """A horizontal line on its own; its length and thickness are the role's."""

    role: str = "rule"
    key: str = ""


class PageBreak(Struct, frozen=True):
    """A forced new page."""

    key: str = ""


Block = Heading | Paragraph | Listing | Table | Columns | Rule | PageBreak


class Note(Struct, frozen=True):
    """What stands behind a fact, for the reader who asks: a label, the value as stored, its sources.

    Neither file nor line: a paper must not change when its sheet gets another name, or a line above its facts.
    """

    label: str
    value: str
    source: str


class Attachment(Struct, frozen=True):
    """A file that a paper carries along, in formats that can."""

    name: str
    data: bytes


class Document(Struct, frozen=True):
    """A document ready for any writer.

    `kind` is the template's name (`minutes`), `sheet` the sheet's id. `running` is what stands in the page header
    beside the page number from the second page on (empty in a confirmed paper). `day` stamps the file's metadata,
    so that the same facts give the same bytes. `notes` looks a fact up by its id; `attachment` is made when asked for.
    """

    lang: str
    title: str
    kind: str
    sheet: str
    blocks: tuple[Block, ...]
    day: date
    draft: bool = False
    landscape: bool = False
    running: Inlines = ()
    notes: Mapping[str, Note] = field(default_factory=lambda: MappingProxyType({}))
    attachment: Callable[[], Attachment] | None = None
