"""Khmer text read back from PDFs: the toolkit's, Typst's and WeasyPrint's, by three readers, in one run.

    python benchmarks/reading_back.py

Prints a Markdown table of how alike the text found is to the text written, from 0 to 1, spaces left out. All three set
the same invented paragraphs, tagged, in the same font. Needs poppler's `pdftotext` and Noto Serif Khmer.
"""

import subprocess
import tempfile
from collections.abc import Callable
from datetime import date
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

PARAGRAPHS = (
    "ភាគីទាំងពីរបានឯកភាពគ្នាពង្រឹងកិច្ចសហប្រតិបត្តិការលើវិស័យពាណិជ្ជកម្ម ការវិនិយោគ និងទេសចរណ៍ ព្រមទាំងជំរុញការតភ្ជាប់"
    "ហេដ្ឋារចនាសម្ព័ន្ធដឹកជញ្ជូនរវាងខេត្តជាប់ព្រំដែន។",
    "រដ្ឋមន្ត្រីបានស្នើឱ្យក្រុមការងាររៀបចំផែនការសកម្មភាព ដើម្បីដាក់ជូនអង្គប្រជុំលើកក្រោយនៅឆ្នាំ២០៣២ "
    "ហើយបានវាយតម្លៃខ្ពស់ចំពោះការខិតខំប្រឹងប្រែងរបស់មន្ត្រីជំនាញ។",
    "គណៈប្រតិភូទាំងពីរបានសម្តែងនូវការពេញចិត្តចំពោះលទ្ធផលនៃជំនួប ដែលបានប្រព្រឹត្តទៅក្នុងបរិយាកាសមិត្តភាព សាមគ្គីភាព និងការយោគយល់គ្នាទៅវិញទៅមក។",
    "ការងារខណ្ឌសីមា និងបោះបង្គោលព្រំដែនបានសម្រេចជាង ៨៤ ភាគរយ ហើយភាគីទាំងពីរប្តេជ្ញាបន្តកិច្ចចរចាលើផ្នែកដែលនៅសល់។",
)
FAMILY, SIZE = "Noto Serif Khmer", 13
READERS = ("poppler", "pypdf", "mupdf")


def toolkit_pdf(out: Path) -> None:
    from toolkit.document.model import Document, Paragraph, Text  # noqa: PLC0415 - each maker loads its own library
    from toolkit.style import Role, Style  # noqa: PLC0415
    from toolkit.writers.pdf import write_pdf  # noqa: PLC0415

    style = Style("plain", fonts={"khmer": (FAMILY,), "latin": ("Tinos",)}, roles={"body": Role(size=SIZE)})
    blocks = tuple(Paragraph((Text(words),)) for words in PARAGRAPHS)
    out.write_bytes(write_pdf(Document("km", "Khmer", "sample", "sample", blocks, date(2031, 5, 4)), style))


def typst_pdf(out: Path) -> None:
    import typst  # noqa: PLC0415

    source = out.with_suffix(".typ")
    head = f'#set document(title: "Khmer")\n#set text(font: "{FAMILY}", size: {SIZE}pt, lang: "km")\n'
    source.write_text(head + "\n\n".join(PARAGRAPHS), encoding="utf-8")
    typst.compile(str(source), output=str(out), pdf_standards=["ua-1"])


def weasyprint_pdf(out: Path) -> None:
    from weasyprint import HTML  # noqa: PLC0415

    look = f"body {{ font: {SIZE}pt '{FAMILY}' }}"
    body = "".join(f"<p>{escape(words)}</p>" for words in PARAGRAPHS)
    page = f'<html lang="km"><head><title>Khmer</title><style>{look}</style></head><body>{body}</body></html>'
    HTML(string=page).write_pdf(str(out), pdf_variant="pdf/ua-1")


MAKERS: dict[str, Callable[[Path], None]] = {
    "toolkit": toolkit_pdf,
    "Typst": typst_pdf,
    "WeasyPrint": weasyprint_pdf,
}


def read(path: Path, reader: str) -> str:
    """Return the text that `reader` finds in the PDF at `path`."""
    if reader == "poppler":
        command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
        return subprocess.run(command, capture_output=True, check=True).stdout.decode()
    if reader == "pypdf":
        from pypdf import PdfReader  # noqa: PLC0415

        return "".join(page.extract_text() for page in PdfReader(path).pages)
    import pymupdf  # noqa: PLC0415

    with pymupdf.open(path) as document:
        return "".join(page.get_text() for page in document)


def likeness(found: str) -> float:
    """Return how alike `found` is to the paragraphs; spaces, seen or not, do not count."""
    wanted, shown = ("".join(text.replace("\u200b", "").split()) for text in ("".join(PARAGRAPHS), found))
    return SequenceMatcher(None, wanted, shown, autojunk=False).ratio()


def main() -> None:
    """Print the table."""
    print(f"| Khmer text read back from | {' | '.join(READERS)} |")
    print("| :--- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="reading-back-") as folder:
        for name, make in MAKERS.items():
            path = Path(folder, f"{name}.pdf")
            make(path)
            figures = " | ".join(f"{likeness(read(path, reader)):.3f}" for reader in READERS)
            print(f"| {name} | {figures} |")


if __name__ == "__main__":
    main()
