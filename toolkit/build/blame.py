"""Where a letter comes from that a format cannot show.

Floor 3. A writer knows the letter, but neither the sheet nor the templates; here both are at hand.
"""

import re
from html import unescape

from msgspec.structs import replace

from toolkit.compose.composer import Composition
from toolkit.compose.faults import of_sheet
from toolkit.compose.library import Library
from toolkit.diagnostics import Diagnostic, LetterError, Span
from toolkit.document.walk import mentions
from toolkit.facts.model import Sheet, canonical
from toolkit.yamltext import with_excerpt

_NAMED = re.compile(r"&#?\w+;")


def blamed(problem: LetterError, composition: Composition, sheet: Sheet, library: Library) -> Diagnostic:
    """Return what `problem` is, at the fact whose value has the letter, or else at the file whose words have it."""
    (finding,) = problem.diagnostics
    fact = _fact(problem.letter, composition, sheet)
    if fact:
        told = replace(finding, message=f"{finding.message}: it stands in `{fact}`", span=sheet.facts[fact].span)
        return of_sheet(told, sheet)
    for name in composition.files:
        start = _start(library.files[name], problem.letter)
        if start >= 0:
            return _in_file(finding, start, library.place(name), library.files[name])
    document = composition.document
    return replace(finding, message=f"{finding.message}: in {document.kind}.{document.lang}")


def _fact(letter: str, composition: Composition, sheet: Sheet) -> str | None:
    """Return the first fact of the paper whose own value has `letter`, not only a word that it is printed with."""
    for mention in mentions(composition.document):
        fact = sheet.facts.get(mention.fact)
        if fact and _has(mention.text, letter) and _has(canonical(fact.value), letter):
            return fact.id
    return None


def _has(text: str, letter: str) -> bool:
    return letter in text or letter in text.upper()  # a role may print capitals


def _start(text: str, letter: str) -> int:
    """Return where `text` has `letter`, as it is or by its number as in `&#xE000;`; -1 if nowhere."""
    start = text.find(letter)
    named = (found.start() for found in _NAMED.finditer(text) if unescape(found[0]) == letter)
    return start if start >= 0 else next(named, -1)


def _in_file(finding: Diagnostic, start: int, place: str, text: str) -> Diagnostic:
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return with_excerpt(replace(finding, span=Span(place, line, column, start, start + 1)), text)
