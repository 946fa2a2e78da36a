"""Papers of invented sheets before every judge, and the faults that the judges must find in them."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests import khmer, sheets
from tests.sheets import plain_text
from tests.validators import office, ooxml, qpdf, verapdf
from tests.validators.text import READERS, poppler_fonts
from tests.validators.tools import executable, run
from tests.writers.pdf.reading import elements
from tests.writers.samples import paper, paragraph, style
from toolkit.compose.composer import Composer
from toolkit.compose.library import Library
from toolkit.document.model import Document
from toolkit.readers.pdf import page_texts
from toolkit.style import Style
from toolkit.verify.text import compare
from toolkit.writers import WRITERS

SHEETS = {
    "two": sheets.text(),
    "khmer": khmer.KHMER,
    "three": khmer.TRILINGUAL,
    "long": sheets.text(
        "checks",
        agreements="agreements:\n"
        + "".join(
            f"  text_{number}:\n    kind: {('plan', 'memorandum', 'protocol')[number % 3]}\n"
            f"    title: {{vi: Thỏa thuận số {number} về cảng, en: Agreement {number} on ports}}\n"
            f"    between: [vi_du, thu_nghiem]\n    date: 2031-05-{1 + number % 28:02d}\n"
            f"    act: {('signed', 'handed-over')[number % 2]}\n    source: tin\n"
            for number in range(1000)
        ),
    ),
}
PAPERS = [
    *(("two", kind, lang) for kind in ("minutes", "register", "press-release") for lang in ("vi", "en")),
    *(("khmer", kind, "km") for kind in ("minutes", "register")),
    *(("three", "minutes", lang) for lang in ("vi", "en", "km")),
    ("three", "register", "km"),
]
IN_WORD = [PAPERS[place] for place in (0, 3, 4, 7, 10)]
"""Each document and language once: the judges of Word files are slow to start."""

LONG = ("long", "register", "vi")
SAMPLE = ("khmer", "minutes", "km")
PARAGRAPHS = (
    "ភាគីទាំងពីរបានឯកភាពគ្នាពង្រឹងកិច្ចសហប្រតិបត្តិការលើវិស័យពាណិជ្ជកម្ម ការវិនិយោគ និងទេសចរណ៍។",
    "រដ្ឋមន្ត្រីបានស្នើឱ្យក្រុមការងាររៀបចំផែនការសកម្មភាព ដើម្បីដាក់ជូនអង្គប្រជុំលើកក្រោយនៅឆ្នាំ២០៣២។",
    "គណៈប្រតិភូទាំងពីរបានសម្តែងនូវការពេញចិត្តចំពោះលទ្ធផលនៃជំនួប ដែលបានប្រព្រឹត្តទៅក្នុងបរិយាកាសមិត្តភាព។",
)
LIKENESS = {"poppler": 0.99, "pypdf": 0.95, "mupdf": 0.95}

Key = tuple[str, str, str]


@cache
def composed(key: Key) -> tuple[Document, Style]:
    """Return the paper `key`: sheet, document, language."""
    words, kind, lang = key
    composer = Composer(Library({**sheets.library().files, "minutes.km.md.j2": khmer.MINUTES}))
    composition = composer.compose(sheets.sheet(SHEETS[words]), kind, lang)
    return composition.document, composition.style


@cache
def made(key: Key, form: str = "pdf") -> bytes:
    return WRITERS[form](*composed(key))


def written(folder: Path, key: Key, form: str = "pdf") -> Path:
    path = folder / f"paper.{form}"
    path.write_bytes(made(key, form))
    return path


@pytest.mark.parametrize("key", [*PAPERS, LONG], ids="-".join)
def test_every_pdf_is_accessible_fit_for_the_archive_and_sound(key: Key, tmp_path: Path) -> None:
    path = written(tmp_path, key)
    judged = {"ua1": verapdf.validate(path, "ua1"), "3a": verapdf.validate(path, "3a"), "qpdf": qpdf.findings(path)}
    assert judged == {"ua1": [], "3a": [], "qpdf": []}


@pytest.mark.parametrize("key", IN_WORD, ids="-".join)
def test_every_word_file_is_clean(key: Key, tmp_path: Path) -> None:
    path = written(tmp_path, key, "docx")
    assert [*ooxml.sdk_findings(path), *ooxml.audit_findings(path)] == []


def every(pdf: pikepdf.Pdf, tag: str) -> list[Any]:
    found = [element for _, name, element in elements(pdf) if name == tag]
    assert found, f"no {tag} to damage"
    return found


def lose_entry(name: str) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[name]

    return damage


def lose_scope(pdf: pikepdf.Pdf) -> None:
    for head in every(pdf, "TH"):
        del head["/A"]


def raise_heading(pdf: pikepdf.Pdf) -> None:
    every(pdf, "H1")[0].S = Name.H3


def retag_rows(pdf: pikepdf.Pdf) -> None:
    for row in every(pdf, "TR"):
        row.S = Name.P


def lose_relationship(pdf: pikepdf.Pdf) -> None:
    data = pdf.make_stream(b"format: 1", Type=Name.EmbeddedFile, Subtype=Name("/application/yaml"))
    sheet = pdf.make_indirect(Dictionary(Type=Name.Filespec, F="a.yaml", UF="a.yaml", EF=Dictionary(F=data)))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(["a.yaml", sheet])))
    pdf.Root.AF = Array([sheet])


def rewrite(old: bytes, new: bytes) -> Callable[[pikepdf.Pdf], None]:
    def damage(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            content = page.Contents.read_bytes()
            page.Contents = pdf.make_stream(content.replace(old, new))
        assert old in content

    return damage


lose_actual_text = rewrite(b"/ActualText", b"/NoText")


def lose_letters(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font["/ToUnicode"]


def hide_letters(pdf: pikepdf.Pdf) -> None:
    """Let Khmer glyphs stand for private letters, and say nowhere what they are."""
    lose_actual_text(pdf)
    for font in pdf.pages[0].Resources.Font.values():
        font.ToUnicode = pdf.make_stream(re.sub(rb"><17[0-9a-f]{2}>", b"><e000>", font.ToUnicode.read_bytes()))


def lose_font(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].Resources.Font.values():
        del font.DescendantFonts[0].FontDescriptor["/FontFile2"]


FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str, str]] = {
    "no language": (lose_entry("/Lang"), "ua1", "7.2-34"),
    "not said to be marked": (lose_entry("/MarkInfo"), "ua1", "6.2-1"),
    "not said to be marked, archive": (lose_entry("/MarkInfo"), "3a", "6.7.2.2-1"),
    "no structure": (lose_entry("/StructTreeRoot"), "ua1", "7.1-11"),
    "no metadata": (lose_entry("/Metadata"), "3a", "6.6.2.1-1"),
    "no colours": (lose_entry("/OutputIntents"), "3a", "6.2.4.3-2"),
    "title not shown": (lose_entry("/ViewerPreferences"), "ua1", "7.1-10"),
    "heads without scope": (lose_scope, "ua1", "7.5-1"),
    "no level-1 heading": (raise_heading, "ua1", "7.4.2-1"),
    "rows that are none": (retag_rows, "ua1", "7.2-9"),
    "sheet without a relation": (lose_relationship, "3a", "6.8-3"),
    "Khmer without its letters": (hide_letters, "3a", "6.2.11.7.3-1"),
    "text outside the structure": (rewrite(b"/TD<<", b"/TD<</X 1>>BDC EMC /Artifact<<"), "ua1", "7.1-1"),
    "lines that are no artifacts": (rewrite(b"/Artifact BMC", b"/Span BMC"), "ua1", "7.1-3"),
    "no letters for glyphs": (lose_letters, "ua1", "7.21.7-1"),
    "fonts left out": (lose_font, "3a", "6.2.11.4.1-1"),
}


def damaged(pdf: bytes, damage: Callable[[pikepdf.Pdf], None]) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        damage(opened)
        opened.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str) -> None:
    damage, profile, clause = FAULTS[fault]
    assert clause in {rule.clause for rule in verapdf.validate(damaged(made(SAMPLE), damage), profile)}


def test_a_torn_byte_is_found(tmp_path: Path) -> None:
    path = tmp_path / "torn.pdf"
    data = made(SAMPLE)
    path.write_bytes(data.replace(b"/Type/ObjStm", b"/Type/ObjStn", 1))
    assert qpdf.findings(path) != []


def bare(words: str) -> str:
    """Return `words` without spaces; a PDF's capitals are those of its form."""
    return "".join(words.replace("\u200b", "").split()).casefold()


