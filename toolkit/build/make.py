"""One paper in one language: composed once, written in each format, staged beside its place.

Floor 3. A `Maker` lives in each worker process; it keeps the templates, and the sheets it has read. Nothing here puts
a file in its place or touches the state: only the coordinator in `run` does.
"""

from dataclasses import dataclass
from pathlib import Path

from toolkit import __version__
from toolkit.build.plan import FONT
from toolkit.build.workspace import Workspace
from toolkit.compose import Composition
from toolkit.diagnostics import Diagnostic, ToolkitError, error
from toolkit.facts import Sheet
from toolkit.files import sha256, stage
from toolkit.writers import WRITERS


@dataclass(frozen=True, slots=True)
class Task:
    """A paper to make: the sheet's path and the digest it was planned with, the document, language and formats."""

    sheet: Path
    digest: str
    document: str
    lang: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """A file ready to be put in place."""

    path: str
    format: str
    sha256: str
    file: Path
    recipe: dict[str, str]
    depends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a task: the staged files, and the findings; without files the paper could not be made."""

    task: Task
    files: tuple[Staged, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


class Maker:
    """Makes papers of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        """Start with no sheet read."""
        self._workspace = workspace
        self._sheets: dict[tuple[Path, str], Sheet] = {}

    def know(self, path: Path, digest: str, sheet: Sheet) -> None:
        """Take over a sheet that is read already."""
        self._sheets[path, digest] = sheet

    def make(self, task: Task) -> Made:
        """Return the staged files of `task`; a paper that cannot be made is reported, not raised."""
        try:
            sheet = self._sheet(task)
            composition = self._workspace.composer.compose(sheet, task.document, task.lang)
            files = tuple(self._write(composition, form) for form in task.formats)
            warnings = self._font_warnings(composition) if "pdf" in task.formats else ()
            return Made(task, files, (*composition.diagnostics, *warnings))
        except ToolkitError as problem:
            return Made(task, (), problem.diagnostics)

    def _sheet(self, task: Task) -> Sheet:
        key = (task.sheet, task.digest)
        if key not in self._sheets:
            file = self._workspace.open_sheet(task.sheet)
            if file.digest != task.digest:
                raise error("sheet-changed", f"{file.shown} changed while papers were being made", hint="build again")
            self._sheets = {key: self._workspace.checked(file)[0]}  # a worker keeps one sheet
        return self._sheets[key]

    def _write(self, composition: Composition, form: str) -> Staged:
        document = composition.document
        data = self._bytes(composition, form)
        path = f"{document.sheet}/{document.kind}.{document.lang}.{form}"
        depends = composition.shown | composition.read | composition.consulted()
        return Staged(
            path=path,
            format=form,
            sha256=sha256(data),
            file=stage(self._workspace.output / path, data),
            recipe=self._recipe(composition, form),
            depends=tuple(sorted(depends)),
        )

    def _bytes(self, composition: Composition, form: str) -> bytes:
        if form == "pdf":  # the one writer that needs files of its own: the workspace's fonts
            from toolkit.writers.pdf import write_pdf  # noqa: PLC0415 - a build without PDF loads no PDF library

            return write_pdf(composition.document, composition.style, fonts=self._workspace.fonts)
        return WRITERS[form](composition.document, composition.style)

    def _font_warnings(self, composition: Composition) -> tuple[Diagnostic, ...]:
        from toolkit.writers.pdf import font_warnings  # noqa: PLC0415 - as above

        return font_warnings(composition.style, composition.document.lang, self._workspace.fonts)

    def _recipe(self, composition: Composition, form: str) -> dict[str, str]:
        recipe = {name: self._workspace.hashes[name] for name in composition.files}
        recipe["toolkit"] = __version__
        if form == "pdf":
            from toolkit.writers.pdf import used_fonts  # noqa: PLC0415 - as above

            for font in used_fonts(composition.style, fonts=self._workspace.fonts):
                recipe[f"{FONT}{self._workspace.font_name(font.path)}"] = font.sha256
        return recipe
