"""What the words in a paper mean for the fact they stand for: printing, backwards.

Floor 4. `values.understand` reads words by their kind; here they are read as words of one paper, in its language, in
the format that printed them.
"""

from msgspec.structs import replace

from toolkit.build.workspace import Workspace
from toolkit.compose.labels import KEYWORDS
from toolkit.compose.languages import language
from toolkit.compose.lens import FactLens
from toolkit.compose.printing import Printer
from toolkit.compose.view import View
from toolkit.corrections.correct import kind_meant, unit_of
from toolkit.corrections.values import Habits, clean, is_about, understand
from toolkit.diagnostics import ToolkitError, error
from toolkit.document.model import Inlines, Mention
from toolkit.facts.model import Kind, Sheet, Value, canonical
from toolkit.facts.sentences import doubled
from toolkit.readers.docx import Entry
from toolkit.readers.passages import normal


def printer_of(workspace: Workspace, sheet: Sheet, lang: str) -> Printer:
    """Return what prints the facts of `sheet` in `lang`."""
    return Printer(View(sheet, language(lang), workspace.library.labels(lang)))


class Meanings:
    """Reads words of papers in one language back as values of one sheet."""

    def __init__(self, workspace: Workspace, sheet: Sheet, lang: str) -> None:
        """Read with the sheet's kinds and units, and the workspace's words."""
        self._sheet = sheet
        self._lang = lang
        self._labels = {code: workspace.library.labels(code) for code in dict.fromkeys((lang, *sheet.languages))}
        self._printer = printer_of(workspace, sheet, lang)

    def meaning(self, entry: Entry, words: str) -> Value:
        """Return what `words` mean where `entry` stood; what is unclear is a `ToolkitError` with a hint."""
        kind = kind_meant(self._sheet, entry.fact, words)
        if not words.strip():
            raise error("bad-value", "its text is gone", hint="to leave the fact open, correct it to ~")
        if kind is Kind.TEXT:
            return doubled(_uncapitalised(entry, str(understand(kind, words, self._habits(entry)))))
        if kind is Kind.TOKEN:
            return self._token(entry, words)
        try:
            value = understand(kind, words, self._habits(entry))
        except ToolkitError:
            value = understand(kind, words, replace(self._habits(entry), languages=self._sheet.languages))
        if kind is Kind.NUMBER and (entry.format == "quantity" or entry.open):
            self._refuse_other_about(entry, words)
        return value

    def _habits(self, entry: Entry) -> Habits:
        printed = entry.format != "text"
        return Habits((self._lang,), self._labels, unit_of(self._sheet, entry.fact), printed, self._sheet.languages)

    def _refuse_other_about(self, entry: Entry, words: str) -> None:
        """Refuse words with "about" for an exact number, or without it for another: the value alone does not say it."""
        path = f"{entry.fact.rpartition('.')[0]}.approximate"
        approximate = self._sheet.facts.get(path)
        is_said = is_about(words, self._habits(entry))
        if is_said != bool(approximate and approximate.value):
            message = f"`{path}` is {self._sheet.words(path)}, its words say otherwise"
            hint = f"correct both in the sheet: the number, and `{path}` to {canonical(is_said)}"
            raise error("bad-value", message, hint=hint)

    def _token(self, entry: Entry, words: str) -> str:
        """Return the keyword that is printed as `words`, whatever its first letter's case."""
        fact = self._sheet.facts[entry.fact]
        wanted = clean(words).casefold()
        sections = (self._labels[self._lang].section(name) for name in KEYWORDS)
        for token in dict.fromkeys(token for section in sections for token in section):
            if clean(self._printer.label(replace(fact, value=token))).casefold() == wanted:
                return token
        hint = f"add the word to templates/labels/{self._lang}.yaml, or correct the keyword by hand"
        raise error("bad-value", f"`{words}` is not the word for any keyword", hint=hint)


def _uncapitalised(entry: Entry, text: str) -> str:
    """Return `text` with the sheet's own first letter where a template had changed its case and the word stayed."""
    began_otherwise = entry.text[:1] != entry.value[:1] and entry.text[1:] == entry.value[1:]
    first_word = entry.text.split(maxsplit=1)[:1]
    if began_otherwise and text.split(maxsplit=1)[:1] == first_word:
        return entry.value[:1] + text[1:]
    return text


def printed(printer: Printer, entry: Entry, before: Printer | None = None) -> Mention | None:
    """Return how `entry` is printed now; `None` for a count, and for a fact that its sheet no longer has.

    `before` prints the sheet as it was when the paper was issued: it tells whether the template changed the case of
    the first letter.
    """
    mention = _mention(printer, entry)
    old = _mention(before, entry) if before else None
    if mention and old and old.text != entry.text and normal(old.text[1:]) == normal(entry.text[1:]):
        change = str.upper if entry.text[:1].isupper() else str.lower
        return replace(mention, text=change(mention.text[:1]) + mention.text[1:])
    return mention


def _mention(printer: Printer, entry: Entry) -> Mention | None:
    if entry.derived or not (entry.fact in printer.view.sheet.facts or entry.fact.startswith("office.")):
        return None
    form = "" if entry.open and entry.format == "text" else entry.format  # a blank is printed in no format of its own
    try:
        shown: Inlines = printer.show(FactLens(printer.view, entry.fact), form)
    except ToolkitError:
        return None  # a format that this value cannot be printed in
    return shown[0] if isinstance(shown[0], Mention) else None
