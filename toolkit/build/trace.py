"""Where a fact appears, and what a paper shows.

Floor 3. Answers come from composing the papers anew, so they are true of the facts as they are now.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from toolkit.build.collection import remembered_as
from toolkit.build.places import issue_at
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import Output, State
from toolkit.build.workspace import Workspace
from toolkit.compose.composer import Composition
from toolkit.compose.languages import language
from toolkit.compose.notes import Notes
from toolkit.compose.view import View
from toolkit.diagnostics import ToolkitError, error, nearest
from toolkit.document.model import Note
from toolkit.document.walk import inline_mentions, inline_text, passages
from toolkit.facts.model import Sheet, within
from toolkit.files import name_in, read_bytes


class Appearance(Struct, frozen=True):
    """A fact in a paper: the paper without its format, the section and sentence, and how it is printed there.

    A paper that only consulted the fact has an empty `sentence`.
    """

    paper: str
    fact: str
    section: str
    sentence: str
    text: str


class ShownFact(Struct, frozen=True):
    """A fact that a paper shows: its id, what is printed, how often, what stands behind it, its file and line.

    Words that differ from place to place are parted by slashes.
    """

    fact: str
    text: str
    count: int
    note: Note
    place: str


class ShownPaper(Struct, frozen=True):
    """What a paper shows, and its sheet as it is now; a paper from elsewhere has no sheet here."""

    facts: list[ShownFact]
    sheet: Sheet | None = None


def appearances(workspace: Workspace, sheet: Sheet, fact: str) -> list[Appearance]:
    """Return every appearance of `fact`, or of the facts below it, in the papers of `sheet`."""
    if not sheet.known(fact):
        hint = nearest(fact, [*sheet.facts, *sheet.containers])
        raise error("unknown-fact", f"`{fact}` is not in {sheet.file}", hint=hint)
    found: list[Appearance] = []
    for document in workspace.library.documents():
        for lang in sheet.languages:
            if workspace.library.template(document, lang):
                composition = workspace.composer.compose(sheet, document, lang)
                found.extend(_in_paper(composition, f"{sheet.id}/{document}.{lang}", fact))
    return found


def _in_paper(composition: Composition, paper: str, fact: str) -> Iterator[Appearance]:
    for section, inlines in passages(composition.document):
        for mention in inline_mentions(inlines):
            if within(mention.fact, fact):
                yield Appearance(paper, mention.fact, section, inline_text(inlines), mention.text)
    for read in sorted(composition.read):
        if within(read, fact):
            yield Appearance(paper, read, "", "", "")


def shown_facts(workspace: Workspace, file: Path) -> ShownPaper:
    """Return the facts that the paper at `file` shows.

    It is an output of the workspace, or from anywhere a Word file with controls or a PDF with its facts attached.
    """
    name = name_in(workspace.output, file) or ""
    known = _output(workspace, name)
    if file.suffix.lower() == ".docx":
        try:
            return _shown_in_word(workspace, file)
        except ToolkitError as problem:
            if not known or problem.diagnostics[0].code != "no-baseline":
                raise
    if known:
        return _shown_now(workspace, known)
    try:
        return _shown_in_pdf(workspace, file)
    except ToolkitError as problem:
        raise _unknown(file, issue_at(name) is not None) from problem


def _shown_now(workspace: Workspace, known: Output) -> ShownPaper:
    """Return what the paper shows when it is composed anew."""
    space = remembered_as(workspace, known.sheet) or workspace
    sheet = space.load(space.sheet_of(known.sheet))
    composition = workspace.composer.compose(sheet, known.document, known.lang)
    texts: dict[str, list[str]] = {}
    for _section, inlines in passages(composition.document):
        for mention in inline_mentions(inlines):
            texts.setdefault(mention.fact, []).append(mention.text)
    return _shown(texts, composition.document.notes, sheet)


def _shown_in_word(workspace: Workspace, file: Path) -> ShownPaper:
    """Return what the controls of a Word file say now, edited or not."""
    from toolkit.readers.docx import read_docx  # noqa: PLC0415 - loads what reads XML

    paper = read_docx(read_bytes(file, MAX_PAPER), file.name)
    base = paper.baseline
    texts: dict[str, list[str]] = {}
    for occurrence in paper.occurrences:
        if not occurrence.clone:
            texts.setdefault(occurrence.fact, []).append(occurrence.text)
    for sentence in base.sentences:
        texts.setdefault(sentence.fact, []).extend([sentence.text] * sentence.count)
    entries = {entry.fact: entry for entry in (*base.sentences, *reversed(base.facts))}
    issued = {fact: Note(entry.label, entry.value, "") for fact, entry in entries.items()}
    return _with_present_notes(workspace, base.sheet, base.lang, texts, issued)


def _shown_in_pdf(workspace: Workspace, file: Path) -> ShownPaper:
    """Return the values that a PDF was made with."""
    from toolkit.readers.attached import read_attached  # noqa: PLC0415 - loads what reads PDF

    made = read_attached(read_bytes(file, MAX_PAPER), file.name)
    texts = {fact: [value] for fact, value in made.facts.items()}
    issued = {fact: Note(fact, value, "") for fact, value in made.facts.items()}
    return _with_present_notes(workspace, made.sheet, made.lang, texts, issued)


def _with_present_notes(
    workspace: Workspace, sheet_id: str, lang: str, texts: Mapping[str, list[str]], issued: Mapping[str, Note]
) -> ShownPaper:
    """Return what a paper shows with its sheet's present notes, or those it was `issued` with if that is gone."""
    space = remembered_as(workspace, sheet_id) or workspace
    path = space.path_of(sheet_id)
    if path is None:
        return _shown(texts, issued)
    sheet = space.load(path)
    return _shown(texts, Notes(View(sheet, language(lang), workspace.library.labels(lang))), sheet)


def _shown(texts: Mapping[str, list[str]], notes: Mapping[str, Note], sheet: Sheet | None = None) -> ShownPaper:
    facts = [
        ShownFact(fact, " / ".join(dict.fromkeys(said)), len(said), notes[fact], _place(sheet, fact) if sheet else "")
        for fact, said in texts.items()
    ]
    return ShownPaper(facts, sheet)


def _place(sheet: Sheet, path: str) -> str:
    found = sheet.facts.get(path) or sheet.containers.get(path)
    return f"{found.span.file}:{found.span.line}" if found else ""


def _unknown(file: Path, earlier: bool) -> ToolkitError:
    if earlier:
        hint = "trace the present paper, or the Word file or PDF of that issue"
        return error("unknown-paper", f"{file} is an earlier issue: it does not say which facts it shows", hint=hint)
    hint = "name one that `toolkit status` lists, a Word file with controls, or a PDF with its facts attached"
    return error("unknown-paper", f"{file} is not a paper that was built in this workspace", hint=hint)


def _output(workspace: Workspace, name: str) -> Output | None:
    """Return the paper as it was built to the file `name` of the output folder; `None` if none was."""
    if not name:
        return None
    with State(workspace.output) as state:
        return state.outputs(name.partition("/")[0]).get(name)
