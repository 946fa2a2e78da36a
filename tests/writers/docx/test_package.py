import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest

from tests.writers.docx.lint import faults, parts
from tests.writers.samples import NASTY, minutes, paper, paragraph, style
from toolkit.writers.docx import write_docx
from toolkit.writers.docx.package import Links

FORM = style("vn-decree-30")
GOOD = write_docx(minutes(), FORM)


def test_members_are_sorted_undated_and_no_template_of_a_library() -> None:
    with zipfile.ZipFile(BytesIO(GOOD)) as zipped:
        infos = zipped.infolist()
    names = [info.filename for info in infos]
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert len(GOOD) < 20_000
    assert not [name for name in names if "stylesWithEffects" in name or "thumbnail" in name]


def test_python_docx_reads_it() -> None:
    document = docx.Document(BytesIO(GOOD))
    assert document.core_properties.title == "Biên bản họp"
    assert document.core_properties.author == ""
    assert document.core_properties.language == "vi"
    assert document.core_properties.content_status == "Draft"
    assert document.core_properties.created == datetime(2030, 2, 6, tzinfo=UTC)
    assert document.core_properties.modified == document.core_properties.created
    assert document.core_properties.last_modified_by == ""
    assert "Issuing body" in [found.name for found in document.styles]


def test_a_confirmed_paper_is_final() -> None:
    document = docx.Document(BytesIO(write_docx(paper(), FORM)))
    assert document.core_properties.content_status == "Final"


@pytest.mark.parametrize("title", ["dài " * 200, NASTY, "a\x00b"])
def test_any_title_can_be_written(title: str) -> None:
    data = write_docx(paper(paragraph("a"), title=title), FORM)
    shown = docx.Document(BytesIO(data)).core_properties.title
    assert shown == title.replace("\n", " ").replace("\x00", "\ufffd")[:255]
    assert faults(data) == []


def test_a_link_has_one_relationship() -> None:
    links = Links()
    assert [links("https://a.example/"), links("https://b.example/"), links("https://a.example/")] == [
        "rIdLink1",
        "rIdLink2",
        "rIdLink1",
    ]


def test_a_long_body_is_complete() -> None:
    members = parts(write_docx(paper(*[paragraph(f"đoạn {number}") for number in range(5000)]), FORM))
    assert members["word/document.xml"].decode().count("đoạn ") == 5000
