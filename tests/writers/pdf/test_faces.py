"""Fonts are chosen by the letters they have."""

import struct
from pathlib import Path

import pytest
import uharfbuzz as hb

from tests.writers.pdf.reading import FAMILIES, PACKAGED
from tests.writers.samples import style
from toolkit.diagnostics import Severity, ToolkitError
from toolkit.files import sha256
from toolkit.style import Style
from toolkit.writers.pdf import font_warnings, used_fonts
from toolkit.writers.pdf.faces import Faces, find_faces

SERIF = PACKAGED[0] / "files" / "SourceSerifPro-Regular.ttf"


def subset(letters: str, keep_all: bool = False) -> bytes:
    """Return a font named Source Serif Pro with `letters` only."""
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, letters))
    wanted.name_id_set.update(range(7))
    face = hb.Face(hb.Blob.from_file_path(str(SERIF)))
    return SERIF.read_bytes() if keep_all else bytes(hb.subset(face, wanted).blob.data)


def restricted(font: bytes) -> bytes:
    """Return `font` marked as not to be embedded."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[12 + 16 * n : 16 + 16 * n]: struct.unpack_from(">I", font, 20 + 16 * n)[0] for n in range(count)}
    place = tables[b"OS/2"] + 8
    return font[:place] + b"\0\2" + font[place + 2 :]


def chosen(folder: Path, *families: str) -> Path:
    return Faces({"latin": families}, (folder, *PACKAGED)).cut("latin", bold=False, italic=False).path


def test_a_font_of_the_right_name_without_vietnamese_letters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "SourceSerifPro-Regular.ttf").write_bytes(subset("abc ABC đĐ"))
    with pytest.raises(ToolkitError, match=r"no font for latin text: looked for Source Serif Pro"):
        Faces({"latin": ("Source Serif Pro",)}, (tmp_path,)).cut("latin", bold=False, italic=False)


def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path) -> None:
    (tmp_path / "SourceSerifPro-Regular.ttf").write_bytes(restricted(SERIF.read_bytes()))
    assert chosen(tmp_path, "Source Serif Pro") == SERIF


def test_a_broken_file_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "SourceSerifPro-Regular.ttf").write_bytes(b"no font")
    assert chosen(tmp_path, "Source Serif Pro") == SERIF


def test_the_workspace_goes_first(tmp_path: Path) -> None:
    own = tmp_path / "deep" / "SourceSerifPro-Regular.ttf"
    own.parent.mkdir()
    own.write_bytes(SERIF.read_bytes())
    faces = find_faces({"latin": ("No Such Family", "Source Serif Pro")}, tmp_path)
    assert faces.cut("latin", bold=False, italic=False).path == own


def test_a_missing_script_says_the_two_ways_to_get_a_font() -> None:
    with pytest.raises(ToolkitError) as caught:
        Faces(FAMILIES, PACKAGED).cut("lao", bold=False, italic=False)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.message) == (
        "font-missing",
        "no font for lao text: looked for none named by the style",
    )
    assert finding.hint == "put its .ttf files into the workspace's fonts folder, or install it on this machine"


def test_a_missing_letter_is_named() -> None:
    with pytest.raises(ToolkitError, match=r"no font has GRINNING FACE \(U\+1F600\)"):
        Faces(FAMILIES, PACKAGED).cut_for("😀", bold=False, italic=False)


def test_the_real_cut_goes_before_an_imitated_one(tmp_path: Path) -> None:
    regular = tmp_path / "SourceSerifPro-Regular.ttf"
    regular.write_bytes(SERIF.read_bytes())
    alone = Faces({"latin": ("Source Serif Pro",)}, (tmp_path,)).cut("latin", bold=True, italic=True)
    assert (alone.path, alone.thickened, alone.slanted) == (regular, True, True)
    real = Faces({"latin": ("Source Serif Pro",)}, PACKAGED).cut("latin", bold=True, italic=True)
    assert (real.path.name, real.thickened, real.slanted) == ("SourceSerifPro-BoldIt.ttf", False, False)


def test_a_variable_font_is_bold_by_its_weight() -> None:
    faces = Faces(FAMILIES, PACKAGED)
    regular, bold = (faces.cut("khmer", bold=bold, italic=False) for bold in (False, True))
    assert regular.path == bold.path
    assert (regular.weight, bold.weight, bold.thickened) == (0.0, 700.0, False)
    assert faces.cut("khmer", bold=False, italic=True).slanted


def test_the_files_of_a_style_are_known_with_their_hashes() -> None:
    used = used_fonts(style("base"))
    assert {"latin", "khmer"} <= set(style("base").fonts)
    for file in used:
        assert file.sha256 == sha256(file.path.read_bytes())
    assert {"Tinos", "Times New Roman", "Liberation Serif"} & {file.family for file in used}


@pytest.mark.parametrize(
    ("families", "substituted"),
    [
        (("Source Serif Pro",), {False}),
        (("Times New Roman Mau", "Source Serif Pro"), {True}),
        (("Times New Roman", "Tinos", "Liberation Serif"), {False}),
    ],
)
def test_only_a_family_of_other_widths_counts_as_a_substitute(
    families: tuple[str, ...], substituted: set[bool]
) -> None:
    assert {file.substituted for file in find_faces({"latin": families}, None).used()} == substituted


def form(**families: tuple[str, ...]) -> Style:
    return Style("test", fonts=families)


def test_a_substitute_is_warned_of_where_the_language_needs_its_script() -> None:
    replaced = form(latin=("Source Serif Pro",), khmer=("Khmer Mau", "Noto Sans Khmer"))
    (warning,) = font_warnings(replaced, "km")
    assert (warning.code, warning.severity) == ("font-substituted", Severity.WARNING)
    assert warning.message.startswith("Khmer Mau is missing: khmer text is set in Noto Sans Khmer")
    assert font_warnings(replaced, "vi") == ()


def test_a_latin_substitute_is_warned_of_in_every_language() -> None:
    replaced = form(latin=("Times Mau", "Source Serif Pro"), khmer=("Noto Sans Khmer",))
    for lang in ("vi", "en", "km"):
        assert [warning.code for warning in font_warnings(replaced, lang)] == ["font-substituted"]


def test_a_script_without_a_font_is_no_error_before_it_is_written() -> None:
    assert not list(Faces({"lao": ("No Such Family",)}, PACKAGED).used())
