"""One scalar of a sheet's text replaced, all else left as it stands, and the proof that nothing else moved.

Floor 4. There is no YAML writer here: a new scalar is written in the way of the old one, the text is read again, and
the two readings may differ in the facts that were meant and in no other.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from toolkit.diagnostics import Span, ToolkitError, error
from toolkit.facts.model import Sheet, Value, canonical, stated
from toolkit.facts.reader import Reading
from toolkit.yamltext import is_number

_WIDTH = 110
_HEADER = re.compile(r"[|>][-+0-9]*[^\n]*\n")

Reader = Callable[[str], Reading]
"""Reads a sheet's text."""


def splice(sheet: Sheet, values: Mapping[str, Value], read: Reader) -> tuple[str, Sheet]:
    """Return the sheet's text with `values` in place of the facts they name, and its reading.

    Raises `ToolkitError` if no way of writing a value changes that fact and no other, or if the rules of a sheet refuse
    what has come of it: the values are held against them together, as some are right only with others.
    """
    text, reading = _all_at_once(sheet, values, read) or _one_by_one(sheet, values, read)
    return text, reading.sound()


def _meant(sheet: Sheet, values: Mapping[str, Value]) -> set[str]:
    return {fact for fact, value in values.items() if stated(value) != sheet.state(fact)}


def _all_at_once(sheet: Sheet, values: Mapping[str, Value], read: Reader) -> tuple[str, Reading] | None:
    """Return the text with each value written in the way most like the old one, `None` if that will not do."""
    text = sheet.text
    for fact in sorted(values, key=lambda name: sheet.facts[name].span.start, reverse=True):
        span = sheet.facts[fact].span
        raw = next(_ways(text[span.start : span.end], values[fact], span))
        text = text[: span.start] + raw + text[span.end :]
    reading = read(text)
    new = reading.sheet
    if new is None or differences(sheet, new) != _meant(sheet, values):
        return None
    return (text, reading) if all(new.state(fact) == stated(value) for fact, value in values.items()) else None


def _one_by_one(sheet: Sheet, values: Mapping[str, Value], read: Reader) -> tuple[str, Reading]:
    """Return the text with each value written in the first way that changes its fact and no other."""
    text, reading = sheet.text, Reading(sheet, ())
    for fact, value in values.items():
        text, reading = _replaced(text, reading.sheet or sheet, fact, value, read)
    changed = differences(sheet, reading.sheet or sheet)
    if changed != _meant(sheet, values):
        other = ", ".join(sorted(changed - set(values))) or "nothing"
        raise error("correction-leaks", f"the correction would also change {other}", hint="edit the sheet by hand")
    return text, reading


def _replaced(text: str, sheet: Sheet, fact: str, value: Value, read: Reader) -> tuple[str, Reading]:
    span = sheet.facts[fact].span
    reading = Reading(None, ())
    for raw in _ways(text[span.start : span.end], value, span):
        changed = text[: span.start] + raw + text[span.end :]
        reading = read(changed)
        found = reading.sheet
        if found and differences(sheet, found) <= {fact} and found.state(fact) == stated(value):
            return changed, reading
    if reading.sheet is None:  # the last way is in quotes, which is valid YAML: the words themselves are at fault
        raise ToolkitError(reading.diagnostics)
    raise error("correction-leaks", f"`{fact}` cannot be written in its place", span, "edit the sheet by hand")


def differences(old: Sheet, new: Sheet) -> set[str]:
    """Return the ids of the facts and containers that differ between two readings."""
    paths = {*old.facts, *new.facts, *old.containers, *new.containers}
    return {path for path in paths if old.state(path) != new.state(path)}


def _ways(old: str, value: Value, span: Span) -> Iterator[str]:
    """Yield ways to write `value` where `old` stands, the most alike first."""
    words = canonical(value)
    end = "\n" if old[:1] in "|>" and old.endswith("\n") else ""  # a block scalar's place includes its line end
    if old[:1] in "|>":
        yield _block(old, words, span)
    elif old[:1] == "'":
        yield "'" + words.replace("'", "''") + "'"
    elif old[:1] != '"':
        yield _grouped(old, value) if is_number(value) else words
    if value is None or not isinstance(value, str):
        yield words + end
        return  # in quotes it would be text
    yield json.dumps(words, ensure_ascii=False) + end


def _grouped(old: str, value: int | Decimal) -> str:
    return f"{value:,}".replace(",", "_") if "_" in old else str(value)  # Decimal knows `_` from Python 3.12 on


def _block(old: str, words: str, span: Span) -> str:
    """Return `words` as a block scalar with the header, indentation and end of `old`."""
    header = _HEADER.match(old)
    if not header:
        return old
    body = old[header.end() :]
    first = next((line for line in body.split("\n") if line.strip()), " " * (span.column + 1))
    indent = first[: len(first) - len(first.lstrip(" "))]
    width = max(40, _WIDTH - len(indent))
    lines = words.split("\n") if old[0] == "|" else textwrap.wrap(words, width, break_on_hyphens=False)
    ending = body[len(body.rstrip("\n ")) :] or "\n"
    return header.group() + "\n".join(indent + line for line in lines) + ending
