"""Font files for the PDF: which file on this machine shows which script.

Floor 2. A style lists families by script; the first one that can be found *and* has every letter of the script is
taken, for a name alone proves nothing: an old file named Liberation Serif has almost no Vietnamese letters. Looked
through are the workspace's fonts folder, the system's folders, and the font packages this toolkit depends on.
Finds are remembered for the life of the process.
"""

import struct
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]
from msgspec import Struct

from toolkit.diagnostics import Diagnostic, LetterError, Severity, error
from toolkit.files import found_in, read_bytes, sha256

_SYSTEM_FOLDERS = (
    "~/.local/share/fonts",
    "~/.fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "~/AppData/Local/Microsoft/Windows/Fonts",
    "C:/Windows/Fonts",
)
_FONT_PACKAGES = ("font_source_serif_pro", "fontpkg_noto_sans_khmer")
_FILE_NAMES = {"timesnewroman": ("timesnewroman", "times")}
"""How the files of a family begin where that is not the family's name."""

_TIMES_WIDTHS = (("a", 444), ("A", 722), ("n", 500), ("T", 611), ("H", 722), ("0", 500))
_NAME_FAMILY, _NAME_STYLE = hb.OTNameIdPredefined.FONT_FAMILY, hb.OTNameIdPredefined.FONT_SUBFAMILY
_BOLD_WEIGHT = 700.0
_RESTRICTED, _MAY_EMBED = 0x2, 0xC


