"""One sheet seen through one language while one document is composed.

Floor 2. The view resolves paths to lenses, keeps the record of what was read, and holds the marks: each thing printed
is put into the template's text as one private-use character, which the Markdown step turns back into inlines.
"""

import re
from collections.abc import Callable, Iterator

from jinja2 import StrictUndefined, Undefined

from toolkit.compose.labels import Labels
from toolkit.compose.languages import Language
from toolkit.compose.lens import Collection, FactLens, Lens, RecordLens
from toolkit.diagnostics import Diagnostic, Span, error, nearest
from toolkit.document.model import Block, Inline, Inlines, Text
from toolkit.facts.model import Fact, Form, Kind, Sheet, Value
from toolkit.facts.shape import SHEET, Anything, Keyed, Leaf, ListOf, Record, Words, shape_at

FIRST_MARK = 0xF0000
LAST_MARK = 0x10FFFD
MARK = re.compile(f"([{chr(FIRST_MARK)}-{chr(LAST_MARK)}])")
_DEFAULTS = [
    (path, leaf.kind, leaf.default) for path, leaf in SHEET.fields.items() if isinstance(leaf, Leaf) and leaf.default
]


class Absent(StrictUndefined):
    """A field that the format knows and the sheet leaves out: an error when printed, a dash in a table's cell.

    Its own fields are absent too, so that a template asks `facts.ceremony is defined` of a sheet without `facts`.
    """

    __slots__ = ("path", "view")

    def __init__(self, view: "View", path: str, lack: str = "is not in the sheet") -> None:
        """Stand for `path`; `lack` says what is amiss with it."""
        super().__init__(hint=f"`{path}` {lack}", name=path.rpartition(".")[2])
        self.path = path
        self.view = view

    def field(self, name: str) -> object:
        """Return the field `name`, as absent as this one."""
        return self.view.at(f"{self.path}.{name}")


