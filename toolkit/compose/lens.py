"""What a template sees instead of values: lenses that know which fact they look at.

Floor 2. Printing a lens puts a mark into the text (see `view.View.mark`), testing, comparing, looping or counting one
records a read. A lens never hands out the bare value, so nothing a template does can lose the trace.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from jinja2 import Undefined

from toolkit.diagnostics import ToolkitError, error
from toolkit.document.model import Inlines
from toolkit.document.walk import inline_mentions, inline_text
from toolkit.facts.model import Form, Period, Value, canonical
from toolkit.yamltext import is_number

if TYPE_CHECKING:
    from toolkit.compose.view import View

Number: TypeAlias = int | Decimal


class Comparable:
    """Anything that stands for facts and can be compared; `plain` is what it amounts to then."""

    __slots__ = ()
    view: "View"

    def plain(self) -> Value:
        """Return the value to compare with, recording a read."""
        raise NotImplementedError

    def __bool__(self) -> bool:
        value = self.plain()
        return value is not None and value is not False and value != ""

    def __hash__(self) -> int:
        return hash(self.plain())  # a template looks words up by it: `{"talks": "…"}[event.kind]`

    def __eq__(self, other: object) -> bool:
        return _same(self.plain(), plain(other))

    def __lt__(self, other: object) -> bool:
        return _order(self.plain(), plain(other)) < 0

    def __gt__(self, other: object) -> bool:
        return _order(self.plain(), plain(other)) > 0

    def __le__(self, other: object) -> bool:
        return not self > other

    def __ge__(self, other: object) -> bool:
        return not self < other


class Lens(Comparable):
    """Anything of the sheet that a template can print, test and compare."""

    __slots__ = ("path", "view")

    def __init__(self, view: "View", path: str) -> None:
        self.view = view
        self.path = path

    def field(self, name: str) -> object:
        """Return the lens of a field, or an undefined that says what is missing."""
        return self.view.at(f"{self.path}.{name}")

    def __str__(self) -> str:
        return self.view.mark(self.view.show(self))

    def __add__(self, other: object) -> "Sum":
        return Sum(self.view, self.path, number(self) + number(other))

    __radd__ = __add__

    def __sub__(self, other: object) -> "Sum":
        return Sum(self.view, self.path, number(self) - number(other))

    def __rsub__(self, other: object) -> "Sum":
        return Sum(self.view, self.path, number(other) - number(self))

    def __neg__(self) -> "Sum":
        return Sum(self.view, self.path, -number(self))

    def __mul__(self, other: object) -> "Sum":
        return Sum(self.view, self.path, number(self) * number(other))

    __rmul__ = __mul__


class FactLens(Lens):
    """A single fact."""

    __slots__ = ()

    def plain(self) -> Value:
        """Return the fact's value."""
        return self.view.value(self.path)

    def field(self, name: str) -> object:
        """Return the same text in the language `name`: a path may name it, `title.vi`."""
        words = self.path.rpartition(".")[0]
        container = self.view.sheet.containers.get(words)
        if container and container.form is Form.WORDS and name in container.keys:
            return FactLens(self.view, f"{words}.{name}")
        return super().field(name)


class RecordLens(Lens):
    """An entity or another map with known fields; a figure counts as its value, any other record as its key."""

    __slots__ = ()

    def plain(self) -> Value:
        """Return the figure's value, or the entity's key."""
        if "value" in self.view.sheet.containers[self.path].shows:
            shown = self.field("value")
            return shown.plain() if isinstance(shown, Lens) else None
        self.view.read(self.path)
        return self.path.rpartition(".")[2]

    def shown(self) -> object:
        """Return the field that stands for the whole where the record is printed, or `None` where it has none."""
        container = self.view.sheet.containers[self.path]
        for name in container.shows:
            if name in container.keys:
                return self.field(name)
            self.view.read(f"{self.path}.{name}")
        return None

    def __bool__(self) -> bool:
        self.view.read(self.path)
        return True


class Collection(Lens):
    """Members in order: a keyed collection, a list, or a selection from one; `path` is where they come from."""

    __slots__ = ("_members",)

    def __init__(self, view: "View", path: str, members: Iterable[object]) -> None:
        super().__init__(view, path)
        self._members = members

    @property
    def members(self) -> tuple[object, ...]:
        """Return the members, which are looked up when they are first asked for."""
        if not isinstance(self._members, tuple):
            self._members = tuple(self._members)
        return self._members

    def __iter__(self) -> Iterator[object]:
        self.view.read(self.path)
        return iter(self.members)

    def __reversed__(self) -> Iterator[object]:
        self.view.read(self.path)
        return reversed(self.members)

    def __len__(self) -> int:
        self.view.read(self.path)
        return len(self.members)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __contains__(self, wanted: object) -> bool:
        return any(_same(plain(member), plain(wanted)) for member in self)

    def plain(self) -> Value:
        """Return the members' plain values as one text."""
        return " ".join(canonical(plain(member)) for member in self)

    def item(self, index: int) -> object:
        """Return the member at `index`, or what stands for one that is not there."""
        self.view.read(self.path)
        there = -len(self.members) <= index < len(self.members)
        return self.members[index] if there else self.view.lacking(f"{self.path}.{index}")


