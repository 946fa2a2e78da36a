"""Sheet, template and style to a document, with a record of every fact shown or read.

Floor 2. `Composer` is made once for a library of templates and composes any number of documents.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from jinja2 import TemplateError
from msgspec import Struct
from msgspec.structs import replace

from toolkit.compose.blocks import Forms
from toolkit.compose.environment import includes, sandbox
from toolkit.compose.faults import BUGS_OF_TEMPLATES, of_sheet, placing, pointing_at, told
from toolkit.compose.labels import SingleWords
from toolkit.compose.languages import language
from toolkit.compose.lens import plain
from toolkit.compose.library import Front, Library, no_template
from toolkit.compose.notes import Notes
from toolkit.compose.printing import Printer
from toolkit.compose.proof import proofread
from toolkit.compose.tables import Tables
from toolkit.compose.view import View
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, nearest
from toolkit.document.model import Attachment, Block, Document, Heading, Paragraph, Text
from toolkit.document.walk import inline_text, mentions
from toolkit.facts.model import Check, Sheet, canonical
from toolkit.style import Style

DEFAULT_STYLE = "international"
_FEW = 4
_UNDATED = date(1980, 1, 1)
_quoted = json.JSONEncoder(ensure_ascii=False).encode  # made once: a register has tens of thousands of facts


class Composition(Struct, frozen=True):
    """A document and what it came from.

    `shown` are the facts it mentions, `read` those it only consulted; `files` the names, below templates/, of what
    made it. `document.notes` records by itself what it is asked for.
    """

    document: Document
    style: Style
    shown: frozenset[str]
    read: frozenset[str]
    files: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    def consulted(self) -> frozenset[str]:
        """Return the facts behind the notes that a writer has asked for so far."""
        notes = self.document.notes
        return frozenset(notes.reads) if isinstance(notes, Notes) else frozenset()


class Composer:
    """Composes documents from the templates of one library."""

    def __init__(self, library: Library) -> None:
        """Make the sandbox that `library`'s templates run in."""
        self._library = library
        self._sandbox = sandbox(library)
        self._expressions: dict[str, Callable[..., object]] = {}
        self._includes: dict[str, tuple[str, ...]] = {}
        self._styles: dict[str, tuple[Style, tuple[str, ...]]] = {}

    def compose(self, sheet: Sheet, kind: str, lang: str) -> Composition:
        """Return the document `kind` of `sheet` in `lang`; what is wrong is a `ToolkitError`."""
        name = self.template(kind, lang)
        front = self._library.front(name)
        view = self._view(sheet, lang)
        printer = Printer(view)
        style, style_files = self._style(view, front.style, name)
        printer.scope |= self._names(printer, style, front)
        files = (*self.files_of(name), f"labels/{lang}.yaml", *style_files)
        text = self._render(name, printer.scope, view)
        blocks = self._read(view, text, style, name)
        document = self._document(printer, kind, front, blocks)
        shown = frozenset(mention.fact for mention in mentions(document))
        read = frozenset(view.reads - shown)
        view.forget()
        document = replace(document, attachment=partial(_attachment, sheet, kind, lang, shown))
        return Composition(
            document=document,
            style=style,
            shown=shown,
            read=read,
            files=files,
            diagnostics=tuple(dict.fromkeys(of_sheet(finding, sheet) for finding in view.problems)),
        )

    def template(self, kind: str, lang: str) -> str:
        """Return the name of the template of the document `kind` in `lang`; if there is none, a `ToolkitError`."""
        name = self._library.template(kind, lang)
        if name is None:
            known = self._library.documents()
            hint = nearest(kind, known) or f"documents: {', '.join(known)}"
            raise error("no-template", f"there is no template for `{kind}` in `{lang}`", hint=hint)
        return name

    def files_of(self, name: str) -> tuple[str, ...]:
        """Return the names of the template `name` and all it includes."""
        if name not in self._includes:
            with placing(self._library, name):
                self._includes[name] = includes(self._sandbox, self._library, name)
        return self._includes[name]

    def failed_checks(self, sheet: Sheet) -> list[Diagnostic]:
        """Return a finding for every check of `sheet` that does not hold or cannot be understood.

        They are read in the language of record; if no paper can be made in it, that is the finding.
        """
        strange = self._strange(sheet, sheet.languages[0]) if sheet.checks else []
        return strange or [finding for check in sheet.checks for finding in self._check(sheet, check)]

    def proofread(self, sheet: Sheet) -> list[Diagnostic]:
        """Return what making papers of `sheet` would stumble over in any of its languages."""
        found = self.strange_languages(sheet)
        for lang in sheet.languages if not found else ():
            printer = Printer(self._view(sheet, lang))
            found.extend(of_sheet(finding, sheet) for finding in (*proofread(printer), *self._unfit(printer.view)))
        return sorted(dict.fromkeys(found), key=_place)

    def _unfit(self, view: View) -> Iterator[Diagnostic]:
        """Yield which papers in the view's language lack a template, or have none or no style that can be read."""
        lang, sheet = view.language.code, view.sheet
        for document in self._library.documents():
            name = self._library.template(document, lang)
            if name is None:
                lack = no_template(document, lang, f"a language of {sheet.file}")
                yield replace(lack, span=sheet.places.get("languages"))
                continue
            try:
                self._style(view, self._library.front(name).style, name)
            except ToolkitError as problem:
                yield from problem.diagnostics

    def strange_languages(self, sheet: Sheet) -> list[Diagnostic]:
        """Return a finding for every language of `sheet` that no paper can be made in."""
        return [finding for lang in sheet.languages for finding in self._strange(sheet, lang)]

    def _strange(self, sheet: Sheet, lang: str) -> list[Diagnostic]:
        try:
            self._view(sheet, lang)
        except ToolkitError as problem:
            return list(problem.diagnostics)
        return []

    def _view(self, sheet: Sheet, lang: str) -> View:
        with pointing_at(sheet.places.get("languages"), sheet):
            return View(sheet, language(lang), self._library.labels(lang))

    def _check(self, sheet: Sheet, check: Check) -> list[Diagnostic]:
        view = self._view(sheet, sheet.languages[0])
        names = Printer(view).scope
        self._sandbox.start()
        try:
            evaluate = self._compiled(check.expression)
            holds = evaluate(**names)
            if not isinstance(holds, bool):
                hint = "write a comparison, such as `figures.documents == agreements | count`"
                return [of_sheet(Diagnostic("bad-check", "a check must be true or false", check.span, hint), sheet)]
        except (TemplateError, ToolkitError, *BUGS_OF_TEMPLATES) as problem:
            finding = problem.diagnostics[0] if isinstance(problem, ToolkitError) else told(problem, names, view)
            message = f"the check cannot be read: {finding.message}"
            return [of_sheet(Diagnostic("bad-check", message, check.span, finding.hint), sheet)]
        if holds:
            return []
        hint = f"it depends on {_some(sorted(view.reads))}" if view.reads else "it depends on no fact"
        sides = " against ".join(map(_side, self._sandbox.sides(check.expression, names)))
        finding = Diagnostic(
            "failed-check", f"`{check.expression}` does not hold{sides and f': {sides}'}", check.span, hint
        )
        return [of_sheet(finding, sheet)]

    def _style(self, view: View, wanted: str, template: str) -> tuple[Style, tuple[str, ...]]:
        """Return the style that the template or the office wants, and the names of its files."""
        fact = view.sheet.facts.get(f"office.style.{view.language.code}") or view.sheet.facts.get("office.style")
        name = wanted or str(view.office("style") or DEFAULT_STYLE)
        if name not in self._styles:  # read once for all papers
            span = Span(self._library.place(template), 1, 1) if wanted or not fact else fact.span
            with pointing_at(span, view.sheet):
                self._styles[name] = self._library.style(name), self._library.style_files(name)
        return self._styles[name]

    def _compiled(self, expression: str) -> Callable[..., object]:
        if expression not in self._expressions:
            made = self._sandbox.compile_expression(expression, undefined_to_none=False)
            self._expressions[expression] = made
        return self._expressions[expression]

    def _names(self, printer: Printer, style: Style, front: Front) -> dict[str, object]:
        view = printer.view
        forms = Forms(printer, style)
        tables = Tables(printer)
        functions: dict[str, Callable[..., object]] = {
            "letterhead": forms.letterhead,
            "signatures": forms.signatures,
            "recipients": forms.recipients,
            "page_break": forms.page_break,
            "table": tables.table,
            "column": tables.column,
            "party_columns": tables.party_columns,
        }
        words = {
            "word": SingleWords(view.labels.word, view.language.code),
            "template": {"symbol": front.symbol},
            "lang": view.language.code,
        }
        return {**functions, **words}

    def _render(self, name: str, names: dict[str, object], view: View) -> str:
        with placing(self._library, name, names, view):
            self._sandbox.start()
            return self._sandbox.get_template(name).render(names)

    def _read(self, view: View, text: str, style: Style, name: str) -> tuple[Block, ...]:
        from toolkit.compose.markdown import MarkdownReader  # noqa: PLC0415 - checks need no Markdown

        with placing(self._library, name, {}, view):
            return MarkdownReader(view, style.roles, style.list_marker).read(text)

    def _document(self, printer: Printer, kind: str, front: Front, blocks: tuple[Block, ...]) -> Document:
        view, sheet = printer.view, printer.view.sheet
        draft = sheet.draft
        title = _title(blocks) or kind
        if draft:
            notice = Paragraph((Text(printer.word("draft_notice")),), "draft-mark", key="draft-mark")
            blocks = (notice, *blocks)
        day = sheet.facts.get("event.date")
        view.read("event.date")
        view.read("status")
        return Document(
            lang=view.language.code,
            title=title,
            kind=kind,
            sheet=sheet.id,
            blocks=blocks,
            day=day.value if day and isinstance(day.value, date) else _UNDATED,
            draft=draft,
            landscape=front.orientation == "landscape",
            running=(Text(printer.word("draft")),) if draft else (),
            notes=Notes(view),
        )


