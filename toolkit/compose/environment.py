"""What templates can do with facts: the listed filters and tests, and nothing else.

Floor 2. Undefined names are errors.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from jinja2 import StrictUndefined, TemplateNotFound, Undefined, meta
from jinja2.loaders import FunctionLoader

from toolkit.compose.collation import SortKey, sort_key
from toolkit.compose.lens import Collection, Comparable, Derived, FactLens, Group, Lens, RecordLens, Shown, plain
from toolkit.compose.library import Library
from toolkit.compose.printing import FORMATS
from toolkit.compose.sandbox import Sandbox, printable
from toolkit.compose.syntax import readable
from toolkit.compose.tables import belongs
from toolkit.compose.view import MARK, Absent, field_of
from toolkit.diagnostics import Span, error
from toolkit.document.model import Inline, Mention, Text
from toolkit.facts.model import canonical


def _collection(thing: object) -> Collection:
    """Return `thing` if it is a collection; an undefined raises its own, helpful error."""
    if isinstance(thing, Undefined):
        str(thing)
    if not isinstance(thing, Collection):
        raise TypeError("this filter is for collections such as `agreements`")
    return thing


def _where(thing: object, **conditions: object) -> Collection:
    """Keep the members whose fields equal all `conditions`; a list field must contain the value."""
    members = _collection(thing)
    kept = [member for member in _lenses(members) if all(_meets(member, *pair) for pair in conditions.items())]
    return Collection(members.view, members.path, kept)


def _meets(member: Lens, name: str, wanted: object) -> bool:
    found = field_of(member, name)
    if isinstance(found, Undefined):
        return False
    if isinstance(found, Collection):
        return wanted in found
    return bool(found == wanted)


def _having(thing: object, name: str) -> Collection | list[Lens]:
    """Keep the members, or the groups of a list, that have the field `name`."""
    members = thing if isinstance(thing, list) else _collection(thing)
    kept = [member for member in _lenses(members) if _defined(field_of(member, name))]
    return kept if isinstance(members, list) else Collection(members.view, members.path, kept)


def _defined(thing: object) -> bool:
    """Return whether the sheet has `thing`; asking is a read, for the answer changes when the fact is taken out."""
    if isinstance(thing, Lens | Absent):
        thing.view.read(thing.path)
    if isinstance(thing, Shown):
        thing.plain()  # whether there is anything to show depends on the facts in it
    if isinstance(thing, FactLens):
        return thing.path in thing.view.sheet.facts  # an office's blank has no fact
    return not isinstance(thing, Undefined)


def _default(thing: object, instead: object = "") -> object:
    """Return `thing`, or what stands `instead` of it where the sheet leaves it out."""
    return thing if _defined(thing) else instead


def _undefined(thing: object) -> bool:
    return not _defined(thing)


def _printable(thing: object) -> bool:
    """Return whether the sheet has `thing` and it can be printed as a whole: a map without a name or text cannot."""
    if isinstance(thing, Collection):
        return all(_printable(member) for member in thing)
    if isinstance(thing, RecordLens):
        thing.view.read(thing.path)
        return _printable(thing.shown())
    return thing is not None and _defined(thing)


def _open(thing: object) -> bool:
    """Return whether `thing` is not yet known."""
    return (thing.plain() if isinstance(thing, Comparable) else thing) is None


def _of(thing: object, party: object) -> Collection | list[object]:
    """Keep the members of one party, or with `none` those of no party; a plain list stays one."""
    key = None if party is None else str(plain(party))
    members = thing if isinstance(thing, list) else _collection(thing)
    kept = [member for member in members if belongs(member, key)]
    return kept if isinstance(members, list) else Collection(members.view, members.path, kept)


def _group_by(thing: object, name: str, of: object = None, order: Sequence[str] = (), form: str = "") -> list[Group]:
    """Group by the field `name`; with `of`, by the list's first member of that party, or that may be of it.

    With `form`, members belong together whose field that formatter prints alike, and the group's key is printed so.

    Groups stand in order of first appearance, those whose value `order` names before the others. Members whose field
    is not yet known make a group, and those without it another, whose `key` is not defined.
    """
    members, party = _collection(thing), str(plain(of))
    lack = "names no one" if of is None else f"names no one of `{party}`"
    groups: dict[object, tuple[object, list[object]]] = {}
    for member in _lenses(members):
        found = field_of(member, name)
        if isinstance(found, Collection):
            side = [each for each in found if of is None or belongs(each, party)] or list(filter(_open, found))
            found = side[0] if side else Absent(members.view, f"{member.path}.{name}", lack)
        value: object = Undefined if isinstance(found, Undefined) else plain(found)
        if form and value is not None and isinstance(found, Lens):
            shown = Shown(members.view, members.view.show(found, form))
            found, value = shown, shown.plain()
        groups.setdefault(value, (found, []))[1].append(member)
    ranks = {value: rank for rank, value in enumerate(order)}
    made = [Group(key, Collection(members.view, members.path, kept)) for key, kept in groups.values()]
    return sorted(made, key=lambda group: ranks.get(str(group.plain()), len(ranks)))


def _with_party(thing: object, party: object, name: str = "between") -> Collection:
    """Keep the members whose list `name` has someone of the party."""
    members = _collection(thing)
    found = [(member, field_of(member, name)) for member in _lenses(members)]
    kept = [member for member, side in found if isinstance(side, Collection) and list(_of(side, party))]
    return Collection(members.view, members.path, kept)


def _lenses(members: Iterable[object]) -> list[Lens]:
    return [member for member in members if isinstance(member, Lens)]


def _count(members: object, unit: str = "") -> object:
    """Count; with `unit`, print the number with that unit's word: `11 documents`."""
    if isinstance(members, Collection):
        return Derived(members.view, members.path, len(members), unit)
    if isinstance(members, list | tuple):
        return len(members)
    raise TypeError("count is for collections")


