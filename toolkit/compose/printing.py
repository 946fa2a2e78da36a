"""Facts to inlines: the closed set of formatters, and sentences with the facts they refer to.

Floor 2. `Printer` is the one place where a value becomes words; templates, sentences, letterheads and table cells
all come through it. What it prints is a `Mention` of the fact, never bare text.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from jinja2 import StrictUndefined, UndefinedError
from msgspec.structs import replace

from toolkit.compose.labels import SingleWords
from toolkit.compose.languages import NBSP
from toolkit.compose.lens import Collection, Derived, FactLens, Group, Lens, RecordLens, Shown, Sum
from toolkit.compose.notes import label_of
from toolkit.compose.sandbox import printable
from toolkit.compose.view import Absent, View, scope
from toolkit.diagnostics import Diagnostic, Severity, Span, ToolkitError, error, nearest
from toolkit.document.model import Inline, Inlines, Mention, Text
from toolkit.document.walk import inline_text
from toolkit.facts.model import Fact, Kind, Period, Value, canonical
from toolkit.facts.nesting import MAX_NESTING
from toolkit.facts.sentences import SentenceError, Slot, split
from toolkit.facts.shape import own_path
from toolkit.yamltext import is_number

_LINE_END = re.compile(r"(?<! ) *\n[ \n]*")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_SYMBOL = re.compile(r"[kMGTcm]?(?:m|g|W|Wh|t|Hz|B|V|A|l|J)[²³23]?\Z|ha\Z|°C\Z")
_LABEL_SECTIONS = {"points": "point", "agreements": "kind", "event": "event"}


class Printer:
    """Prints the facts of one view."""

    def __init__(self, view: View) -> None:
        """Make `view` print through this printer."""
        self.view = view
        self.scope = scope(view)
        self._nesting = 0
        self._entities: dict[tuple[str, str], Inlines] = {}
        view.show = self.show

    def show(self, thing: object, form: str = "") -> Inlines:  # noqa: PLR0911 - one for each kind of thing
        """Return `thing` in the formatter `form`, or as its kind is usually printed."""
        match thing:
            case FactLens(path=path):
                return (self._mention(path, form),)
            case RecordLens():
                return self._record(thing, form)
            case Collection(path=path) if form == "count":
                return self.show(Derived(self.view, path, len(thing)))
            case Collection():
                return self._names(thing, form)
            case Sum():
                hint = "templates print facts, not sums: make it a figure of the sheet, and check the sum there"
                raise error("template-error", "the result of a sum cannot be printed", hint=hint)
            case Derived(path=path, value=value, unit=unit):
                return (Mention(path, self.with_unit(value, unit), "count"),)
            case Group(key=key):
                return self.show(key, form)
            case Shown(inlines=inlines):
                return inlines
            case _:
                return (Text(str(printable(thing))),)  # an undefined raises its own error here

    def sentence(self, text: str, at: Lens | None = None) -> Inlines:
        """Return `text` with its `{references}` printed; with `at`, a path may start at a field of that entity.

        A field that the entity does not have is a dash, and a text of nothing but such fields is empty.
        """
        inlines: list[Inline] = []
        shown = lacking = False
        for part in _split(text):
            if isinstance(part, str):
                inlines.append(Text(part))
                continue
            target = self.follow(part.path, at)
            if at is not None and isinstance(target, Absent):
                inlines.append(Text("–"))
                lacking = True
            else:
                inlines.extend(self.show(target, part.format))
                shown = True
        return () if lacking and not shown else tuple(inlines)

    def follow(self, path: str, at: Lens | None) -> object:
        """Return the lens that `path` leads to, from `at` or from the top of the sheet."""
        first, _, rest = path.partition(".")
        target = at.field(first) if at is not None else None
        unknown = isinstance(target, StrictUndefined) and not isinstance(target, Absent)
        if (target is None or unknown) and first in self.scope:
            target = self.scope[first]
        if target is None:
            target = self.view.missing(path)
        for step in rest.split(".") if rest else ():
            target = self._step(target, step)
        return target

    def _step(self, target: object, step: str) -> object:
        if isinstance(target, Collection):
            return self.view.at(f"{target.path}.{step}")
        if isinstance(target, Lens):
            return target.field(step)
        if isinstance(target, Absent):
            found = target.field(step)
            return found if isinstance(found, Lens | Absent) else target
        if isinstance(target, SingleWords):
            return target.field(step)
        if isinstance(target, Mapping) and step in target:
            return target[step]
        return target if isinstance(target, StrictUndefined) else self.view.missing(step)

    def _record(self, record: RecordLens, form: str) -> Inlines:
        """Return an entity by its name, which is the same wherever it is printed."""
        key = (record.path, form)
        if key not in self._entities:
            self._entities[key] = self._named(record, form)
        return self._entities[key]

    def _named(self, record: RecordLens, form: str) -> Inlines:
        shown = record.shown()
        if shown is not None:
            return self.show(shown, form)
        container = self.view.sheet.containers[record.path]
        hint = f"print one of its fields: {', '.join(container.keys)}"
        raise error("unprintable", f"`{record.path}` cannot be printed as a whole", hint=hint)

    def _names(self, collection: Collection, form: str) -> Inlines:
        members = list(collection)
        if not members:
            return (Text("–"),)
        if len(members) == 1:
            return self.show(members[0], "" if form == "names" else form)
        joints = self.view.language.joints(len(members))
        inlines = list(self.show(members[0], "" if form == "names" else form))
        for joint, member in zip(joints, members[1:], strict=True):
            inlines += [Text(joint), *self.show(member, "" if form == "names" else form)]
        return tuple(inlines)

    def _mention(self, path: str, form: str) -> Mention:
        if form and form not in FORMATS:
            hint = nearest(form, FORMATS) or f"formatters: {', '.join(FORMATS)}"
            raise error("unknown-formatter", f"there is no formatter `{form}`", hint=hint)
        fact = self.view.fact(path)
        if fact is None or fact.value is None:
            self.view.read(path)
            return Mention(path, self._placeholder(path, form), form or "text", open=True)
        form = form or _USUAL.get(fact.kind, "text")
        if form == "text" and fact.kind is Kind.TEXT:
            return self._text(fact)
        try:
            return Mention(path, FORMATS[form](self, fact), form)
        except (TypeError, ValueError, ArithmeticError) as problem:
            message = f"`{path}` is {canonical(fact.value)}, which cannot be printed as `{form}`"
            raise error("bad-format", message, hint="use another formatter, or correct the value") from problem

    def _text(self, fact: Fact) -> Mention:
        words = str(fact.value)
        if "\n" in words:
            words = _LINE_END.sub(" ", words)
        words = words.strip()
        if "{" not in words and "}" not in words:
            return Mention(fact.id, words, "text")
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise error("circular-reference", f"`{fact.id}` refers to itself", fact.span)
            parts = self.sentence(words)
        except UndefinedError as problem:
            if not fact.id.startswith("office."):
                raise  # a rule of the sheet tells; but the office's text may be printed where there is no one event
            raise error("unknown-reference", str(problem), fact.span, "write the words out") from problem
        except ToolkitError as problem:
            raise ToolkitError(_placed(finding, fact) for finding in problem.diagnostics) from problem
        finally:
            self._nesting -= 1
        return Mention(fact.id, inline_text(parts), "text", parts=parts)

    def _placeholder(self, path: str, form: str) -> str:
        if path.startswith("office."):
            return self.word("blank_date" if form in ("long_date", "short_date") else "blank")
        words = self.view.labels.word
        label = label_of(path, self.view.language.code, lambda each: str(self.view.value(each) or ""), words)
        return f"[{self.word('unknown')}: {label}]"

    def word(self, name: str) -> str:
        """Return the language's word called `name`; one that is missing is a warning."""
        words = self.view.labels.word
        if name not in words:
            self._warn(None, "word", name, [])  # a word of the program is never misspelt
        return words.get(name, _INSTEAD.get(name, "…"))

    def quantity(self, fact: Fact) -> str:
        """Return a number with its unit, and with "about" where the sheet says that it is approximate."""
        value = _number(fact.value)
        parent = fact.id.rpartition(".")[0]
        unit = self.view.value(f"{parent}.unit")
        asked = self.view.sheet.facts.get(f"{parent}.unit", fact)
        words = self.with_unit(value, str(unit or ""), asked.span)
        about = self.view.value(f"{parent}.approximate")
        return f"{self.word('approximately')} {words}" if about else words

    def with_unit(self, value: int | Decimal, unit: str, span: Span | None = None) -> str:
        """Return a number with the word of its unit; one without a word is a warning at `span`."""
        language = self.view.language
        if unit in ("percent", "%"):
            return language.percent(value)
        if unit == "year":
            return language.digits(str(value))
        if _CURRENCY.match(unit):
            return language.money(value, unit)
        words = self.view.labels.unit.get(unit)
        if words is None and unit and not _SYMBOL.match(unit):
            self._warn(span, "unit", unit, list(self.view.labels.unit))
        word = words.get(language.plural(value)) or words.get("other", "") if words is not None else unit
        return f"{language.number(value)}{NBSP}{word}" if word else language.number(value)

    def label(self, fact: Fact) -> str:
        """Return the word that stands for a keyword in this language; a keyword without one is a warning."""
        collection, _, rest = own_path(fact.id).partition(".")
        section = "act" if rest.endswith(".act") else _LABEL_SECTIONS.get(collection, "status")
        words = self.view.labels.section(section)
        token = str(fact.value)
        if token not in words:
            self._warn(fact.span, section, token, list(words))
        return words.get(token, token.replace("-", " ").replace("_", " "))

    def _warn(self, span: Span | None, section: str, token: str, known: list[str]) -> None:
        lang = self.view.language.code
        hint = nearest(token, known) or f"add `{token}` under `{section}:` in templates/labels/{lang}.yaml"
        message = f"no word in `{lang}` for the {section} `{token}`"
        self.view.problems.append(Diagnostic("no-label", message, span, hint, Severity.WARNING))


