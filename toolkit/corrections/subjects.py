"""What a reader takes for one correction: several changed facts may be one figure, one list, one entry.

Floor 4. The ledger keeps each fact; a corrigendum tells what the words of the papers were, and what they are now. So a
figure is told with its unit, an entry that came or went as a whole, and of a list only who came and who went.
"""

from collections.abc import Iterable

from msgspec import Struct

from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.lens import Collection
from toolkit.compose.notes import Notes
from toolkit.compose.printing import Printer
from toolkit.compose.view import View
from toolkit.document.walk import inline_text
from toolkit.facts.model import Form, Sheet

NOTHING = "–"
_OF_A_FIGURE = ("value", "unit", "approximate")


class Subject(Struct, frozen=True):
    """What was corrected: its path, how a reader knows it, the words that were printed and those to be read."""

    path: str
    label: str
    old: str
    new: str


class PrintedSheet:
    """A sheet at one time, as papers in one language say it."""

    def __init__(self, sheet: Sheet, lang: str, labels: Labels) -> None:
        """Print the facts of `sheet` in the language `lang`."""
        self.sheet = sheet
        self._view = View(sheet, language(lang), labels)
        self._printer = Printer(self._view)

    def label(self, path: str) -> str:
        """Return how a reader knows what stands at `path`."""
        return Notes(self._view)[path].label

    def words(self, path: str) -> str:
        """Return what stands at `path` as papers print it."""
        return inline_text(self._printer.show(self._view.at(path))) if self.sheet.known(path) else NOTHING

    def members(self, path: str) -> list[str]:
        """Return the members of the list at `path`, as papers print them."""
        found = self._view.at(path) if self.sheet.known(path) else ()
        return [inline_text(self._printer.show(member)) for member in found] if isinstance(found, Collection) else []

    def is_entry(self, path: str) -> bool:
        """Return whether a map stands at `path` that papers can print as a whole."""
        container = self.sheet.containers.get(path)
        return container is not None and not set(container.shows).isdisjoint(container.keys)

    def form(self, path: str) -> Form | None:
        """Return how the container at `path` holds its members; `None` if none stands there."""
        container = self.sheet.containers.get(path)
        return container.form if container else None


def subjects(changed: Iterable[str], old: PrintedSheet, new: PrintedSheet) -> Iterable[Subject]:
    """Return what the facts `changed` amount to, in their order, each once."""
    told: dict[str, Subject] = {}
    paths: dict[tuple[str, str, str], str] = {}
    for path in dict.fromkeys(subject_path(fact, old, new) for fact in changed):
        found = subject_at(path, old, new)
        if found.old == found.new:  # only its place in the sheet is another
            continue
        twin = paths.pop((found.label, found.new, found.old), "") if NOTHING in (found.old, found.new) else ""
        if twin:  # what went is what came, under another id
            del told[twin]
        else:
            told[path], paths[found.label, found.old, found.new] = found, path
    return told.values()


def subject_path(fact: str, old: PrintedSheet, new: PrintedSheet) -> str:
    """Return the path of what a change of `fact` is told as."""
    steps = fact.split(".")
    entry = ".".join(steps[:2])
    if old.is_entry(entry) != new.is_entry(entry):
        return entry
    if steps[0] == "figures" and steps[-1] in _OF_A_FIGURE:
        return f"{entry}.value"
    parent = fact.rpartition(".")[0]
    while {Form.LIST, Form.WORDS} & {old.form(parent), new.form(parent)}:
        fact, parent = parent, parent.rpartition(".")[0]
    return fact


def subject_at(path: str, old: PrintedSheet, new: PrintedSheet) -> Subject:
    """Return what stands at `path`, as it is told."""
    there = old if old.sheet.known(path) else new  # a reader has the old paper before him
    label = there.label(_told_by(path, there) if there.is_entry(path) else path)
    return Subject(path, label, *_words(path, old, new))


def _told_by(entry: str, there: PrintedSheet) -> str:
    """Return the path whose label tells an entry as a whole, by its own name; of others the words say who it is."""
    section = entry.partition(".")[0]
    for field, name in (("value", "label"), ("text", "topic")):
        if there.sheet.known(f"{entry}.{field}") and there.sheet.known(f"{entry}.{name}"):
            return f"{entry}.{field}"
    return section


def _words(path: str, old: PrintedSheet, new: PrintedSheet) -> tuple[str, str]:
    if Form.LIST not in (old.form(path), new.form(path)):
        return old.words(path), new.words(path)
    before, after = old.members(path), new.members(path)
    went, came = [name for name in before if name not in after], [name for name in after if name not in before]
    if not went and not came:  # only their order changed
        went, came = before, after
    return ", ".join(went) or NOTHING, ", ".join(came) or NOTHING
