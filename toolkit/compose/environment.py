"""The templates' sandbox: Jinja2 with lenses, listed filters and nothing else.

Floor 2. Undefined names are errors, attributes are facts only, and arithmetic cannot be made to fill the memory.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, Undefined, meta
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.compose.lens import Collection, Derived, Group, Lens, Shown, plain
from toolkit.compose.library import Library
from toolkit.compose.printing import FORMATS
from toolkit.compose.tables import belongs
from toolkit.diagnostics import error
from toolkit.document.model import Inline, Mention, Text
from toolkit.facts.model import canonical


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which `a.b` is the fact b of a, whatever it is called."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the field `attribute` of a lens; of anything else what the sandbox allows."""
        if isinstance(obj, Lens):
            return obj.field(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a collection by number, or a field by name."""
        if isinstance(obj, Collection) and isinstance(argument, int):
            return obj.item(argument)
        if isinstance(obj, Lens):
            return obj.field(str(plain(argument)))
        return super().getitem(obj, argument)

    def call_binop(self, _context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse to repeat text and to raise to powers; multiply numbers."""
        if operator == "*" and not isinstance(left, str | list | tuple) and not isinstance(right, str | list | tuple):
            return left * right
        raise error("template-error", f"`{operator}` is only for numbers", hint="templates print facts, not sums")


def _where(members: Collection, **conditions: object) -> Collection:
    """Keep the members whose fields equal all `conditions`; a list field must contain the value."""
    kept = [member for member in _lenses(members) if all(_meets(member, *pair) for pair in conditions.items())]
    return Collection(members.view, members.path, kept)


def _meets(member: Lens, name: str, wanted: object) -> bool:
    found = member.field(name)
    if isinstance(found, Undefined):
        return False
    if isinstance(found, Collection):
        return wanted in found
    return bool(found == wanted)


def _of(members: Collection, party: object) -> Collection:
    """Keep the members of one party."""
    key = str(plain(party))
    return Collection(members.view, members.path, [member for member in members if belongs(member, key)])


def _group_by(members: Collection, name: str, of: object = None, order: Sequence[str] = ()) -> list[Group]:
    """Group by the field `name`; with `of`, by the list's first member of that party.

    Groups stand in order of first appearance, those whose value `order` names before the others.
    """
    groups: dict[object, tuple[object, list[object]]] = {}
    for member in _lenses(members):
        found = member.field(name)
        if isinstance(found, Collection):
            side = _of(found, of) if of is not None else found
            found = side.item(0) if len(side) else None
        if found is None or isinstance(found, Undefined):
            found = "–"
        groups.setdefault(plain(found), (found, []))[1].append(member)
    ranks = {value: rank for rank, value in enumerate(order)}
    made = [Group(key, Collection(members.view, members.path, kept)) for key, kept in groups.values()]
    return sorted(made, key=lambda group: ranks.get(str(group.plain()), len(ranks)))


def _lenses(members: Iterable[object]) -> list[Lens]:
    return [member for member in members if isinstance(member, Lens)]


def _count(members: object, unit: str = "") -> object:
    """Count; with `unit`, print the number with that unit's word: `11 documents`."""
    if isinstance(members, Collection):
        return Derived(members.view, members.path, len(members), unit)
    if isinstance(members, list | tuple):
        return len(members)
    raise TypeError("count is for collections")


def _sort_by(members: Collection, *names: str) -> Collection:
    """Sort by the values of fields, as numbers, dates or text."""

    def key(member: Lens) -> tuple[str, ...]:
        return tuple(canonical(plain(member.field(name))) for name in names)

    ordered: list[Lens] = sorted(_lenses(members), key=key)
    return Collection(members.view, members.path, ordered)


def _first_letter(change: Callable[[str], str]) -> Callable[[object], Shown]:
    """Return a filter that prints with the first letter changed."""

    def apply(thing: object) -> Shown:
        shown = Shown(thing.view, thing.view.show(thing)) if isinstance(thing, Lens) else thing
        if not isinstance(shown, Shown):
            raise TypeError("this filter is for facts")
        first, *rest = shown.inlines
        return Shown(shown.view, (_began(first, change), *rest))

    return apply


def _began(inline: Inline, change: Callable[[str], str]) -> Inline:
    match inline:
        case Mention(fact, text, form, is_open, parts):
            begun = (_began(parts[0], change), *parts[1:]) if parts else ()
            return Mention(fact, change(text[:1]) + text[1:], form, is_open, begun)
        case Text(text):
            return Text(change(text[:1]) + text[1:])
        case _:
            return inline


def _formatter(form: str) -> Callable[[object], Shown]:
    def apply(thing: object) -> Shown:
        if isinstance(thing, Undefined):
            str(thing)  # a strict undefined raises its own, helpful error
        if not isinstance(thing, Lens):
            raise TypeError(f"`{form}` is for facts")
        return Shown(thing.view, thing.view.show(thing, form))

    return apply


FILTERS: dict[str, Callable[..., object]] = {
    **{form: _formatter(form) for form in (*FORMATS, "names")},
    "where": _where,
    "of": _of,
    "group_by": _group_by,
    "sort_by": _sort_by,
    "count": _count,
    "length": _count,
    "capital": _first_letter(str.upper),
    "small": _first_letter(str.lower),
}


def sandbox(library: Library) -> Sandbox:
    """Return an environment that loads the templates of `library`."""

    def load(name: str) -> tuple[str, str, Callable[[], bool]]:
        if name not in library.files:
            raise TemplateNotFound(name)
        return library.body(name), library.place(name), lambda: True

    made = Sandbox(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,  # values enter as marks, never as markup
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    kept = ("first", "last", "join", "list", "default", "reverse")
    made.filters = {**{name: made.filters[name] for name in kept}, **FILTERS}
    made.globals = {"namespace": made.globals["namespace"]}
    return made


def includes(made: Sandbox, library: Library, name: str) -> tuple[str, ...]:
    """Return the names of `name` and of every template it includes, imports or extends, sorted."""
    found: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current in found or current not in library.files:
            continue
        found.add(current)
        for reference in meta.find_referenced_templates(made.parse(library.body(current), current)):
            if reference is None:
                hint = "write the name itself, so that a change of it is noticed"
                raise error("template-error", f"{library.place(current)} includes a computed name", hint=hint)
            todo.append(reference)
    return tuple(sorted(found))
