"""A workspace on disk: where its sheets, templates and outputs are.

Floor 3. `facts/*.yaml`, `templates/`, `output/`. What a workspace's `templates/` lacks comes from the built-in one.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from toolkit.build.copies import fonts_at_hand
from toolkit.build.places import HISTORY
from toolkit.build.state import NAME, State
from toolkit.compose.library import Library
from toolkit.diagnostics import Diagnostic, ToolkitError, error, nearest, spelled
from toolkit.facts.model import Sheet
from toolkit.files import found_in, inside, is_folder, is_there, names_in, read_bytes, sha256
from toolkit.ledger import text_hash
from toolkit.remote import RemotePath
from toolkit.yamlparser import parse, scalar_at
from toolkit.yamltext import MapNode, Node, Scalar, decode, with_excerpt

if TYPE_CHECKING:  # what reads sheets and composes papers is loaded by the first of them
    from toolkit.compose.composer import Composer
    from toolkit.facts.reader import Reading

OFFICE = "templates/office.yaml"
_TEMPLATE_FILES = {"": "*.md.j2", "partials": "**/*.j2", "labels": "*.yaml", "styles": "*.yaml"}


def builtin() -> Path:
    """Return the folder of the built-in workspace: inside the installed package, or the repository's own."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "builtin"
    return shipped if shipped.is_dir() else package.parent


class SheetFile(Struct, frozen=True):
    """A sheet's text with all else that makes its facts; `digest` changes when any of it does."""

    path: Path
    shown: str
    text: str
    office: Node | None
    office_text: str
    evidence: Mapping[str, str | None]
    digest: str

    def with_text(self, text: str, evidence: Mapping[str, str | None] | None = None) -> "SheetFile":
        """Return the same sheet with another text, and with other `evidence` if any is given."""
        found = self.evidence if evidence is None else evidence
        return replace(self, text=text, evidence=found, digest=_digest(text, self.office_text, found))

    def read_id(self) -> str:
        """Return the id that the sheet gives itself; a text that cannot be read is a `ToolkitError`."""
        return scalar_at(self.text, self.shown, "id")

    def sheets(self) -> tuple["SheetFile", ...]:
        """Return the files that people wrote: this one, or the members of a collection."""
        return (self,)

    def parts(self) -> Iterator[tuple[Path, str | None]]:
        """Yield the files besides its own that make its facts, with their texts; `None` for one that is missing."""
        for name, text in self.evidence.items():
            yield self.path.parent / name, text

    def read(self) -> "Reading":
        """Return the sheet and its findings."""
        from toolkit.facts.reader import read_sheet  # noqa: PLC0415 - as said above

        return read_sheet(self.text, self.shown, self.office, self.evidence)


