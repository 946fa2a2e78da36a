"""Accepted, a redline is the new paper, rejected the old one: by our reading of the standard and by LibreOffice."""

import re
import time
import zipfile
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.acts import DAY, Act, act
from tests.validators import ooxml
from tests.writers.docx.libreoffice import LibreOffice, libreoffice
from tests.writers.docx.lint import W, faults, find, parts, words
from tests.writers.docx.tracked import (
    UntakeableError,
    left_alone,
    lines,
    numbers_next,
    outline,
    revision_faults,
)
from tests.writers.issues import PAIRS, A, table, target
from tests.writers.processes import printed
from tests.writers.samples import minutes, paper, paragraph, style, text
from toolkit.document.diff import diff
from toolkit.document.model import (
    Column,
    Document,
    Mention,
    Row,
    Table,
)
from toolkit.document.redline import Remark
from toolkit.style import Style
from toolkit.writers.docx import write_docx
from toolkit.writers.docx.redline import NOBODY, write_redline_docx

FORM = style("vn-decree-30")
ACTS, CHUNK = 200, 25
TRACKED = {f"direct formatting: {each}" for each in (
    "del in rPr", "ins in rPr", "rPr in pPr", "pPrChange in pPr", "ins in trPr", "del in trPr",
)}  # fmt: skip
REMARK = Remark("Mục tiêu", "20 tỷ & <USD>", "25 tỷ", "Lỗi đánh máy", "Công văn 12", "Trần Thị Mẫu", DAY)


@cache
def papers(number: int) -> tuple[bytes, bytes, bytes]:
    """Return the old paper, the new one and the redline of an invented act."""
    made = act(number)
    return written(made.old.document, made.new.style), written(made.new.document, made.new.style), redlined(made)


def written(document: Document, form: Style) -> bytes:
    return write_docx(document, replace(form, controls=False))


def redlined(made: Act) -> bytes:
    return write_redline_docx(diff(made.old.document, made.new.document), made.new.style, made.remarks)


def check(old: Document, new: Document, form: Style = FORM) -> bytes:
    """Return the redline of two issues; it must give both back, and be without fault."""
    data = write_redline_docx(diff(old, new), form, {"figures.target.value": REMARK})
    assert outline(data, accept=True) == outline(written(new, form))
    assert outline(data, accept=False) == outline(written(old, form))
    assert [fault for fault in faults(data) if fault not in TRACKED] == []
    assert revision_faults(data) == []
    return data


@pytest.mark.parametrize("first", range(0, ACTS, CHUNK))
def test_invented_acts_are_accepted_and_rejected(first: int) -> None:
    changed = 0
    for number in range(first, first + CHUNK):
        old, new, redline = papers(number)
        assert outline(redline, accept=True) == outline(new), number
        assert outline(redline, accept=False) == outline(old), number
        assert [fault for fault in faults(redline) if fault not in TRACKED] == [], number
        assert revision_faults(redline) == [], number
        changed += old != new
    assert changed > CHUNK / 2  # an act need not show in the paper that is looked at


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibreOffice]:
    with libreoffice(tmp_path_factory.mktemp("libreoffice")) as started:
        yield started


@pytest.mark.parametrize("first", range(0, ACTS, CHUNK))
def test_libreoffice_accepts_and_rejects_invented_acts(first: int, office: LibreOffice) -> None:
    for number in range(first, first + CHUNK):
        old, new, redline = papers(number)
        if old != new:
            agree(office, redline, old, new)


@pytest.mark.parametrize("name", PAIRS)
def test_libreoffice_takes_every_kind_of_change(name: str, office: LibreOffice) -> None:
    old, new = (paper(*blocks) for blocks in PAIRS[name])
    agree(office, write_redline_docx(diff(old, new), FORM, {}), written(old, FORM), written(new, FORM))


