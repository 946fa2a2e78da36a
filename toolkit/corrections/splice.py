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
from toolkit.facts.model import Sheet, Value, canonical

_WIDTH = 110
_HEADER = re.compile(r"[|>][-+0-9]*[^\n]*\n")

Reader = Callable[[str], Sheet]
"""Reads a sheet's text; raises `ToolkitError` where it cannot be read."""


def splice(sheet: Sheet, values: Mapping[str, Value], read: Reader) -> tuple[str, Sheet]:
    """Return the sheet's text with `values` in place of the facts they name, and its reading.

    Raises `ToolkitError` if no way of writing a value changes that fact and no other.
    """
    text, current = _splice_all(sheet, values, read)
    changed = differences(sheet, current)
    if changed != {fact for fact in values if canonical(values[fact]) != sheet.state(fact)}:
        other = ", ".join(sorted(changed - set(values))) or "nothing"
        raise error("correction-leaks", f"the correction would also change {other}", hint="edit the sheet by hand")
    return text, current


def _splice_all(sheet: Sheet, values: Mapping[str, Value], read: Reader) -> tuple[str, Sheet]:
    """Replace one value after the other; what must wait for others, as an end for its beginning, goes after them."""
    text, current, todo = sheet.text, sheet, dict(values)
    while todo:
        waiting: dict[str, Value] = {}
        problem: ToolkitError | None = None
        for fact, value in todo.items():
            try:
                text, current = _splice_one(text, current, fact, value, read)
            except ToolkitError as found:
                problem, waiting[fact] = problem or found, value
        if problem and len(waiting) == len(todo):
            raise problem
        todo = waiting
    return text, current


def _splice_one(text: str, sheet: Sheet, fact: str, value: Value, read: Reader) -> tuple[str, Sheet]:
    span = sheet.facts[fact].span
    problem: ToolkitError | None = None
    for raw in _ways(text[span.start : span.end], value, span):
        changed = text[: span.start] + raw + text[span.end :]
        try:
            reading = read(changed)
        except ToolkitError as found:
            problem = found  # of the last way, in quotes, which is valid YAML: the words themselves are at fault
            continue
        if differences(sheet, reading) <= {fact} and reading.state(fact) == canonical(value):
            return changed, reading
    if problem:
        raise problem
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
        yield _grouped(old, value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else words
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
