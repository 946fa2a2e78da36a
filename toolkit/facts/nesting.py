"""Texts that refer to texts: no circle, no depth and no growth that a paper could not bear.

Floor 1. A rule of `rules.RULES`. What a reference prints depends on the language of the paper, so each language of
the sheet is looked at by itself.
"""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from toolkit.diagnostics import Diagnostic
from toolkit.facts.model import Form, Kind, Sheet
from toolkit.facts.sentences import SentenceError, slots

MAX_NESTING = 8
"""How deep texts may refer to texts."""

MAX_MENTIONS = 10_000
"""How many facts one text may come to mention."""

_MAX_CIRCLES = 20

Links = dict[str, list[str]]
"""For each text the facts that its references print, as often as they do."""


def nesting_is_bearable(sheet: Sheet, _evidence: object) -> Iterator[Diagnostic]:
    """No text leads back to itself, and none grows beyond measure by what it refers to."""
    told: set[frozenset[str]] = set()
    for lang in sheet.languages:
        links = _links(sheet, lang)
        for circle in _circles(links):
            if frozenset(circle) not in told:
                told.add(frozenset(circle))
                yield _circle_finding(sheet, circle)
        for name in _unbearable(links):
            if frozenset([name]) not in told:
                told.add(frozenset([name]))
                hint = f"at most {MAX_NESTING} texts deep and {MAX_MENTIONS} facts wide: write some of it out"
                message = f"`{name}` refers to too much"
                yield Diagnostic("too-many-mentions", message, sheet.facts[name].span, hint)


def _links(sheet: Sheet, lang: str) -> Links:
    links: Links = {}
    printed: dict[str, list[str]] = {}  # ten thousand titles name the same few bodies
    for fact in sheet.facts.values():
        if fact.kind is Kind.TEXT and isinstance(fact.value, str) and "{" in fact.value:
            try:
                found = slots(fact.value)
            except SentenceError:
                continue  # another rule reports it
            for path in {slot.path for slot in found} - printed.keys():
                printed[path] = list(_printed(sheet, path, lang))
            links[fact.id] = [target for slot in found for target in printed[slot.path]]
    return links


def _printed(sheet: Sheet, path: str, lang: str) -> Iterator[str]:
    """Yield the facts that printing `path` in `lang` prints."""
    fact = sheet.facts.get(path)
    if fact:
        entity = sheet.entity(fact)
        yield from _printed(sheet, entity, lang) if entity else (path,)
        return
    container = sheet.containers.get(path)
    if container is None:
        return
    match container.form:
        case Form.WORDS:
            keys: tuple[str, ...] = (lang,)
        case Form.RECORD:
            keys = tuple(key for key in container.shows if key in container.keys)[:1]
        case Form.KEYED | Form.LIST:
            keys = container.keys
        case Form.QUOTES:
            path, keys = "sources", container.keys
    for key in keys:
        yield from _printed(sheet, f"{path}.{key}", lang)


def _circles(links: Links) -> Iterator[list[str]]:
    """Yield circles of `links`, whose texts are then taken out of it."""
    if links.keys().isdisjoint(target for targets in links.values() for target in targets):
        return
    for _ in range(_MAX_CIRCLES):
        try:
            TopologicalSorter(links).prepare()
        except CycleError as problem:
            circle: list[str] = problem.args[1][1:]
            for name in circle:
                links.pop(name, None)
            yield circle
        else:
            return


def _circle_finding(sheet: Sheet, circle: list[str]) -> Diagnostic:
    first = min(circle, key=lambda name: sheet.facts[name].span.start)
    others = [name for name in circle if name != first]
    by_way = f" by way of {', '.join(f'`{name}`' for name in sorted(others))}" if others else ""
    message = f"`{first}` refers to itself{by_way}"
    return Diagnostic("circular-reference", message, sheet.facts[first].span, "write one of the texts out")


def _unbearable(links: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield the texts that refer too deep or to too much."""
    depth: dict[str, int] = {}
    size: dict[str, int] = {}
    if links.keys().isdisjoint(target for targets in links.values() for target in targets):
        yield from (name for name, targets in links.items() if len(targets) >= MAX_MENTIONS)
        return
    try:
        order = tuple(TopologicalSorter(links).static_order())
    except CycleError:
        return  # more circles than are told
    for name in order:
        targets = links.get(name, [])
        depth[name] = 1 + max((depth[target] for target in targets), default=0)
        size[name] = min(MAX_MENTIONS + 1, 1 + sum(size[target] for target in targets))
        if targets and (depth[name] > MAX_NESTING or size[name] > MAX_MENTIONS):
            depth[name], size[name] = 1, 1  # told once, not again for what refers to it
            yield name