def _vietnamese() -> frozenset[int]:
    """Return the 146 precomposed letters that differ from ASCII by a mark, or carry a tone."""
    tones = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    lower = [unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", tones)]
    return frozenset(ord(char) for letter in [*lower, "đ"] for char in (letter, letter.upper()))


_LETTERS = {
    "latin": _vietnamese() | frozenset(range(0x21, 0x7F)),
    "khmer": frozenset([*range(0x1780, 0x17B4), *range(0x17B6, 0x17D4), *range(0x17E0, 0x17EA)]),
    "lao": frozenset(map(ord, "ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢຣລວຫອຮະັາຳິີຶືຸູົຼຽເແໂໃໄໆ່້໊໋໌ໍໜໝ")),
}


class FontFile(NamedTuple):
    """A file that papers in a style are set in, for text of `script`.

    `substituted`: the style's first choice is missing, and this family is not as wide, so lines break elsewhere.
    """

    path: Path
    sha256: str
    family: str
    script: str
    substituted: bool


class Cut(NamedTuple):
    """One look of a family: a file, the weight to pin in a variable one, and what must be imitated."""

    path: Path
    weight: float = 0.0
    slanted: bool = False
    thickened: bool = False


class _FileFacts(NamedTuple):
    family: str
    bold: bool
    italic: bool
    variable: bool
    times_wide: bool
    usable: bool


class Family(Struct, frozen=True, dict=True):
    """The cuts of one family by (bold, italic), and the code points its regular cut can show."""

    name: str
    cuts: Mapping[tuple[bool, bool], Cut]
    letters: frozenset[int]
    times_wide: bool


class Faces:
    """The families a style asks for, as far as this machine has them. Families are looked up when first needed."""

    def __init__(self, families: Mapping[str, tuple[str, ...]], folders: tuple[Path, ...]) -> None:
        """Look for `families` (names by script, in order of preference) in `folders`."""
        self._families = families
        self._folders = folders

    def fitting(self, script: str) -> Iterator[Family]:
        """Yield the families that have every letter of `script`, best first."""
        for name in self._families.get(script, ()):
            family = load_family(name, self._folders)
            if family and _LETTERS[script] <= family.letters:
                yield family

    def cut(self, script: str, bold: bool, italic: bool) -> Cut:
        """Return the cut that shows `script`; a script without a font is a `ToolkitError`.

        A family with the real cut goes before a better family in which it would have to be imitated.
        """
        families = list(self.fitting(script))
        if not families:
            raise _missing(script, self._families.get(script, ()))
        for wanted in ((bold, italic), (bold, False)):
            for family in families:
                if wanted in family.cuts:
                    return family.cuts[wanted]._replace(slanted=italic and not wanted[1])
        return families[0].cuts[False, False]._replace(slanted=italic, thickened=bold)

    def cut_for(self, char: str, bold: bool, italic: bool) -> Cut:
        """Return the cut of any listed family that has `char`; none is a `LetterError`."""
        for script in self._families:
            for name in self._families[script]:
                family = load_family(name, self._folders)
                if family and ord(char) in family.letters:
                    return family.cuts.get((bold, italic)) or family.cuts[False, False]
        hint = f"add a family that has it to the style's `fonts:` ({_WAYS})"
        raise LetterError(Diagnostic("font-missing", f"no font has {letter_name(char)}", hint=hint), char)

    def used(self) -> Iterator[FontFile]:
        """Yield the files of the first fitting family of each script; scripts without one are left out."""
        for script, names in self._families.items():
            family = next(self.fitting(script), None)
            if family:
                equal = family.name == names[0] or (names[0] == "Times New Roman" and family.times_wide)
                for path in sorted({cut.path for cut in family.cuts.values()}):
                    yield FontFile(path, _digest(path), family.name, script, not equal)


def substitution(file: FontFile, wanted: str) -> Diagnostic:
    """Return the warning that papers are set in the family of `file` for want of `wanted`."""
    message = f"{wanted} is missing: {file.script} text is set in {file.family}, and lines break elsewhere than in Word"
    return Diagnostic("font-substituted", message, hint=_WAYS, severity=Severity.WARNING)


_WAYS = "put its .ttf files into the workspace's fonts folder, or install it on this machine"


def letter_name(char: str) -> str:
    """Return what messages call a letter: its name, its number and the letter itself."""
    return f"{unicodedata.name(char, 'the character')} (U+{ord(char):04X}) `{char}`"


def _missing(script: str, names: tuple[str, ...]) -> Exception:
    known = ", ".join(names) or "none named by the style"
    return error("font-missing", f"no font for {script} text: looked for {known}", hint=_WAYS)


def find_faces(families: Mapping[str, tuple[str, ...]], workspace_fonts: Path | None) -> Faces:
    """Return the faces for `families`, looked for in `workspace_fonts` first."""
    own = (workspace_fonts,) if workspace_fonts else ()
    return Faces(families, (*own, *_common_folders()))


@lru_cache(maxsize=1)
def _common_folders() -> tuple[Path, ...]:
    system = [Path(name).expanduser() for name in _SYSTEM_FOLDERS]
    specs = [find_spec(name) for name in _FONT_PACKAGES]
    packaged = [Path(place) for spec in specs if spec for place in spec.submodule_search_locations or ()]
    return tuple(folder for folder in [*system, *packaged] if folder.is_dir())


@lru_cache(maxsize=64)
def _font_files(folder: Path) -> tuple[tuple[str, Path], ...]:
    """Return the TrueType files under `folder` with their names as `_plain` has them."""
    return tuple((_plain(path.stem), path) for path in found_in(folder, "**/*.[tT][tT][fF]"))


def _plain(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum())


@lru_cache(maxsize=256)
def load_family(name: str, folders: tuple[Path, ...]) -> Family | None:
    """Return the family `name` from the first of `folders` that has its regular cut, or `None`."""
    beginnings = _FILE_NAMES.get(_plain(name), (_plain(name),))
    for folder in folders:
        paths = [path for plain, path in _font_files(folder) if plain.startswith(beginnings)]
        known = {path: facts for path in paths if (facts := _facts(path)) and facts.family == name and facts.usable}
        cuts = {key: cut for path, facts in reversed(known.items()) for key, cut in _cuts(path, facts)}
        if (False, False) in cuts:
            regular = cuts[False, False].path
            return Family(name, cuts, frozenset(open_face(regular).unicodes), known[regular].times_wide)
    return None


def _cuts(path: Path, facts: _FileFacts) -> Iterator[tuple[tuple[bool, bool], Cut]]:
    yield (facts.bold, facts.italic), Cut(path)
    if facts.variable:
        yield (True, facts.italic), Cut(path, _BOLD_WEIGHT)


def open_face(path: Path) -> hb.Face:
    """Return the font of `path`."""
    return hb.Face(hb.Blob.from_file_path(str(path)))


@lru_cache(maxsize=512)
def _facts(path: Path) -> _FileFacts | None:
    try:
        face = open_face(path)
        style = face.get_name(_NAME_STYLE) or ""
        return _FileFacts(
            family=face.get_name(_NAME_FAMILY) or "",
            bold="Bold" in style,
            italic="Italic" in style,
            variable=any(axis.tag == "wght" and axis.max_value >= _BOLD_WEIGHT for axis in face.axis_infos),
            times_wide=_is_times_wide(face),
            usable="glyf" in face.table_tags and _may_embed(face.reference_table("OS/2").data),
        )
    except (hb.HarfBuzzError, OSError, ValueError):
        return None


def _may_embed(os2: bytes) -> bool:
    """Return whether the maker allows embedding (OS/2 `fsType`, OpenType 1.9)."""
    kind = struct.unpack_from(">H", os2, 8)[0] if len(os2) > 10 else 0  # noqa: PLR2004
    return not kind & _RESTRICTED or bool(kind & _MAY_EMBED)


def _is_times_wide(face: hb.Face) -> bool:
    font = hb.Font(face)
    for char, width in _TIMES_WIDTHS:
        glyph = font.get_nominal_glyph(ord(char))
        if not glyph or abs(font.get_glyph_h_advance(glyph) * 1000 / face.upem - width) > 1:
            return False
    return True


@lru_cache(maxsize=256)
def _digest(path: Path) -> str:
    return sha256(read_bytes(path))
