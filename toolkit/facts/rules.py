"""The rules that look across facts; one function each, all listed in `RULES`.

Floor 1. A rule yields findings and changes nothing. What a single value may look like is decided in `leaves`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from toolkit.diagnostics import Diagnostic, Severity, nearest
from toolkit.facts.model import Container, Fact, Form, Kind, Sheet, Value, canonical
from toolkit.facts.nesting import nesting_is_bearable
from toolkit.facts.sentences import SentenceError, slots
from toolkit.facts.shape import TEXT, WORDS, shape_at

Evidence = Mapping[str, str | None]
"""Each source's file, as the sheet names it, and its text, or `None` where the file is missing."""

Rule = Callable[[Sheet, Evidence], Iterator[Diagnostic]]

_LIKE_A_NUMBER = re.compile(r"\W*\d|[-+]?\.(?:nan|inf)\Z", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_QUOTES = ("'", '"', "|", ">")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PRINTED_WORDS = frozenset(
    ("name", "title", "text", "publisher", "url", "place", "frame", "start", "end", "office", "topic", "label")
)


def references_resolve(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every reference names an entity of the right collection."""
    for fact in sheet.facts.values():
        if fact.kind is not Kind.REFERENCE or fact.value is None:
            continue
        if sheet.entity(fact) is None or "." in str(fact.value):  # what stands within an entity is none
            held = [sheet.containers[target] for target in fact.targets if target in sheet.containers]
            message = f"`{fact.value}` is none of the {' or '.join(fact.targets)}"
            known = [key for container in held for key in container.keys]
            hint = nearest(str(fact.value), known) or f"add it under `{fact.targets[0]}:`"
            yield Diagnostic("unknown-reference", message, fact.span, hint)


def sources_exist(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every quote and every claim is of a source of the sheet."""
    known = sheet.containers["sources"].keys if "sources" in sheet.containers else ()
    for container in sheet.containers.values():
        if container.form is Form.QUOTES:
            for key in container.keys:
                if key not in known:
                    hint = nearest(key, known) or "add it under `sources:`"
                    message = f"`{key}` is none of the sources"
                    yield Diagnostic("unknown-reference", message, container.span, hint)


def sources_have_names(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every source has something that papers can name it by."""
    collection = sheet.containers.get("sources")
    for key in collection.keys if collection else ():
        source = sheet.containers.get(f"sources.{key}")
        if source and not set(source.shows) & set(source.keys):
            hint = "add `publisher:`, by which papers name it; `title:`, `url:` or `file:` will do"
            yield Diagnostic("missing-key", f"`{source.id}` has no `publisher`", source.span, hint)


def sentences_resolve(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every `{reference}` in a text names something of the sheet."""
    for fact in sheet.facts.values():
        if fact.kind is not Kind.TEXT or not isinstance(fact.value, str):
            continue
        if "{" not in fact.value and "}" not in fact.value:
            continue
        try:
            found = slots(fact.value)
        except SentenceError as problem:
            hint = "a reference is `{figures.some_id}`; double a brace that is meant as a brace: `{{`"
            yield Diagnostic("bad-sentence", f"`{problem.shown}` is not a reference", fact.span, hint)
            continue
        for slot in found:
            if not sheet.known(slot.path):
                hint = nearest(slot.path, [*sheet.containers, *sheet.facts])
                yield Diagnostic("unknown-reference", f"`{{{slot.path}}}` is not in the sheet", fact.span, hint)


def figures_are_numbers(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every figure with a unit is a number, and none is bare text that begins as a number does."""
    container = sheet.containers.get("figures")
    for key in container.keys if container else ():
        path = f"figures.{key}.value"
        found = sheet.facts.get(path) or sheet.containers.get(path)
        hint = _hint_of_a_number(sheet, key, found) if found else ""
        if found and hint:
            shown = f"`{canonical(found.value)}`" if isinstance(found, Fact) else f"`{path}`"
            yield Diagnostic("wrong-type", f"{shown} is not a number", found.span, hint)


def _hint_of_a_number(sheet: Sheet, key: str, value: Fact | Container) -> str:
    """Return how to write `value`, or nothing where it will not print without its unit or as it was not meant."""
    if isinstance(value, Fact) and (value.kind is Kind.NUMBER or value.value is None):
        return ""
    settings = (sheet.facts.get(f"figures.{key}.{name}") for name in ("unit", "approximate"))
    if any(setting and setting.value for setting in settings):
        return "write a number, 120_000, or take `unit:` and `approximate:` out"
    bare = isinstance(value, Fact) and value.kind is Kind.TEXT and not sheet.text.startswith(_QUOTES, value.span.start)
    if bare and _LIKE_A_NUMBER.match(sheet.words(value.id)):
        return "write digits with `_` between thousands, 120_000, and the unit under `unit:`; quote mere text"
    return ""


def event_keeps_its_times(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Nothing ends before it begins, and the hours of the event are times of day, to be printed as they are written."""
    begin, end = sheet.facts.get("event.date"), sheet.facts.get("event.end_date")
    if begin and end and isinstance(begin.value, date) and isinstance(end.value, date) and end.value < begin.value:
        hint = f"it begins on {canonical(begin.value)}: correct `date:` or `end_date:`"
        yield Diagnostic("ends-before-start", "the event ends before it begins", end.span, hint)
    for path in ("event.start", "event.end"):
        fact = sheet.facts.get(path)
        if fact and _DAY.match(sheet.words(path)):
            hint = "write the time of day as papers are to print it, `9:00`; the day stands under `date:`"
            yield Diagnostic("wrong-type", f"`{fact.value}` is not a time of day", fact.span, hint)


def embargo_has_a_zone(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """No hour of an embargo lacks its time zone: abroad, where press releases are read too, it is another one."""
    fact = sheet.facts.get("embargo")
    if fact and isinstance(fact.value, datetime) and fact.value.tzinfo is None:
        hint = f"add it: `{fact.value.isoformat()}+07:00`"
        yield Diagnostic("no-time-zone", "the embargo has no time zone", fact.span, hint, Severity.WARNING)


def names_have_words(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Every text that papers print says something, but for the office, whose blanks are filled in by hand."""
    for fact in sheet.facts.values():
        empty = fact.kind is Kind.TEXT and isinstance(fact.value, str) and not fact.value.strip()
        if empty and _is_printed(sheet, fact) and not fact.id.startswith("office."):
            hint = "write it, or `~` while it is not yet known; leave out a key that is not needed"
            yield Diagnostic("empty-text", f"`{fact.id}` has no words", fact.span, hint)


def texts_are_one_paragraph(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """No text that papers print has an empty line: it is printed as one paragraph."""
    for fact in sheet.facts.values():
        if fact.kind is not Kind.TEXT or "\n" not in str(fact.value) or not _EMPTY_LINE.search(str(fact.value)):
            continue
        if _is_printed(sheet, fact) or fact.id.startswith("facts."):
            hint = "make each paragraph a point or fact of its own, or take the empty line out"
            message = f"`{fact.id}` is printed as one paragraph, without its empty line"
            yield Diagnostic("empty-line", message, fact.span, hint, Severity.WARNING)


def _is_printed(sheet: Sheet, fact: Fact) -> bool:
    """Return whether the format gives the text `fact` a place in papers; what stands under `facts:` may be empty."""
    parent = fact.id.rpartition(".")[0]
    words = sheet.containers.get(parent)
    path = parent if words and words.form is Form.WORDS else fact.id
    return path.rpartition(".")[2] in _PRINTED_WORDS and shape_at(path) in (WORDS, TEXT)


def lists_name_each_once(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Nobody is named twice in one list."""
    for container in sheet.containers.values():
        if container.form is not Form.LIST or len(container.keys) == 1:
            continue
        named: set[Value] = set()
        for key in container.keys:
            fact = sheet.facts.get(f"{container.id}.{key}")
            if fact is None or fact.kind is not Kind.REFERENCE or fact.value is None:
                continue
            if fact.value in named:
                message = f"`{fact.value}` stands twice in `{container.id}`"
                yield Diagnostic("named-twice", message, fact.span, "remove one, or name whom it should be")
            named.add(fact.value)


def confirmed_is_complete(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Nothing is open in a confirmed sheet, but for the office, whose blanks are filled in by hand."""
    if sheet.draft:
        return
    for fact in sheet.facts.values():
        if fact.value is None and not fact.id.startswith("office."):
            hint = "fill it in, or set `status: draft`"
            yield Diagnostic("open-value", f"`{fact.id}` is still open in a confirmed sheet", fact.span, hint)


def claims_are_resolved(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Where a source says otherwise, someone has written why the value stands."""
    for container in sheet.containers.values():
        if container.form is not Form.QUOTES or not container.id.endswith(".claims"):
            continue
        entry = container.id.removesuffix(".claims")
        value = sheet.words(f"{entry}.value")
        if sheet.known(f"{entry}.resolved"):
            continue
        for key in container.keys:
            claim = sheet.facts.get(f"{container.id}.{key}")
            if claim and canonical(claim.value) != value:
                message = f"`{entry}` is {value}, but `{key}` says {canonical(claim.value)}"
                hint = 'correct the value, or add `resolved: "why"`'
                yield Diagnostic("conflicting-claims", message, claim.span, hint)


def quotes_are_found(sheet: Sheet, evidence: Evidence) -> Iterator[Diagnostic]:
    """Quotes stand in their source's file, where the sheet names one; line breaks and spacing do not count."""
    for name, text in evidence.items():
        if text is None:
            span = next((fact.span for fact in _files(sheet) if fact.value == name), None)
            hint = "it is looked for beside the sheet"
            yield Diagnostic("missing-source-file", f"the source's file `{name}` does not exist", span, hint)
    texts = {name: _folded(text) for name, text in evidence.items() if text is not None}
    if not texts:
        return
    for container in sheet.containers.values():
        if container.form is Form.QUOTES and not container.id.endswith(".claims"):
            for key in container.keys:
                file = sheet.facts.get(f"sources.{key}.file")
                quote = sheet.facts.get(f"{container.id}.{key}")
                if file and quote and str(file.value) in texts and not _stands(quote, texts[str(file.value)]):
                    message = f"the quote is not in `{file.value}`"
                    yield Diagnostic("quote-not-found", message, quote.span, "quote the source word for word")


def _files(sheet: Sheet) -> Iterator[Fact]:
    """Yield the facts that name the files of sources."""
    container = sheet.containers.get("sources")
    for key in container.keys if container else ():
        file = sheet.facts.get(f"sources.{key}.file")
        if file:
            yield file


def _stands(quote: Fact, text: str) -> bool:
    return quote.value is None or _folded(str(quote.value)) in text


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def entries_have_sources(sheet: Sheet, _evidence: Evidence) -> Iterator[Diagnostic]:
    """Figures, points and agreements say where they come from."""
    for collection in ("figures", "points", "agreements"):
        container = sheet.containers.get(collection)
        for key in container.keys if container else ():
            entry = sheet.containers.get(f"{collection}.{key}")
            if entry and "source" not in entry.keys:
                message = f"`{entry.id}` names no source"
                yield Diagnostic("no-source", message, entry.span, "add `source:`", Severity.WARNING)


RULES: tuple[Rule, ...] = (
    references_resolve,
    sources_exist,
    sources_have_names,
    sentences_resolve,
    nesting_is_bearable,
    figures_are_numbers,
    event_keeps_its_times,
    embargo_has_a_zone,
    names_have_words,
    texts_are_one_paragraph,
    lists_name_each_once,
    confirmed_is_complete,
    claims_are_resolved,
    quotes_are_found,
    entries_have_sources,
)
