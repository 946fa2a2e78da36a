"""What a plan is: the outputs of each sheet, what was found out about them, and the papers to make. Floor 3."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from msgspec import Struct, field

from toolkit.build.reading import Reader
from toolkit.build.seen import Look
from toolkit.build.state import KnownSheet, Output, Record, State
from toolkit.diagnostics import Diagnostic
from toolkit.ledger import Change
from toolkit.writers import WRITERS

FORMATS = tuple(WRITERS)
DEFAULT_FORMATS = ("docx", "pdf", "html")
NOT_BUILT = "not built yet"
MISSING = "the file is missing"
EDITED = "edited by hand"
LOST = "what it was made of is not known any more"


class Target(NamedTuple):
    """One output: its path relative to the output folder, and why it is not current, if it is not."""

    path: str
    sheet: str
    document: str
    lang: str
    format: str
    reasons: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    edited: bool = False

    @property
    def current(self) -> bool:
        """Return whether the paper says what the facts and templates say now."""
        return not self.reasons

    @property
    def state(self) -> str:
        """Return one word for it: `current`, `stale`, `edited` or `missing`."""
        if self.edited:
            return "edited"
        if self.current:
            return "current"
        return "missing" if set(self.reasons) & {NOT_BUILT, MISSING} else "stale"


class PlannedSheet(Struct):
    """A sheet of the plan, named as messages do; its papers are made of the text with the hash `sha256` or not at all.

    `digest` stands for all that makes its facts; it is empty as long as nothing had to know it. A sheet is `known` if
    this reading of it is the one that the state has.
    """

    shown: str
    id: str
    languages: tuple[str, ...]
    sha256: str
    digest: str = ""
    known: bool = False


class Moved(NamedTuple):
    """A reading that the state has to know though no paper is made of it: outputs, by path, say what it says."""

    record: Record
    paths: tuple[str, ...]


class Plan(Struct):
    """The targets of each sheet, and what could not be planned.

    `known` are the outputs as the state has them; `moved` papers, `settled` sheets and what `look` found are what it
    does not know yet. `reader` has the sheet that was read last.
    """

    known: Mapping[str, Output]
    reader: Reader
    look: Look
    targets: dict[str, list[Target]] = field(default_factory=dict)
    sheets: dict[str, PlannedSheet] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    settled: list[KnownSheet] = field(default_factory=list)

    def all(self) -> Iterable[Target]:
        """Return every target."""
        return (target for targets in self.targets.values() for target in targets)

    def remember_marks(self, state: State) -> None:
        """Let the state know under which marks papers and sheets were found to be what they were."""
        if self.look.found or self.settled:
            state.save_marks(self.look.found, self.settled)


class Task(Struct, frozen=True):
    """A paper to make: of which sheet, named as messages do, and of which text; the document, language and formats."""

    sheet: str
    sha256: str
    document: str
    lang: str
    formats: tuple[str, ...]


Batch = tuple[Task, ...]
"""Tasks of one sheet, which one worker makes one after the other: the sheet is read once."""