def _split(text: str) -> tuple[str | Slot, ...]:
    try:
        return split(text)
    except SentenceError as problem:
        hint = "a reference is `{figures.some_id}`; double a brace that is meant as a brace"
        raise error("bad-sentence", f"`{problem.shown}` is not a reference", hint=hint) from problem


def _placed(finding: Diagnostic, fact: Fact) -> Diagnostic:
    if finding.span:
        return finding
    return replace(finding, span=fact.span)


def _number(value: Value) -> int | Decimal:
    if is_number(value):
        return value
    raise TypeError(value)


def _day(value: Value) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    raise TypeError(value)


def _moment(printer: Printer, fact: Fact) -> str:
    if isinstance(fact.value, datetime):
        return printer.view.language.moment(fact.value)
    return printer.view.language.long_date(_day(fact.value))


def _period(printer: Printer, fact: Fact) -> str:
    if isinstance(fact.value, Period):
        return printer.view.language.period(fact.value)
    raise TypeError(fact.value)


def _unit(printer: Printer, fact: Fact) -> str:
    return canonical(printer.view.value(f"{fact.id.rpartition('.')[0]}.unit"))


def _money(printer: Printer, fact: Fact) -> str:
    unit = _unit(printer, fact)
    if not _CURRENCY.match(unit):
        raise TypeError(unit)
    return printer.view.language.money(_number(fact.value), unit)