class Workspace:
    """The files of the workspace `root`."""

    collects = "sheet"
    """What its documents are made for."""

    def __init__(self, root: Path, output: Path | None = None, texts: Mapping[Path, str] | None = None) -> None:
        """Open `root`, which must be a folder.

        `output` is where papers go instead of `output/`; `texts` stand in for the sheets on disk, as they once were.
        """
        if not root.is_dir():
            raise error("no-workspace", f"{root} is not a folder", hint="make a workspace: toolkit new DIR")
        self.root = root
        self.output = output or root / "output"
        self.texts = dict(texts or {})
        self._font_hashes: dict[str, str] = {}

    @cached_property
    def fonts(self) -> Path | None:
        """Return the folder of the workspace's own fonts on this machine, if it has any."""
        fonts = self.root / "fonts"
        return fonts_at_hand(fonts) if is_folder(fonts) else None

    @cached_property
    def fonts_hash(self) -> str:
        """Return the hash of the names of the workspace's own fonts."""
        fonts = self.root / "fonts"
        names = sorted(path.name for path in found_in(fonts, "**/*")) if is_folder(fonts) else ()
        return sha256("\n".join(names).encode())

    def font_name(self, path: Path) -> str:
        """Return what a font is called in the state: wherever the workspace lies, its own are called the same."""
        own = self.fonts and path.is_relative_to(self.fonts)
        return f"fonts/{path.relative_to(self.fonts).as_posix()}" if self.fonts and own else str(path)

    @cached_property
    def library(self) -> Library:
        """Return the templates, labels and styles, the workspace's own over the built-in ones."""
        paths = {name: path for name, path in self._template_paths.items() if spelled(name) == name}
        places = {name: self.shown(path) for name, path in paths.items()}
        texts = {name: decode(read_bytes(path), places[name]) for name, path in paths.items()}
        return Library({name: text.replace("\r\n", "\n") for name, text in texts.items()}, places)

    @property
    def misnamed(self) -> list[Diagnostic]:
        """Return a finding for each file that the library does without, for nothing can refer to its name."""
        names = [spelled(name) for name in self._template_paths if spelled(name) != name]
        message, hint = "the name of templates/{} is not UTF-8: it is passed over", "rename the file"
        return [Diagnostic("not-utf8", message.format(name), hint=hint) for name in names]

    @cached_property
    def _template_paths(self) -> dict[str, Path]:
        """Return the paths of the files under `templates/` by their names there."""
        folders = (builtin() / "templates", self.root / "templates")
        return {
            path.relative_to(folder).as_posix(): path
            for folder in folders
            for below, pattern in _TEMPLATE_FILES.items()
            for path in found_in(folder / below, pattern)
        }

    @cached_property
    def composer(self) -> "Composer":
        """Return the composer of this workspace's templates."""
        from toolkit.compose.composer import Composer  # noqa: PLC0415 - as said above

        return Composer(self.library)

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """Return the hash of each file of the library by its name."""
        return {name: text_hash(text) for name, text in self.library.files.items()}

    def hash_of(self, font: str) -> str:
        """Return the hash of the font of this name, or an empty string if it is gone."""
        if font not in self._font_hashes:
            file = Path(font) if Path(font).is_absolute() else self.root / font
            self._font_hashes[font] = sha256(read_bytes(file)) if file.is_file() else ""
        return self._font_hashes[font]

    def shown(self, path: Path) -> str:
        """Return `path` as messages show it: relative to the workspace where it lies inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def sheet_names(self) -> list[str]:
        """Return what messages call the sheets of the workspace, all of them, sorted."""
        return [f"facts/{name}" for name in names_in(self.root / "facts", ".yaml")]

    def sheet_paths(self) -> list[Path]:
        """Return the paths of all sheets, sorted."""
        return [self.root / name for name in self.sheet_names()]

    def no_sheets(self) -> ToolkitError:
        """Return the error that the workspace has no sheets."""
        return error("no-sheets", f"{self.root} has no sheets under facts/", hint="toolkit new DIR makes one")

    def find_sheet(self, name: str) -> Path:
        """Return the path of the sheet called `name`: a path, a sheet's id, or else a file's name without ending."""
        for candidate in (
            self.root / name.removeprefix(f"{self.root}/"),
            self.root / "facts" / name,
            *([] if isinstance(self.root, RemotePath) else [_absolute(Path(name))]),
        ):
            if candidate.is_file():
                return candidate
        file = self.root / "facts" / f"{name}.yaml"
        there = file.is_file()
        if there and self.sheet_id(file) == name:  # then the others need not be read
            return file
        return self.path_of(name) or (file if there else self.sheet_of(name))

    def sheet_of(self, sheet_id: str) -> Path:
        """Return the path of the sheet with this id; that there is none is a `ToolkitError`."""
        found = self.path_of(sheet_id)
        if found:
            return found
        ids = [self.sheet_id(path) for path in self.sheet_paths()]
        known = [*ids, *(path.stem for path in self.sheet_paths())]
        hint = nearest(sheet_id, known) or f"sheets: {', '.join(sorted(filter(None, ids))) or 'none'}"
        raise error("unknown-sheet", f"there is no sheet `{sheet_id}`", hint=hint)

    def paper_at(self, file: Path) -> Path | None:
        """Return where that is which a user calls `file`: seen from the current folder, or else in the workspace."""
        there = [path for path in (file, self.root / file) if path.exists()]
        return next((path for path in there if path.is_file()), there[0] if there else None)

    def find_paper(self, file: Path) -> Path:
        """Return where the paper is that a user calls `file`; that there is nothing is a `ToolkitError`."""
        found = self.paper_at(file)
        if found is None:
            raise error("unknown-paper", f"there is no file {file}", hint="check the path and the workspace (-C DIR)")
        return found

    def path_of(self, sheet_id: str) -> Path | None:
        """Return the path of the sheet with this id and no other name; `None` if the workspace has none."""
        found = self._remembered(sheet_id)
        if found or not sheet_id:
            return found
        return next((path for path in self.sheet_paths() if self.sheet_id(path) == sheet_id), None)

    def _remembered(self, sheet_id: str) -> Path | None:
        """Return where the sheet was when papers were last made of it, if it still is: one is read, not all."""
        if not (self.output / NAME).is_file():
            return None
        try:
            with State(self.output) as state:
                paths = [self.root / path for path in state.paths_of(spelled(sheet_id))]
        except ToolkitError:
            return None  # a folder that may only be read has papers to look at, and a state that cannot be opened
        there = (path for path in paths if path.parent == self.root / "facts" and self.sheet_id(path) == sheet_id)
        return next(there, None)

    def sheet_id(self, path: Path) -> str:
        """Return the id that the sheet at `path` gives itself, or an empty string if it cannot be read."""
        try:
            return scalar_at(decode(read_bytes(path), self.shown(path)), self.shown(path), "id")
        except ToolkitError:
            return ""

    def standing_text(self, shown: str) -> str | None:
        """Return the text that stands in for the sheet's file, or `None` if the file itself counts."""
        return self.texts.get(self.root / shown) if self.texts else None

    @cached_property
    def office_hash(self) -> str:
        """Return the hash of the office's file."""
        return text_hash(self._office_text[1])

    def open_sheet(self, path: Path) -> SheetFile:
        """Return the text of the sheet at `path`, the office's file and the sources it quotes from."""
        shown = self.shown(path)
        text = self.standing_text(shown)
        text = decode(read_bytes(path), shown) if text is None else text
        evidence = self._evidence(path, text)
        office_text = self._office_text[1]
        digest = _digest(text, office_text, evidence)
        return SheetFile(path, shown, text, self._office, office_text, evidence, digest)

    def changed(self, file: SheetFile, text: str) -> SheetFile:
        """Return `file` with another text, and with the sources that this text names."""
        return file.with_text(text, self._evidence(file.path, text))

    def clear_leftovers(self) -> None:
        """Remove files that were staged and not put in place."""
        for pattern in ("*/.*.part", f"*/{HISTORY}/.*.part"):
            for leftover in self.output.glob(pattern):
                leftover.unlink(missing_ok=True)

    def load(self, path: Path) -> Sheet:
        """Return the sheet at `path`; errors, failed checks among them, are a `ToolkitError`."""
        return self.read(self.open_sheet(path)).sound()

    def read(self, file: SheetFile) -> "Reading":
        """Return the sheet of `file`, if it can be read, with every finding: its rules' and its checks'."""
        reading = file.read()
        sheet, found = reading.sheet, reading.diagnostics
        if sheet and any(finding.code == "missing-language" for finding in found):
            strange = self.composer.strange_languages(sheet)
            if strange:  # that texts are missing follows from it
                others = (finding for finding in found if finding.code != "missing-language")
                return replace(reading, diagnostics=(*strange, *others))
        if sheet is None:
            return reading
        return replace(reading, diagnostics=(*found, *self.composer.failed_checks(sheet)))

    @cached_property
    def _office(self) -> Node | None:
        """Return the office's file, parsed once for all sheets."""
        shown, text = self._office_text
        return parse(text, shown) if text else None

    @cached_property
    def _office_text(self) -> tuple[str, str]:
        for folder in (self.root, builtin()):
            path = folder / OFFICE
            if is_there(path):
                return self.shown(path), decode(read_bytes(path), self.shown(path))
        return "", ""

    def _evidence(self, path: Path, text: str) -> dict[str, str | None]:
        """Return the text of every source's file that the sheet names, relative to the sheet's folder."""
        if "file:" not in text:
            return {}  # a large sheet is not parsed twice for nothing
        try:
            root = parse(text, self.shown(path))
        except ToolkitError:
            return {}  # reading the sheet reports it
        sources = root.entries.get("sources") if isinstance(root, MapNode) else None
        entries = sources.entries.values() if isinstance(sources, MapNode) else ()
        named = [entry.entries.get("file") for entry in entries if isinstance(entry, MapNode)]
        files = [file for file in named if isinstance(file, Scalar) and file.value is not None]
        return {file.text: self._source_text(path.parent, file, text) for file in files}

    def _source_text(self, folder: Path, file: Scalar, text: str) -> str | None:
        try:
            path = inside(folder, file.text)
        except ToolkitError as problem:
            message, hint = f"`{file.text}` leads away from the sheet", "keep sources under facts/sources/"
            finding = Diagnostic("path-escapes", message, file.span, hint)
            raise ToolkitError([with_excerpt(finding, text)]) from problem
        if not path.is_file():
            return None
        return decode(read_bytes(path), self.shown(path))


def taken(sheet_id: str, first: str) -> Diagnostic:
    """Return the finding, without a place, that another sheet has the id of the sheet `first`."""
    message = f"the id `{sheet_id}` is already that of {Path(first).name}"
    return Diagnostic("duplicate-sheet", message, hint="give each sheet its own id")


def _absolute(path: Path) -> Path:
    """Return `path`, relative to the current folder, as the workspace's own paths are; a link's name stays."""
    return path.parent.resolve() / path.name


def _digest(text: str, office: str, evidence: Mapping[str, str | None]) -> str:
    parts = [text, office, *(f"{name}={words}" for name, words in sorted(evidence.items()))]
    return text_hash("\0".join(parts))
