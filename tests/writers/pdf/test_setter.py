"""The whole writer: the same bytes, the same text for every reader, nothing loaded too early."""

import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.sheets import plain_text
from tests.validators.text import READERS
from tests.writers.pdf.reading import set_pdf
from tests.writers.processes import printed
from tests.writers.samples import TABLE, minutes, paper, paragraph, style, text
from toolkit.document.model import Document, Heading, Paragraph, Strong, Text
from toolkit.writers import WRITERS
from toolkit.writers.pdf import write_pdf

ROOT = Path(__file__).parents[3]
VIETNAMESE = (
    "Hai bên nhất trí tăng cường hợp tác (thương mại, đầu tư) – phấn đấu đạt 20\u00a0tỷ USD; 16,5% “kế hoạch”. "
)
ENGLISH = "The two sides agreed to widen trade, investment and “people-to-people” exchange; 16.5% of the plan – done. "
KHMER = "ភាគីទាំងពីរបានឯកភាពគ្នាពង្រឹងកិច្ចសហប្រតិបត្តិការលើវិស័យពាណិជ្ជកម្ម និងការអប់រំទៀត នៅឆ្នាំ២០៣០ (20 billion USD)។ "
WRITE = """
import sys
from tests.writers.samples import minutes, style
from toolkit.writers.pdf import write_pdf
sys.stdout.buffer.write(write_pdf(minutes(), style("vn-decree-30")))
"""


def read(document: Document, reader: str, tmp_path: Path) -> str:
    path = tmp_path / "a.pdf"
    path.write_bytes(set_pdf(document, style("base")))
    return READERS[reader](path)


def squeezed(words: str) -> str:
    return " ".join(words.replace("\u200b", "").replace("\u00a0", " ").split())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(("lang", "words"), [("vi", VIETNAMESE), ("en", ENGLISH)])
def test_every_reader_reads_what_was_written(lang: str, words: str, reader: str, tmp_path: Path) -> None:
    blocks = (Heading(1, text(words), "title"), paragraph(words * 9), Paragraph((Text("a "), Strong(text(words)))))
    document = paper(*blocks, lang=lang)
    assert squeezed(read(document, reader, tmp_path)) == squeezed(plain_text(document))


@pytest.mark.parametrize("reader", READERS)
def test_every_reader_reads_a_table(reader: str, tmp_path: Path) -> None:
    shown = squeezed(read(paper(TABLE), reader, tmp_path))
    assert shown == squeezed(plain_text(paper(TABLE))).replace("Danh mục văn kiện", "Danh mục văn kiện", 1)


@pytest.mark.parametrize(("reader", "least"), [("poppler", 0.99), ("pypdf", 0.95), ("mupdf", 0.95)])
def test_khmer_can_be_read_by_all(reader: str, least: float, tmp_path: Path) -> None:
    document = paper(Heading(1, text(KHMER), "title"), paragraph(KHMER * 5), lang="km")
    found, wanted = squeezed(read(document, reader, tmp_path)), squeezed(plain_text(document))
    assert SequenceMatcher(None, wanted, found, autojunk=False).ratio() >= least


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    assert printed(WRITE) == {write_pdf(minutes(), style("vn-decree-30"))}


def test_reportlab_is_loaded_for_the_first_document_only() -> None:
    code = "import sys, toolkit.writers.pdf; print('reportlab' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_workspace_may_bring_its_fonts(tmp_path: Path) -> None:
    assert write_pdf(paper(), style("base"), fonts=tmp_path) == WRITERS["pdf"](paper(), style("base"))
