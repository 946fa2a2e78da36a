"""The file around the objects."""

import io
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from tests.validators import qpdf
from tests.writers.pdf.reading import opened, written
from tests.writers.samples import paragraph
from toolkit.writers.pdf.file import PdfFile, text_string


def minimal(objects: int, title: str = "x") -> bytes:
    file = PdfFile("vi")
    page = file.take()
    for number in range(objects):
        file.add(f"<</Number {number}>>")
    content = file.add_stream(b"BT ET")
    file.add_page(page, f"/MediaBox[0 0 9 9]/Contents {content} 0 R")
    file.add_heading("Đầu (1)", 1, f"[{page} 0 R/XYZ 0 9 0]")
    return file.close("", f"<</Title{text_string(title)}>>")


@pytest.mark.parametrize("objects", [0, 1, 396, 397, 398, 399, 400, 401, 2000])
def test_a_file_of_any_size_is_sound(objects: int, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(minimal(objects))
    assert qpdf.findings(path) == []
    with pikepdf.open(path) as pdf:
        assert [
            int(thing.Number) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Number" in thing
        ] == list(range(objects))


@pytest.mark.parametrize("count", [1, 1999, 2000, 2001])
@pytest.mark.parametrize("width", [16, 48])
def test_objects_in_rows_come_out_as_they_were(count: int, width: int, tmp_path: Path) -> None:
    file = PdfFile("vi")
    page = file.take()
    numbers = []
    for row in range(count):
        numbers.append(file.take())
        file.pack_rows({numbers[-1]: f"<</Row[{'9 ' * (row % 40)}]/Next {row}>>"}, width)
    file.add_page(page, "/MediaBox[0 0 9 9]")
    path = tmp_path / "a.pdf"
    path.write_bytes(file.close("", "<<>>"))
    assert qpdf.findings(path) == []
    with pikepdf.open(path) as pdf:
        rows = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Row" in thing]
        assert [int(row.Next) for row in rows] == list(range(count))
    reader = PdfReader(path)
    assert [reader.get_object(number)["/Next"] for number in numbers] == list(range(count))


def test_rows_shrink_a_list_of_cells() -> None:
    sizes = []
    for in_rows in (False, True):
        file = PdfFile("vi")
        file.add_page(file.take(), "/MediaBox[0 0 9 9]")
        for number in range(4000):
            body = f"<</S/TD/P{number // 7:8} 0 R/Pg{number // 200:8} 0 R/K{number:6}>>"
            file.pack_rows({file.take(): body}, 48) if in_rows else file.add(body)
        sizes.append(len(file.close("", "<<>>")))
    assert sizes[1] < sizes[0] / 4


def test_the_file_says_what_it_is() -> None:
    data = minimal(1)
    assert data.startswith(b"%PDF-1.7\n%")
    assert min(data[10:14]) > 127
    pdf = opened(data)
    assert str(pdf.trailer.Info.Title) == "x"
    with pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Đầu (1)"]


def test_its_name_comes_from_its_content() -> None:
    names = [bytes(opened(minimal(1, title)).trailer.ID[0]) for title in ("a", "a", "b")]
    assert names[0] == names[1] != names[2]


def test_streams_end_on_a_line_of_their_own() -> None:
    data = written(paragraph("a"))
    assert data.count(b"\nendstream") == data.count(b"endstream") > 5


def test_a_stream_may_stay_readable() -> None:
    file = PdfFile("vi")
    page = file.take()
    file.add_page(page, f"/MediaBox[0 0 9 9]/Note {file.add_stream(b'as it is', compressed=False)} 0 R")
    assert b"\nas it is\nendstream" in file.close("", "<<>>")


def test_text_is_told_in_unicode() -> None:
    assert text_string("Số 1") == "<FEFF00531ED100200031>"
    assert pikepdf.open(io.BytesIO(minimal(0, "𝒳 (\\)"))).trailer.Info.Title == "𝒳 (\\)"