def agree(office: LibreOffice, redline: bytes, old: bytes, new: bytes) -> None:
    """Let LibreOffice accept and reject; it must come to the same words, but for what it cannot do."""
    for accept, wanted in ((True, new), (False, old)):
        found, expected = said(office.text(redline, accept)), lines(wanted)
        if left_alone(redline):
            found, expected = [line for line in found if line], [line for line in expected if line]
        if numbers_next(redline):
            found, expected = ([re.sub(r"^\d+\. ", "", line) for line in each] for each in (found, expected))
        assert found == expected, accept


def said(words: str) -> list[str]:
    """Return the lines of a text file; LibreOffice has a bullet for every dash."""
    return [" ".join(re.sub(r"^\s*•", "-", line).split()) for line in words.removesuffix("\n").split("\n")]


def test_the_judges_of_word_files_pass_redlines(tmp_path: Path) -> None:
    for number in (7, 11, 61):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(papers(number)[2])
        assert ooxml.sdk_findings(path) == []
        assert ooxml.audit_findings(path) == []


@pytest.mark.parametrize("name", PAIRS)
def test_a_change_is_accepted_and_rejected(name: str) -> None:
    old, new = PAIRS[name]
    check(paper(*old), paper(*new))
    check(paper(*new), paper(*old))


@pytest.mark.parametrize("form", ["international", "vn-decree-30"])
@pytest.mark.parametrize(("old", "new"), [("DỰ THẢO", ""), ("", "DỰ THẢO"), ("DỰ THẢO", "TỐI MẬT")])
def test_the_page_header_changes(form: str, old: str, new: str) -> None:
    check(*(paper(A, running=text(words) if words else ()) for words in (old, new)), style(form))


def test_the_page_turns() -> None:
    data = check(paper(A), paper(A, landscape=True))
    assert b"<w:sectPrChange " in parts(data)["word/document.xml"]


def test_comments_say_why_and_by_whom() -> None:
    old, new = (paper(target(words), A) for words in ("20 tỷ USD", "25 tỷ USD"))
    members = parts(check(old, new))
    (comment,) = find(etree.fromstring(members["word/comments.xml"]), "w:comment")
    assert comment.get(f"{W}author") == "Trần Thị Mẫu"
    assert comment.get(f"{W}initials") == "TTM"
    assert comment.get(f"{W}date") == f"{DAY.isoformat()}T00:00:00Z"
    assert [words(line) for line in find(comment, "w:p")] == [
        "Mục tiêu: 20 tỷ & <USD> → 25 tỷ",
        "Lỗi đánh máy",
        "Công văn 12",
        f"Trần Thị Mẫu, {DAY.isoformat()}",
    ]
    body = etree.fromstring(members["word/document.xml"])
    (inserted,), (deleted,) = find(body, "//w:ins"), find(body, "//w:del")
    assert (words(inserted), find(deleted, ".//w:delText")[0].text) == ("25 tỷ USD", "20 tỷ USD")
    assert {node.get(f"{W}author") for node in (inserted, deleted)} == {"Trần Thị Mẫu"}


def test_without_remarks_changes_are_the_programs_own() -> None:
    old, new = (paper(paragraph(each), A) for each in ("một", "hai"))
    members = parts(write_redline_docx(diff(old, new), FORM, {}))
    assert "word/comments.xml" not in members
    revisions = find(etree.fromstring(members["word/document.xml"]), "//w:ins|//w:del")
    assert {node.get(f"{W}author") for node in revisions} == {NOBODY}
    assert {node.get(f"{W}date") for node in revisions} == {f"{new.day.isoformat()}T00:00:00Z"}


def test_what_follows_from_the_act_is_told_once_in_a_row() -> None:
    def issue(first: int, value: str) -> Document:
        numbered = [paragraph(f"{number}. đoạn") for number in range(first, first + 4)]
        return paper(*numbered[:2], target(value), *numbered[2:])

    data = write_redline_docx(diff(issue(1, "20"), issue(2, "25")), FORM, {"figures.target.value": REMARK})
    comments = find(etree.fromstring(parts(data)["word/comments.xml"]), "w:comment")
    assert [words(each).startswith("↳ ") for each in comments] == [True, False, True]


