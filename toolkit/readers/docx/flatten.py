"""The words of a part of a Word file as people see them, with all changes accepted or with none.

Floor 2. Tracked changes, moved text, deleted rows, fields, alternatives and text boxes are resolved here. Each control
that shows a fact becomes a piece of its own, whatever is inside it.
"""

from collections.abc import Callable, Container, Iterable

from msgspec import Struct, field

from toolkit.readers.docx.identity import Identity
from toolkit.readers.docx.markup import (
    ALTERNATIVES,
    BREAK,
    CELL,
    CELL_COME,
    CELL_GONE,
    CELL_SETTINGS,
    CHAR,
    CHOICE,
    COME,
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_SETTINGS,
    DELETED_TEXT,
    FALLBACK,
    FIELD,
    FIELD_CODE,
    FIELD_MARK,
    FIELD_TYPE,
    GONE,
    INSTRUCTION,
    LOOK,
    PARAGRAPH,
    PARAGRAPH_SETTINGS,
    PLACEHOLDER,
    ROW,
    ROW_SETTINGS,
    SILENT,
    SPACING,
    SYMBOL,
    TABLE,
    TEXT_BOX,
    TYPE,
    VOLATILE,
    WORDS,
)
from toolkit.readers.docx.package import Element, first_child
from toolkit.readers.passages import Line, Row, Shown, Tracked, Unit, lines_of

Identify = Callable[[Element], Identity | None]
Pieces = list[str | Shown]


class Control(Struct, frozen=True):
    """A control that shows a fact: what it shows in this view, and its element; a placeholder is no text."""

    identity: Identity
    text: str
    node: Element
    placeholder: bool = False


