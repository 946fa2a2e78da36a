"""What printing a sheet would stumble over, said before any paper is made.

Floor 2. A paper meets the same findings, but only those of the facts that it shows.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from toolkit.compose.printing import Printer
from toolkit.diagnostics import Diagnostic, ToolkitError
from toolkit.facts.model import Fact, Kind
from toolkit.facts.sentences import slots


def proofread(printer: Printer) -> list[Diagnostic]:
    """Return what is wrong with formatters in the texts of a sheet without errors, and which words are missing."""
    found: list[Diagnostic] = []
    for fact in printer.view.sheet.facts.values():
        if fact.kind is Kind.TOKEN and fact.value is not None:
            printer.label(fact)
        elif fact.kind is Kind.NUMBER and fact.value is not None and fact.id.startswith("figures."):
            printer.quantity(fact)
        elif fact.kind is Kind.TEXT and isinstance(fact.value, str) and "|" in fact.value:
            found.extend(_unprintable(printer, fact, fact.value))
    return [*printer.view.problems, *found]


def _unprintable(printer: Printer, fact: Fact, words: str) -> Iterator[Diagnostic]:
    for slot in slots(words):
        try:
            if slot.format:
                printer.show(printer.follow(slot.path, None), slot.format)
        except ToolkitError as problem:
            for finding in problem.diagnostics:
                yield finding if finding.span else replace(finding, span=fact.span)