@pytest.mark.parametrize("key", [*PAPERS, LONG], ids="-".join)
def test_the_text_of_every_paper_reads_back(key: Key) -> None:
    document, _ = composed(key)
    comparison = compare(document, page_texts(made(key), "paper.pdf"))
    assert comparison.passes, comparison


def drawn(path: Path, reader: str) -> str:
    """Return the bare text of a PDF; of poppler's orders the one in which it is drawn, without a guess at columns."""
    if reader == "poppler":
        return bare(run([executable("pdftotext", "poppler-utils"), "-raw", str(path), "-"]))
    return bare(READERS[reader](path))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("key", [key for key in PAPERS if key[2] != "km"], ids="-".join)
def test_every_reader_finds_all_words_of_a_paper_in_their_order(key: Key, reader: str, tmp_path: Path) -> None:
    found, place = drawn(written(tmp_path, key), reader), 0
    for words in filter(None, map(bare, plain_text(composed(key)[0]).splitlines())):
        place = found.index(words, place) + len(words)


def khmer_likeness(pdf: bytes, reader: str, folder: Path) -> float:
    path = folder / "khmer.pdf"
    path.write_bytes(pdf)
    return SequenceMatcher(None, bare("".join(PARAGRAPHS)), bare(READERS[reader](path)), autojunk=False).ratio()


@cache
def khmer_pdf() -> bytes:
    return WRITERS["pdf"](paper(*map(paragraph, PARAGRAPHS), lang="km"), style("base"))


@pytest.mark.parametrize("reader", READERS)
def test_khmer_paragraphs_read_back(reader: str, tmp_path: Path) -> None:
    assert khmer_likeness(khmer_pdf(), reader, tmp_path) >= LIKENESS[reader]


def test_khmer_without_its_actual_text_does_not(tmp_path: Path) -> None:
    assert khmer_likeness(damaged(khmer_pdf(), lose_actual_text), "poppler", tmp_path) < LIKENESS["poppler"]


def test_office_sets_khmer_in_a_khmer_font(tmp_path: Path) -> None:
    made_by_office = office.convert(written(tmp_path, SAMPLE, "docx"), "pdf", tmp_path)
    khmer_families = ("NotoSerifKhmer", "KhmerOS", "NotoSansKhmer")
    assert any(family in poppler_fonts(made_by_office) for family in khmer_families)
    shown = poppler_fonts(made_by_office).splitlines()[2:]
    assert all(line.split()[-5] == "yes" for line in shown), shown  # embedded


@pytest.mark.parametrize("key", [SAMPLE, LONG], ids="-".join)
def test_a_paper_is_the_same_bytes_again(key: Key) -> None:
    assert WRITERS["pdf"](*composed(key)) == made(key)