def _percent(printer: Printer, fact: Fact) -> str:
    unit = _unit(printer, fact)
    if unit not in ("percent", canonical(None)):
        raise TypeError(unit)
    return printer.view.language.percent(_number(fact.value))


def _year(printer: Printer, fact: Fact) -> str:
    if isinstance(fact.value, Period):
        return printer.view.language.period(fact.value)
    return printer.view.language.digits(str(_day(fact.value).year))


def _flag(printer: Printer, fact: Fact) -> str:
    return printer.word("yes" if fact.value else "no_answer")


FORMATS: dict[str, Callable[[Printer, Fact], str]] = {
    "text": lambda _printer, fact: canonical(fact.value),
    "number": lambda printer, fact: printer.view.language.number(_number(fact.value)),
    "quantity": Printer.quantity,
    "money": _money,
    "percent": _percent,
    "long_date": lambda printer, fact: printer.view.language.long_date(_day(fact.value)),
    "short_date": lambda printer, fact: printer.view.language.short_date(_day(fact.value)),
    "month_year": lambda printer, fact: printer.view.language.month_year(_day(fact.value)),
    "year": _year,
    "moment": _moment,
    "period": _period,
    "label": Printer.label,
    "flag": _flag,
}
"""The formatters by name; a template writes `| long_date`, a sentence `{event.date|long_date}`."""

_INSTEAD = {"draft": "DRAFT", "draft_notice": "DRAFT"}
"""What stands for a missing word that must not be missed."""

_USUAL = {
    Kind.NUMBER: "quantity",
    Kind.DATE: "long_date",
    Kind.MOMENT: "moment",
    Kind.PERIOD: "period",
    Kind.TOKEN: "label",
    Kind.FLAG: "flag",
}