def _attachment(sheet: Sheet, kind: str, lang: str, shown: frozenset[str]) -> Attachment:
    """Return which paper this is and the facts that it shows, by their id, as YAML.

    Not the whole sheet: a paper must not change when a fact is corrected that it does not show.
    """
    lines = [f"sheet: {sheet.id}", f"document: {_quoted(kind)}", f"language: {lang}", "facts:"]
    for path in sorted(shown):
        fact = sheet.facts.get(path)
        if fact:
            lines.append(f"  {path}: {_quoted(canonical(fact.value))}")
    return Attachment(f"{sheet.id}.facts.yaml", ("\n".join(lines) + "\n").encode())


def _title(blocks: tuple[Block, ...]) -> str:
    """Return the paper's title: its first heading, and the subject that follows it."""
    for number, block in enumerate(blocks):
        if isinstance(block, Heading):
            title = inline_text(block.inlines)
            after = blocks[number + 1] if number + 1 < len(blocks) else None
            if isinstance(after, Paragraph) and after.role == "subject":
                return f"{title} – {inline_text(after.inlines)}".replace("\n", " ")
            return title
    return ""


def _place(finding: Diagnostic) -> tuple[int, int]:
    return (finding.span.line, finding.span.column) if finding.span else (0, 0)


def _side(side: object) -> str:
    return canonical(plain(side))


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_FEW])
    return f"{shown} and {len(names) - _FEW} more" if len(names) > _FEW else shown
