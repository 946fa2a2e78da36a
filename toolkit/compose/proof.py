"""What printing a sheet would stumble over, said before any paper is made.

Floor 2. A paper meets the same findings, but only those of the facts that it shows.
"""

from collections.abc import Iterator

from jinja2 import UndefinedError
from msgspec.structs import replace

from toolkit.compose.blocks import SIGNATORIES, TITLED
from toolkit.compose.printing import Printer
from toolkit.compose.view import View
from toolkit.diagnostics import Diagnostic, ToolkitError
from toolkit.facts.model import Fact, Kind
from toolkit.facts.sentences import SentenceError, Slot, slots


def proofread(printer: Printer) -> list[Diagnostic]:
    """Return which references in the texts of a sheet cannot be printed, and which words are missing.

    Of references that lead nowhere the sheet's own rules tell.
    """
    for name in _words_of_the_form(printer.view):
        printer.word(name)
    found: list[Diagnostic] = []
    known: set[tuple[str, str]] = set()
    for fact in printer.view.sheet.facts.values():
        if fact.kind is Kind.TOKEN and fact.value is not None:
            printer.label(fact)
        elif fact.kind is Kind.NUMBER and fact.value is not None and fact.id.startswith("figures."):
            printer.quantity(fact)
        elif fact.kind is Kind.TEXT and isinstance(fact.value, str):
            found.extend(_unprintable(printer, fact, fact.value, known))
            if fact.id.startswith("figures.") and fact.id.endswith(".unit"):  # the number may not yet be known
                printer.with_unit(0, fact.value, fact.span)
    return [*printer.view.problems, *found]


_BLANKS = ("parent", "body", "symbol", "number", "place", "authority.office", "contact.phone", "contact.email")
"""What papers print of the office besides names, with a blank for each that is not given."""


def _words_of_the_form(view: View) -> Iterator[str]:
    """Yield the words that papers need around what the sheet says: at their head, in blanks and at their end."""
    if view.sheet.draft:
        yield from ("draft_notice", "draft")
    if any(fact.value is None and not fact.id.startswith("office.") for fact in view.sheet.facts.values()):
        yield "unknown"
    names = (f"{who}.name" for who in (*SIGNATORIES, "contact"))
    if not all(map(view.office, (*_BLANKS, *names))):
        yield "blank"
    if not view.office("date"):
        yield "blank_date"
    yield from ("signature", "recipients")
    yield from (who for who in TITLED if not view.office(f"{who}.office"))


def _unprintable(printer: Printer, fact: Fact, words: str, known: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Yield why references in the `words` of `fact` cannot be printed; those that can be are then `known`."""
    for slot in _slots(words):
        if (slot.path, slot.format) in known or not printer.view.sheet.known(slot.path):
            continue
        try:
            printer.show(printer.follow(slot.path, None), slot.format)
            known.add((slot.path, slot.format))
        except UndefinedError:
            continue  # a text within it leads nowhere
        except ToolkitError as problem:
            for finding in problem.diagnostics:
                yield finding if finding.span else replace(finding, span=fact.span)


def _slots(words: str) -> tuple[Slot, ...]:
    try:
        return slots(words)
    except SentenceError:
        return ()