class _Field(Struct):
    """A field that is being read: its instruction, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def volatile(self) -> bool:
        return self.result and is_volatile(self.instruction)


def is_volatile(instruction: str) -> bool:
    """Return whether a field of this instruction shows what follows from the printing."""
    return (instruction.split() or [""])[0].upper() in VOLATILE


class Story(Struct):
    """Reads one part; `controls` are those found so far, in reading order."""

    identify: Identify
    view: Tracked
    controls: list[Control] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _boxes: list[Unit] = field(default_factory=list)
    _hidden: int = 0

    def units(self, root: Element) -> tuple[Unit, ...]:
        """Return the lines and rows under `root` that are not empty."""
        return tuple(self._blocks(root))

    def _blocks(self, parent: Iterable[Element]) -> list[Unit]:
        found: list[Unit] = []
        begun: Pieces = []  # the words of paragraphs whose end is not there in this view
        for node in parent:
            if node.tag == PARAGRAPH:
                begun += self._paragraph(node)
                if not self._continues(node):
                    found += [_line(begun), *self._boxes]
                    begun, self._boxes = [], []
            elif node.tag == TABLE:
                found += [_line(begun), *self._rows(node)]
                begun = []
            elif node.tag == CONTROL:
                found += self._block_control(node)
            elif node.tag == ALTERNATIVES:
                found += self._blocks(_branch(node))
            elif isinstance(node.tag, str) and node.tag not in SILENT:
                found += self._blocks(node)
        return [unit for unit in (*found, _line(begun)) if not unit.empty]

    def _block_control(self, node: Element) -> list[Unit]:
        identity = self._identity(node)
        content = _content(node)
        if identity is None:
            return [] if _shows_placeholder(node) else self._blocks(content)
        lines = [line for unit in self._blocks(content) for line in lines_of(unit)]
        pieces: Pieces = []
        self._keep(node, identity, "\n".join(line.words for line in lines), pieces)
        return [_line(pieces)]

    def _rows(self, table: Iterable[Element]) -> Iterable[Row]:
        for node in table:
            if node.tag == ROW:
                if not self._changed_away(first_child(node, ROW_SETTINGS), GONE, COME):
                    yield Row(tuple(self._cells(node)))
            elif node.tag == CONTROL:
                yield from self._rows(_content(node))
            elif node.tag == ALTERNATIVES:
                yield from self._rows(_branch(node))
            elif isinstance(node.tag, str) and node.tag not in SILENT:
                yield from self._rows(node)

    def _cells(self, row: Iterable[Element]) -> Iterable[tuple[Line, ...]]:
        for node in row:
            if node.tag == CELL:
                if not self._changed_away(first_child(node, CELL_SETTINGS), {CELL_GONE}, {CELL_COME}):
                    yield tuple(line for unit in self._blocks(node) for line in lines_of(unit))
            elif node.tag == CONTROL and self._identity(node) is not None:
                yield tuple(line for unit in self._block_control(node) for line in lines_of(unit))
            elif node.tag == CONTROL:
                yield from self._cells(_content(node))
            elif isinstance(node.tag, str) and node.tag not in SILENT:
                yield from self._cells(node)

    def _changed_away(self, settings: Element | None, gone: Container[str], come: Container[str]) -> bool:
        """Return whether tracked changes take the owner of `settings` away in this view."""
        absent = gone if self.view is Tracked.ACCEPT else come
        return settings is not None and any(node.tag in absent for node in settings)

    def _continues(self, paragraph: Element) -> bool:
        """Return whether this view has no end of `paragraph`, so that the next one goes on in its line."""
        settings = first_child(paragraph, PARAGRAPH_SETTINGS)
        return settings is not None and self._changed_away(first_child(settings, LOOK), GONE, COME)

    def _paragraph(self, node: Element) -> Pieces:
        pieces: Pieces = []
        self._inline(node, pieces)
        self._fields = [field for field in self._fields if not field.volatile]  # a page number ends with its paragraph
        return pieces

    def _inline(self, parent: Iterable[Element], out: Pieces) -> None:
        for node in parent:
            tag = node.tag
            if tag in WORDS:
                self._say(node.text or "", out)
            elif tag == CONTROL:
                self._control(node, out)
            elif tag in GONE or tag in COME:
                self._tracked(node, out)
            elif tag in SPACING:
                self._say(SPACING[tag], out)
            elif tag == TEXT_BOX:
                self._box(node)
            elif tag == ALTERNATIVES:
                self._inline(_branch(node), out)
            elif tag in _SPECIAL:
                _SPECIAL[tag](self, node, out)
            elif isinstance(tag, str) and tag not in SILENT:
                self._inline(node, out)

    def _box(self, node: Element) -> None:
        """Keep the lines of a text box until the paragraph ends that it hangs on; it may hold others."""
        kept, self._boxes = self._boxes, []
        kept += self._blocks(node)
        self._boxes = kept + self._boxes

    def _say(self, words: str, out: Pieces) -> None:
        if words and not (self._fields and any(field.volatile for field in self._fields)):
            out.append(words)

    def _tracked(self, node: Element, out: Pieces) -> None:
        if node.tag in (GONE if self.view is Tracked.ACCEPT else COME):
            self._hidden += 1
        else:
            self._inline(node, out)

    def _deleted_text(self, node: Element, out: Pieces) -> None:
        if self.view is Tracked.REJECT:
            self._say(node.text or "", out)

    def _break(self, node: Element, out: Pieces) -> None:
        if node.get(TYPE) in (None, "textWrapping"):
            self._say("\n", out)

    def _symbol(self, node: Element, out: Pieces) -> None:
        try:
            self._say(chr(int(node.get(CHAR) or "", 16)), out)
        except (ValueError, OverflowError):
            self._say("\ufffd", out)

    def _simple_field(self, node: Element, out: Pieces) -> None:
        if not is_volatile(node.get(INSTRUCTION) or ""):
            self._inline(node, out)

    def _field_mark(self, node: Element, _out: Pieces) -> None:
        kind = node.get(FIELD_TYPE)
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _field_code(self, node: Element, _out: Pieces) -> None:
        if self._fields:
            self._fields[-1].instruction += node.text or ""

    def _control(self, node: Element, out: Pieces) -> None:
        identity = self._identity(node)
        if identity is None:
            if not _shows_placeholder(node):
                self._inline(_content(node), out)
            return
        hidden, inner = self._hidden, Pieces()
        self._inline(_content(node), inner)
        words = _line(inner).words
        if words or self._hidden == hidden:  # else all of it was deleted, and only its shell is left
            self._keep(node, identity, words, out)

    def _keep(self, node: Element, identity: Identity, words: str, out: Pieces) -> None:
        placeholder = _shows_placeholder(node)
        text = "" if placeholder else words
        self.controls.append(Control(identity, text, node, placeholder))
        out.append(Shown(identity.fact, text))

    def _identity(self, node: Element) -> Identity | None:
        settings = first_child(node, CONTROL_SETTINGS)
        return self.identify(settings) if settings is not None else None


_SPECIAL: dict[str, Callable[[Story, Element, Pieces], None]] = {
    DELETED_TEXT: Story._deleted_text,
    BREAK: Story._break,
    SYMBOL: Story._symbol,
    FIELD: Story._simple_field,
    FIELD_MARK: Story._field_mark,
    FIELD_CODE: Story._field_code,
}


def _line(pieces: Pieces) -> Line:
    """Return `pieces` as a line, words that follow one another as one."""
    joined: Pieces = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return Line(tuple(joined))


def _branch(alternatives: Element) -> Iterable[Element]:
    """Return the one branch of an alternative that is read: the first choice, else the fallback."""
    for name in (CHOICE, FALLBACK):
        branch = first_child(alternatives, name)
        if branch is not None:
            return branch
    return ()


def _content(control: Element) -> Iterable[Element]:
    content = first_child(control, CONTROL_CONTENT)
    return content if content is not None else ()


def _shows_placeholder(control: Element) -> bool:
    settings = first_child(control, CONTROL_SETTINGS)
    return settings is not None and first_child(settings, PLACEHOLDER) is not None
