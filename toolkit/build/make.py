"""One paper in one language: composed once, written in each format, staged beside its place.

Floor 3. A `Maker` lives in each worker process; it keeps the templates, and the sheet it read last. Nothing here puts
a file in its place or touches the state: only the coordinator does.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit import __version__
from toolkit.build.blame import blamed
from toolkit.build.places import paper_path
from toolkit.build.reading import Reader
from toolkit.build.reasons import FONT, FONTS, NONE
from toolkit.build.state import Record, packed
from toolkit.build.target import Batch, Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic, LetterError, ToolkitError
from toolkit.document.model import Document
from toolkit.facts.model import Sheet
from toolkit.files import sha256, stage
from toolkit.ledger import text_hash
from toolkit.style import Style
from toolkit.writers import WRITERS

if TYPE_CHECKING:  # a build with nothing to do composes nothing
    from toolkit.compose.composer import Composition


class Staged(Struct, frozen=True):
    """A file ready to be put in place; `recipe` and `depends` are in the form that the state keeps."""

    path: str
    format: str
    sha256: str
    file: Path
    recipe: bytes
    depends: bytes


class Made(Struct, frozen=True):
    """What became of a task: the staged files, and the findings; a format without a file could not be made.

    `digest` tells which reading of the sheet it was, and `record`, with one paper of each batch, what the state is to
    know of that. A sheet that is `unread` for its errors has no papers to fail.
    """

    task: Task
    files: tuple[Staged, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    digest: str = ""
    record: Record | None = None
    unread: bool = False


class Maker:
    """Makes papers of one workspace."""

    def __init__(self, workspace: Workspace, reader: Reader | None = None) -> None:
        """Read sheets with `reader`, which may have the first one at hand."""
        self._workspace = workspace
        self._reader = reader or Reader(workspace)

    def make(self, batch: Batch) -> Iterator[Made]:
        """Yield what became of each task; a paper that cannot be made is reported, not raised."""
        shown = batch[0].sheet
        try:
            file = self._reader.open(shown)
            if text_hash(file.text) != batch[0].sha256:
                message = f"{shown} changed while papers were being made"
                finding = Diagnostic("sheet-changed", message, hint="build again")
                yield from (Made(task, (), (finding,)) for task in batch)
                return
            sheet, found = self._reader.read(shown)
            record: Record | None = self._reader.record(shown)
        except ToolkitError as problem:
            yield from (Made(task, (), problem.diagnostics, unread=True) for task in batch)
            return
        for task in batch:
            made = self._paper(task, sheet)
            yield replace(made, diagnostics=(*found, *made.diagnostics), digest=file.digest, record=record)
            record, found = None, ()

    def _paper(self, task: Task, sheet: Sheet) -> Made:
        try:
            composition = self._workspace.composer.compose(sheet, task.document, task.lang)
        except ToolkitError as problem:
            return Made(task, (), problem.diagnostics)
        files, found = [], list(composition.diagnostics)
        for form in task.formats:  # what one format cannot show, another may
            try:
                files.append(self._write(composition, form))
                found += self._font_warnings(composition) if form == "pdf" else ()
            except LetterError as problem:
                found.append(blamed(problem, composition, sheet, self._workspace.library))
            except ToolkitError as problem:
                found += problem.diagnostics
        return Made(task, tuple(files), tuple(found))

    def _write(self, composition: "Composition", form: str) -> Staged:
        document = composition.document
        data = written(document, composition.style, form, self._workspace.fonts)
        path = paper_path(document.sheet, document.kind, document.lang, form)
        depends = composition.shown | composition.read | composition.consulted()
        return Staged(
            path=path,
            format=form,
            sha256=sha256(data),
            file=stage(self._workspace.output / path, data),
            recipe=packed(self._recipe(composition, form)),
            depends=packed(sorted(depends)),
        )

    def _font_warnings(self, composition: "Composition") -> tuple[Diagnostic, ...]:
        from toolkit.writers.pdf import font_warnings  # noqa: PLC0415 - as above

        return font_warnings(composition.style, composition.document.lang, self._workspace.fonts)

    def _recipe(self, composition: "Composition", form: str) -> dict[str, str]:
        recipe = {name: self._workspace.hashes.get(name, NONE) for name in composition.files}
        recipe["toolkit"] = __version__
        if form == "pdf":
            recipe[FONTS] = self._workspace.fonts_hash
            from toolkit.writers.pdf import used_fonts  # noqa: PLC0415 - as above

            for font in used_fonts(composition.style, fonts=self._workspace.fonts):
                recipe[f"{FONT}{self._workspace.font_name(font.path)}"] = font.sha256
        return recipe


def written(document: Document, style: Style, form: str, fonts: Path | None) -> bytes:
    """Return `document` in the format `form`; a PDF with the fonts in the folder `fonts`, if there is one."""
    if form == "pdf":  # the one writer that needs files of its own
        from toolkit.writers.pdf import write_pdf  # noqa: PLC0415 - a build without PDF loads no PDF library

        return write_pdf(document, style, fonts=fonts)
    return WRITERS[form](document, style)
