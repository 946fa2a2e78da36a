"""What goes wrong in a template, as findings at the line that was running.

Floor 2. A template is the user's text: whatever it raises is a finding with a hint, never a traceback. Only what was
raised outside any template's line is a bug, and stays one.
"""

import re
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from msgspec.structs import replace

from toolkit.compose.environment import FILTERS
from toolkit.compose.library import Library
from toolkit.compose.syntax import HINTS
from toolkit.compose.view import FIRST_MARK, LAST_MARK, View
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, nearest
from toolkit.facts.model import Sheet
from toolkit.yamltext import with_excerpt

BUGS_OF_TEMPLATES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What Python raises where a template asks for the impossible, such as the sum of two names."""

_UNDEFINED = re.compile(r"'(\w+)' is undefined")  # Jinja2's own words
_NO_FILTER = re.compile(r"No filter named '(\w+)'")
_MARKS = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}\n]")
_FEW_LETTERS = 3
"""Words of so few letters may stand in many lines of a template."""

_NO_WORD = re.compile(r"`(\w+)` is not under `word:`")  # those of `labels`
_NO_FACT = re.compile(r"`([\w.-]+)` (?:is not in the sheet|does not exist|names no one)")  # those of `view`


_MAY = "a template prints, compares, counts and loops over facts"
_PLAIN_WORDS = tuple(
    (re.compile(pattern), words)
    for pattern, words in (  # Python's own words
        (r"(?:\w+\.)?_?(\w+)\(\) missing \d+ required .*?: (.*)\Z", r"`\1` needs \2"),
        (r"(?:\w+\.)?_?(\w+)\(\) got an unexpected keyword argument '(\w+)'.*", r"`\1` has no `\2`"),
        (r"(?:\w+\.)?_?(\w+)\(\) got multiple values for argument '(\w+)'", r"`\1` is given `\2` twice"),
        (r"(?:\w+\.)?_?(\w+)\(\) takes .*", r"`\1` is given too many values"),
        (r"unsupported operand type\(s\) for (\S+): .*", r"`\1` is not for facts"),
        (r"bad operand type for unary (\S): .*", r"`\1` is not for facts"),
        (r"can only concatenate .*", "words and facts cannot be added: print one after the other"),
    )
)
_CALLED = {"RecordLens": "an entry", "FactLens": "a fact", "Collection": "a list", "Derived": "a number"}
_CALLED |= {"Sum": "a number", "Group": "a group", "Shown": "a printed fact"}
_KINDS = re.compile(rf"'({'|'.join(_CALLED)})'(?: object)?")


@contextmanager
def placing(library: Library, name: str, names: Iterable[str] = (), view: View | None = None) -> Iterator[None]:
    """Turn what goes wrong in the template `name` into findings at its line, or at its head where none is known.

    `names` are those the template may use.
    """
    head = (library.place(name), 1)
    try:
        yield
    except TemplateSyntaxError as problem:
        finding = Diagnostic("template-error", problem.message or "cannot be read", hint=_syntax_hint(problem))
        raise _placed([finding], library, (problem.filename or head[0], problem.lineno)) from problem
    except TemplateNotFound as problem:
        hint = nearest(str(problem), library.files) or "name a file below templates/"
        finding = Diagnostic("template-error", f"there is no template `{problem}`", hint=hint)
        raise _placed([finding], library, _line(problem, library) or head) from problem
    except ToolkitError as problem:
        found = [of_sheet(finding, view.sheet) if view else finding for finding in problem.diagnostics]
        found = [_found_again(finding, library, name) for finding in found]
        raise _placed(found, library, _line(problem, library) or head) from problem
    except (TemplateError, *BUGS_OF_TEMPLATES) as problem:
        line = _line(problem, library)
        if not line:
            raise
        raise _placed([told(problem, names, view)], library, line) from problem


@contextmanager
def pointing_at(span: Span | None, sheet: Sheet) -> Iterator[None]:
    """Give findings without a place the place `span`."""
    try:
        yield
    except ToolkitError as problem:
        raise ToolkitError(
            finding if finding.span else of_sheet(replace(finding, span=span), sheet) for finding in problem.diagnostics
        ) from problem


def of_sheet(finding: Diagnostic, sheet: Sheet) -> Diagnostic:
    """Return `finding` with the line of the sheet that it points at, if it points there."""
    inside = finding.span is not None and finding.span.file == sheet.file
    return with_excerpt(finding, sheet.text) if inside else finding


def told(problem: BaseException, names: Iterable[str], view: View | None) -> Diagnostic:
    """Return what a template did wrong as a finding without a place."""
    message = str(problem).split("\n")[0]
    if isinstance(problem, SecurityError):
        return Diagnostic("template-error", message, hint="a template sees facts, not what is behind them")
    if isinstance(problem, RecursionError):
        return Diagnostic("template-error", "this goes on without end", hint="a macro or an include calls itself")
    if not isinstance(problem, UndefinedError):
        return Diagnostic("template-error", _plainly(message), hint=HINTS.get(message, _MAY))
    word = _NO_WORD.match(message)
    if word:
        hint = nearest(word[1], view.labels.word) if view else ""
        return Diagnostic("template-error", message, hint=hint or f"add `{word[1]}` there, in every language")
    unknown, path = _UNDEFINED.match(message), _NO_FACT.match(message)
    name = unknown[1] if unknown else path[1].partition(".")[0] if path else ""
    if path and view and name in names:
        return Diagnostic("missing-fact", message, hint=view.advice(path[1]))
    known = nearest(name, names) or f"known: {', '.join(sorted(names))}"
    return Diagnostic("missing-fact", message, hint=known if name else "ask first: {% if … is defined %}")


def _plainly(message: str) -> str:
    """Return what Python says in the words of those who write templates."""
    for pattern, words in _PLAIN_WORDS:
        if pattern.match(message):
            return pattern.sub(words, message)
    return _KINDS.sub(lambda kind: _CALLED[kind[1]], message)


def _syntax_hint(problem: TemplateSyntaxError) -> str:
    unknown = _NO_FILTER.match(problem.message or "")
    if unknown:
        return nearest(unknown[1], FILTERS) or f"filters: {', '.join(sorted(FILTERS))}"
    if isinstance(problem.__cause__, SyntaxError) and problem.message not in HINTS:
        return "name each value once, by a word of its own"
    return HINTS.get(problem.message or "") or "every `{% if %}` and `{% for %}` has its end, every `{{` its `}}`"


def _line(problem: BaseException, library: Library) -> tuple[str, int] | None:
    """Return the template's file and line that was running when `problem` was raised."""
    places = {library.place(name) for name in library.files}
    frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename in places]
    return (frames[-1].filename, frames[-1].lineno or 1) if frames else None


def _found_again(finding: Diagnostic, library: Library, name: str) -> Diagnostic:
    """Return a finding about lines of the finished text at the line of a template that has most of their words."""
    longest, *others = sorted(map(str.strip, _MARKS.split(finding.excerpt)), key=len, reverse=True)
    if finding.span or not longest:
        return finding
    for words in (longest, *(each for each in others if len(each) > _FEW_LETTERS)):
        for each in (name, *sorted(file for file in library.files if file.endswith(".j2"))):
            for number, line in enumerate(library.files[each].split("\n"), start=1):
                if words in line:
                    span = Span(library.place(each), number, line.index(words) + 1, 0, len(words))
                    return replace(finding, span=span, excerpt=line)
    return replace(finding, excerpt="")


def _placed(findings: Iterable[Diagnostic], library: Library, line: tuple[str, int]) -> ToolkitError:
    """Return `findings` as an error, those without a place pointing at a line of a template."""
    file, number = line
    lines = library.text_at(file).split("\n")
    excerpt = lines[number - 1] if 0 < number <= len(lines) else ""
    span = Span(file, number, 1, 0, max(1, len(excerpt)))
    return ToolkitError(
        finding if finding.span else replace(finding, span=span, excerpt=excerpt) for finding in findings
    )