def _sort_by(thing: object, *names: str) -> Collection:
    """Sort by the values of fields, as numbers, dates or text; members without the field come last."""
    members = _collection(thing)
    ordered: list[Lens] = sorted(_lenses(members), key=lambda member: [_rank(field_of(member, name)) for name in names])
    return Collection(members.view, members.path, ordered)


def _rank(found: object) -> tuple[int, int | Decimal, str, SortKey]:
    none: SortKey = ((), ())
    value = None if isinstance(found, Undefined) else plain(found)
    if value is None:
        return (2, 0, "", none)
    if isinstance(value, int | Decimal):
        return (0, value, "", none)
    if isinstance(value, str) and isinstance(found, Lens):  # words stand in the order of their language
        shown = Shown(found.view, found.view.show(found))
        return (1, 0, "", sort_key(str(shown.plain()), found.view.language.code))
    return (1, 0, canonical(value), none)


def _first_letter(change: Callable[[str], str]) -> Callable[[object], Shown | str]:
    """Return a filter that prints with the first letter changed."""

    def apply(thing: object) -> Shown | str:
        if isinstance(thing, str | Undefined):  # the template's own words; an undefined raises its own error
            words = str(thing)
            if MARK.match(words):
                hint = "let the fact itself through this filter, not text that it was put into"
                raise error("template-error", "the first letter is that of a fact", hint=hint)
            return change(words[:1]) + words[1:]
        shown = Shown(thing.view, thing.view.show(thing)) if isinstance(thing, Lens) else thing
        if not isinstance(shown, Shown):
            raise TypeError("this filter is for facts and words")
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
    "having": _having,
    "default": _default,
    "of": _of,
    "group_by": _group_by,
    "sort_by": _sort_by,
    "with_party": _with_party,
    "count": _count,
    "length": _count,
    "capital": _first_letter(str.upper),
    "small": _first_letter(str.lower),
}


TESTS: dict[str, Callable[[object], bool]] = {
    "defined": _defined,
    "undefined": _undefined,
    "none": _open,
    "printable": _printable,
}
_TESTS = ("divisibleby", "eq", "even", "ge", "gt", "in", "le", "lt", "ne", "odd")


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
        finalize=printable,
    )
    kept = ("first", "last", "list", "reverse")
    made.filters = {**{name: made.filters[name] for name in kept}, "join": made.joined, **FILTERS}
    made.tests = {**{name: made.tests[name] for name in _TESTS}, **TESTS}
    made.globals = {"namespace": made.globals["namespace"]}
    return made


def includes(made: Sandbox, library: Library, name: str) -> tuple[str, ...]:
    """Return the names of `name` and of every template it includes, imports or extends, there or not, sorted."""
    found: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current in found:
            continue
        found.add(current)
        if current not in library.files:
            continue  # it may be left out: `ignore missing`; once it is there, papers change
        for reference in _references(made, library, current):
            if reference is None:
                hint = "write the name itself, so that a change of it is noticed"
                span = Span(library.place(current), 1, 1)
                raise error("template-error", "the name of an include may not be computed", span, hint)
            todo.append(reference)
    return tuple(sorted(found))


def _references(made: Sandbox, library: Library, name: str) -> list[str | None]:
    place = library.place(name)
    with readable(name, place):
        return list(meta.find_referenced_templates(made.parse(library.body(name), name, place)))