def test_an_unchanged_paper_is_the_paper() -> None:
    redline = diff(paper(*minutes().blocks), paper(*minutes().blocks))
    data = write_redline_docx(redline, FORM, {"figures.target.value": REMARK})
    assert outline(data) == outline(written(redline.new, FORM))
    assert b"<w:ins" not in parts(data)["word/document.xml"]


def test_the_same_arguments_give_the_same_bytes_in_any_process() -> None:
    code = (
        "import hashlib\nfrom tests.writers.docx.test_redline import redlined\nfrom tests.acts import act\n"
        "print([hashlib.sha256(redlined(act(number))).hexdigest() for number in (7, 56, 177)])"
    )
    digests = [sha256(papers(number)[2]).hexdigest() for number in (7, 56, 177)]
    assert printed(code) == {f"{digests}\n".encode()}


def test_three_changed_rows_of_ten_thousand_take_little_time() -> None:
    def issue(*instead: int) -> Document:
        def row(number: int) -> Row:
            value = Mention(f"agreements.a{number}.period", "2032" if number in instead else "2031", "period")
            return Row(f"agreements.a{number}", (text(str(number)), text(f"Thỏa thuận {number}"), (value,)))

        return paper(Table(tuple(Column(text(head)) for head in "abc"), tuple(map(row, range(10_000)))))

    old, new = issue(), issue(5, 5000, 9999)
    start = time.process_time()
    redline = diff(old, new)
    compared = time.process_time()
    data = write_redline_docx(redline, FORM, {})
    assert compared - start < 2
    assert time.process_time() - compared < 4
    assert len(find(etree.fromstring(parts(data)["word/document.xml"]), "//w:ins")) == 3


GOOD = check(*(paper(*minutes().blocks[:at], target(value), *minutes().blocks[at:end], table(*rows), A)
    for at, value, end, rows in ((3, "20 tỷ", 30, "ab"), (4, "25 tỷ", 14, "bc"))))  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"<w:delText ([^>]*)>([^<]*)</w:delText>", r"<w:t \1>\2</w:t>"),
        (r"<w:ins [^>]*>(<w:r>.*?</w:r>)</w:ins>", r"\1"),
        (r"<w:del [^>]*>(<w:r>.*?</w:r>)</w:del>", ""),
        (r"<w:rPr><w:ins [^>]*/></w:rPr>", ""),
        (r"<w:rPr><w:del [^>]*/></w:rPr>", ""),
        (r"(<w:trPr><w:cantSplit/>)<w:ins [^>]*/>", r"\1"),
        (r"(<w:trPr><w:cantSplit/>)<w:del [^>]*/>", r"\1"),
        (r"<w:pPrChange .*?</w:pPrChange>", ""),
        (r"(<w:commentRangeEnd [^>]*/>)", ""),
        (r'(w:id="1") w:author="[^"]*"', r"\1"),
        (r' w:date="[^"]*"', ""),
        (r'<w:(ins|del) w:id="\d+"', r'<w:\1 w:id="2"'),
        (r'w:commentReference w:id="0"', 'w:commentReference w:id="99"'),
        (r"(<w:ins [^>]*>)<w:r>", r"\1<w:sdt/><w:r>"),
    ],
)
def test_a_planted_fault_is_found(old: str, new: str) -> None:
    members = parts(GOOD)
    body = members["word/document.xml"].decode()
    damaged, count = re.subn(old, new, body, count=1)
    assert count == 1
    members["word/document.xml"] = damaged.encode()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    assert is_wrong(stream.getvalue())


def is_wrong(data: bytes) -> bool:
    """Return whether any of our own checks finds fault with what is no longer the good redline."""
    if revision_faults(data):
        return True
    try:
        return any(outline(data, accept) != outline(GOOD, accept) for accept in (True, False))
    except UntakeableError:
        return True