class Derived(Lens):
    """A number that follows from facts, such as a count, in an optional unit; printed, it mentions their collection."""

    __slots__ = ("unit", "value")

    def __init__(self, view: "View", path: str, value: Number, unit: str = "") -> None:
        super().__init__(view, path)
        self.value = value
        self.unit = unit

    def plain(self) -> Value:
        """Return the number."""
        return self.value


class Sum(Derived):
    """A number that was added up, subtracted or multiplied: to compare with, not to print, as no sheet has it."""

    __slots__ = ()


class Group(Lens):
    """The members of a collection that share a field's value; `key` prints it, or is undefined where they have none."""

    __slots__ = ("key", "members")

    def __init__(self, key: object, members: Collection) -> None:
        super().__init__(members.view, members.path)
        self.key = key
        self.members = members

    def plain(self) -> Value:
        """Return the value shared."""
        return None if isinstance(self.key, Undefined) else plain(self.key)

    def field(self, name: str) -> object:
        """Return the group's `key` or its `members`."""
        if name not in ("key", "members"):
            return self.view.missing(f"group.{name}")
        return self.key if name == "key" else self.members


class Shown(Comparable):
    """A value as a formatter printed it, ready to be put into the text; compared, it is its words."""

    __slots__ = ("inlines", "view")

    def __init__(self, view: "View", inlines: Inlines) -> None:
        self.view = view
        self.inlines = inlines

    def plain(self) -> Value:
        """Return the words, recording a read of every fact in them."""
        for mention in inline_mentions(self.inlines):
            self.view.read(mention.fact)
        return inline_text(self.inlines)

    def __str__(self) -> str:
        return self.view.mark(self.inlines)


def plain(thing: object) -> Value:
    """Return what `thing` amounts to in a comparison."""
    if isinstance(thing, Comparable):
        return thing.plain()
    if isinstance(thing, list | tuple):
        return " ".join(canonical(plain(member)) for member in thing)
    return thing if isinstance(thing, str | int | Decimal | None) else str(thing)


def number(thing: object) -> Number:
    """Return `thing` as a number; raises `TypeError` for anything else."""
    value = plain(thing)
    if is_number(value):
        return value
    raise TypeError(f"`{canonical(value)}` is not a number")


def _same(left: Value, right: Value) -> bool:
    if isinstance(left, str) != isinstance(right, str) and left is not None and right is not None:
        return canonical(left) == canonical(right)
    return left == right


def _order(left: Value, right: Value) -> int:
    """Return -1, 0 or 1: by size, by time or by text; what cannot be told is a `ToolkitError`, never a guess."""
    one, other = _alike(left, right)
    return int(one > other) - int(one < other)


def _alike(left: Value, right: Value) -> tuple[Any, Any]:
    """Return two values in a form in which Python orders them."""
    left, right = _as_time(left, right), _as_time(right, left)
    match left, right:
        case (bool(), _) | (_, bool()) | (None, _) | (_, None):
            raise _unlike(left, right)
        case (int() | Decimal(), int() | Decimal()) | (str(), str()):
            return left, right
        case (datetime(), datetime()):
            if (left.tzinfo is None) != (right.tzinfo is None):
                raise _unlike(left, right)
            return left, right
        case (date(), date()):
            return _day(left), _day(right)
        case (Period(), Period()):
            return (left.first, left.last), (right.first, right.last)
        case _:
            raise _unlike(left, right)


def _as_time(value: Value, other: Value) -> Value:
    """Return words beside a date as the date they say: a template has no other way to write one."""
    if isinstance(value, str) and isinstance(other, date):
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                return read(value)
            except ValueError:
                continue
    return value


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _unlike(left: Value, right: Value) -> ToolkitError:
    sides = f"`{canonical(left)}` and `{canonical(right)}`"
    if left is None or right is None:
        hint = "`~` is neither more nor less: fill it in, or ask first whether it `is none`"
        return error("template-error", f"{sides} cannot be compared: one is not yet known", hint=hint)
    hint = "compare numbers with numbers, dates with dates; of two points in time both or none have an offset"
    return error("template-error", f"{sides} cannot be compared: they are of different kinds", hint=hint)