class View:
    """What a template can see of `sheet` in one language, and what it has looked at."""

    def __init__(self, sheet: Sheet, language: Language, labels: Labels) -> None:
        """Start with nothing read and nothing marked."""
        self.sheet = sheet
        self._facts, self._containers = sheet.facts, sheet.containers  # asked for with every step of every row
        self._defaults = {path: Fact(path, kind, value, Span(sheet.file, 1, 1)) for path, kind, value in _DEFAULTS}
        self.language = language
        self.labels = labels
        self.reads: set[str] = set()
        self.problems: list[Diagnostic] = []
        self.marks: list[Inlines | tuple[Block, ...]] = []
        self._collections: dict[str, Collection] = {}
        self.sides: dict[str, Value] = {}  # the party of each entity that was asked for it
        self.show: Callable[..., Inlines]  # the printer puts itself here

    def read(self, path: str) -> None:
        """Record that the document depends on `path`."""
        self.reads.add(path)

    def fact(self, path: str) -> Fact | None:
        """Return the fact at `path`: the sheet's, or the one that is meant where the sheet leaves it out."""
        return self._facts.get(path) or self._defaults.get(path)

    def forget(self) -> None:
        """Drop what only composing needs: notes keep reads of their own, and a writer needs the room."""
        self.reads.clear()
        self._collections.clear()

    def value(self, path: str) -> Value:
        """Return the value of the fact at `path`, recording a read."""
        self.reads.add(path)
        fact = self.fact(path)
        return fact.value if fact else None

    def office(self, name: str) -> Value:
        """Return what the office says in this language under `name`, or `None` where it leaves a blank."""
        return self.value(f"office.{name}.{self.language.code}") or self.value(f"office.{name}")

    def at(self, path: str) -> object:
        """Return the lens at `path`: a reference leads to its entity, text to this language's words."""
        fact = self._facts.get(path)
        if fact is not None:
            is_named = fact.kind is Kind.REFERENCE and fact.value is not None
            return self._entity(fact) if is_named else FactLens(self, path)
        container = self._containers.get(path)
        if container is None:
            return FactLens(self, path) if path in self._defaults else self._absent(path)
        match container.form:
            case Form.WORDS:
                return FactLens(self, f"{path}.{self.language.code}")
            case Form.RECORD:
                return RecordLens(self, path)
            case Form.QUOTES:
                return Collection(self, path, (self.at(f"sources.{key}") for key in container.keys))
            case _:
                return self._collection(path, container.keys)

    def _collection(self, path: str, keys: tuple[str, ...]) -> Collection:
        """Return the members at `path`, which are looked up once for all tables that show them or group by them."""
        if path not in self._collections:
            self._collections[path] = Collection(self, path, (self.at(f"{path}.{key}") for key in keys))
        return self._collections[path]

    def _entity(self, fact: Fact) -> object:
        """Return the entity that the reference `fact` names."""
        self.reads.add(fact.id)
        path = self.sheet.entity(fact)
        if path:
            return RecordLens(self, path)
        raise error("unknown-reference", f"`{fact.value}` is not in the sheet", fact.span)

    def _absent(self, path: str) -> object:
        """Return what stands for a field that the sheet leaves out: its default, or an undefined."""
        self.read(path)
        shape = shape_at(path)
        if isinstance(shape, ListOf) and shape.default:
            return self.at(shape.default)
        if isinstance(shape, Keyed):
            return Collection(self, path, [])
        parent = path.rpartition(".")[0]
        if path.startswith("office.") and isinstance(shape, Leaf | Words):  # a blank, to be filled in by hand
            return FactLens(self, f"{path}.{self.language.code}" if isinstance(shape, Words) else path)
        if isinstance(shape, Anything):
            return Absent(self, path)
        if shape is not None and (not parent or self.sheet.known(parent) or not self.sheet.known(_top(path))):
            return Absent(self, path)
        return self.missing(path)

    def lacking(self, path: str) -> Absent:
        """Return what stands for a member that a list of the sheet does not have."""
        return Absent(self, path)

    def missing(self, path: str) -> StrictUndefined:
        """Return an undefined that stands for a name which neither the format nor the sheet knows."""
        return StrictUndefined(hint=f"`{path}` does not exist", name=path.rpartition(".")[2])

    def advice(self, path: str) -> str:
        """Return what to do about a template that asked for `path`, which is not there."""
        parent, _, name = path.rpartition(".")
        while parent and not self.sheet.known(parent):  # the first step that leads nowhere
            parent, _, name = parent.rpartition(".")
        shape = shape_at(parent) if parent else SHEET
        container = self.sheet.containers.get(parent)
        known = tuple(shape.fields if isinstance(shape, Record) else container.keys if container else ())
        near = nearest(name, known)
        if name in known or (isinstance(shape, Keyed | Anything) and not near):
            return "ask first: {% if … is defined %}"
        return near or (f"known here: {', '.join(known)}" if known else f"`{parent}` has no fields")

    def mark(self, content: Inlines | tuple[Block, ...]) -> str:
        """Return the character that stands for `content` in the template's text."""
        code = FIRST_MARK + len(self.marks)
        if code > LAST_MARK:
            hint = "print long lists with table(), which needs no marks"
            raise error("too-many-mentions", "a document shows more than 130,000 facts outside tables", hint=hint)
        self.marks.append(content)
        return chr(code)

    def marked(self, char: str) -> Inlines | tuple[Block, ...]:
        """Return the content of a mark; a template cannot make marks of its own."""
        number = ord(char) - FIRST_MARK
        if number >= len(self.marks):
            hint = "take the private-use character out of the template"
            raise error("forbidden-character", f"U+{ord(char):04X} stands for no fact", hint=hint)
        return self.marks[number]

    def unmarked(self, text: str) -> Iterator[Inline]:
        """Yield the words of `text`, and what its marks stand for."""
        for piece in MARK.split(text):
            if MARK.match(piece):
                yield from self._within_line(piece)
            elif piece:
                yield Text(piece)

    def _within_line(self, char: str) -> Iterator[Inline]:
        for part in self.marked(char):
            if isinstance(part, Block):
                hint = "put {{ table(…) }}, {{ letterhead() }} and the like on a line of their own"
                raise error("misplaced-block", "a part of the form stands inside a line", hint=hint)
            yield part


def _top(path: str) -> str:
    return path.partition(".")[0]


def scope(view: View) -> dict[str, object]:
    """Return the names that templates and sentences start with: the sheet's top-level keys."""
    top = ("title", "status", "embargo", "sources", "parties", "organisations", "people", "event", "figures")
    rest = ("points", "actions", "agreements", "facts", "office")
    made = tuple(name for name in ("correction", "collection", "sheets") if view.sheet.known(name))
    lenses = {name: view.at(name) for name in (*top, *rest, *made)}
    view.reads.clear()  # looking the names up is no reading
    return lenses


def field_of(member: Lens, name: str) -> object:
    """Return the field `name` of `member`, or its absence; a field that no member could have is an error."""
    found = member.field(name)
    if isinstance(found, Undefined) and not isinstance(found, Absent):
        str(found)
    return found
