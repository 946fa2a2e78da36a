import hashlib
import re

import pytest

from tests.readers.docx.edits import (
    MAIN,
    STORE,
    changed,
    content,
    controls,
    forget_marks,
    replace_words,
    run,
    say,
    zipped,
)
from tests.writers.docx.lint import Element, parts
from tests.writers.samples import SENTENCE, TARGET, minutes, paper, style
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Mention, Paragraph, Text
from toolkit.readers.docx import Paper, body_hash, read_docx
from toolkit.readers.passages import Tracked, legible, unit_skeleton
from toolkit.writers.docx import write_docx

FORM = style("vn-decree-30")
YEAR = Mention("event.date", "2030", "year")
DAY = Mention("event.date", "06/02/2030", "short_date")
DOCUMENT = paper(
    Paragraph((Text("Ngày "), DAY, Text(", năm "), YEAR, Text("."))),
    Paragraph((SENTENCE,)),
    running=(Text("Dự thảo "), TARGET),
)
WORD = write_docx(DOCUMENT, FORM)
HEADER = "word/header1.xml"


def read(data: bytes, view: Tracked = Tracked.ACCEPT) -> Paper:
    return read_docx(data, "x.docx", view)


def with_headers(*headers: bytes) -> bytes:
    """Return the Word file with more page headers, as LibreOffice writes them for first and even pages."""
    members = parts(WORD)
    rels, types = members["word/_rels/document.xml.rels"].decode(), members["[Content_Types].xml"].decode()
    relation = re.search(r'<Relationship [^>]*Target="header1.xml"/>', rels)
    kind = re.search(r'<Override [^>]*PartName="/word/header1.xml"[^>]*/>', types)
    assert relation
    assert kind
    for number, header in enumerate(headers, start=2):
        members[f"word/header{number}.xml"] = header
        another = relation[0].replace("header1", f"header{number}").replace("rIdRunning", f"rIdRunning{number}")
        rels = rels.replace("</Relationships>", f"{another}</Relationships>")
        types = types.replace("</Types>", f"{kind[0].replace('header1', f'header{number}')}</Types>")
    members["word/_rels/document.xml.rels"], members["[Content_Types].xml"] = rels.encode(), types.encode()
    return zipped(members)


def test_an_untouched_paper_says_what_was_issued() -> None:
    found = read(WORD)
    assert found.body == found.baseline.body == body_hash(WORD, "x") == hashlib.sha256(parts(WORD)[MAIN]).hexdigest()
    assert [(one.fact, one.text, one.changed) for one in found.occurrences] == [
        ("event.date", "06/02/2030", False),
        ("event.date", "2030", False),
        (TARGET.fact, TARGET.text, False),
        (TARGET.fact, TARGET.text, False),
    ]
    assert [legible(unit_skeleton(unit)) for unit in found.units] == [
        "Ngày {event.date}, năm {event.date}.",
        "Hai bên phấn đấu đạt {figures.target.value} trong năm 2035.",
        "Dự thảo {figures.target.value}\t",
    ]
    assert found.store == {"f1": "06/02/2030", "f2": "2030", "f3": TARGET.text}
    assert found.warnings == ()


def test_every_kind_of_block_and_inline_is_read_back_without_a_change() -> None:
    found = read(write_docx(minutes(), FORM))
    assert not any(one.changed for one in found.occurrences)
    assert {one.entry.fact for one in found.occurrences if one.entry} == set(found.baseline.by_fact)
    counts = {fact: sum(entry.count for entry in entries) for fact, entries in found.baseline.by_fact.items()}
    assert counts == {fact: sum(one.fact == fact for one in found.occurrences) for fact in counts}


@pytest.mark.parametrize("lost", [(), ("dataBinding",), ("tag",), ("tag", "dataBinding", "lock", "id")])
def test_what_a_program_leaves_of_a_control_is_enough(lost: tuple[str, ...]) -> None:
    found = read(forget_marks(WORD, *lost))
    assert [(one.fact, one.entry.format if one.entry else "") for one in found.occurrences][:2] == [
        ("event.date", "short_date"),
        ("event.date", "year"),
    ]
    assert not any(one.changed for one in found.occurrences)


def test_an_edit_of_one_of_two_formats_without_a_binding_is_of_neither() -> None:
    edited = changed(forget_marks(WORD, "dataBinding"), lambda root: say(controls(root, "event.date")[0], "07/02/2030"))
    first, second = read(edited).occurrences[:2]
    assert (first.entry, first.changed, second.changed) == (None, True, False)


def test_only_the_body_that_was_issued_is_untouched() -> None:
    edited = read(changed(WORD, lambda root: replace_words(root, "Ngày ", "Hôm ")))
    assert edited.body != edited.baseline.body


def test_cloned_page_headers_are_read_once() -> None:
    header = parts(WORD)[HEADER]
    found = read(with_headers(header, header))
    assert [one.clone for one in found.occurrences if one.fact == TARGET.fact] == [False, False, True, True]
    assert len(found.units) == len(read(WORD).units)


def test_a_page_header_with_other_words_is_one_of_its_own() -> None:
    other = parts(WORD)[HEADER].replace("Dự thảo".encode(), b"Final")
    found = read(with_headers(other))
    assert not any(one.clone for one in found.occurrences)
    assert len(found.units) == len(read(WORD).units) + 1


def test_an_edited_clone_still_says_its_words() -> None:
    def edit(root: Element) -> None:
        say(controls(root, TARGET.fact)[0], "25 tỷ USD")

    header = parts(changed(WORD, edit, HEADER))[HEADER]
    clones = [one for one in read(with_headers(header)).occurrences if one.clone]
    assert [one.text for one in clones] == ["25 tỷ USD"]


def test_footnotes_are_read() -> None:
    members = parts(WORD)
    rels = members["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    note = f'<Relationship Id="rN" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    members["word/_rels/document.xml.rels"] = rels.replace("</Relationships>", note).encode()
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = "<w:footnote><w:p><w:r><w:t>Ghi chú</w:t></w:r></w:p></w:footnote>"
    members["word/footnotes.xml"] = f"<w:footnotes {w}>{text}</w:footnotes>".encode()
    assert "Ghi chú" in [unit_skeleton(unit) for unit in read(zipped(members)).units]


def test_the_views_differ_in_what_is_tracked() -> None:
    def edit(root: Element) -> None:
        inside = content(controls(root, TARGET.fact)[0])
        inside[:] = [run("25 tỷ USD")]

    edited = changed(WORD, edit)
    assert read(edited).occurrences[2].text == read(edited, Tracked.REJECT).occurrences[2].text == "25 tỷ USD"


def test_a_paper_without_a_store_is_read_with_a_warning() -> None:
    found = read(zipped({**parts(WORD), STORE: b""}))
    assert found.store is None
    assert [warning.code for warning in found.warnings] == ["no-store"]
    assert len(found.occurrences) == 4


def test_a_damaged_body_is_said_before_a_missing_baseline() -> None:
    members = parts(WORD)
    broken = zipped({MAIN: members[MAIN][:500], "_rels/.rels": members["_rels/.rels"]})
    with pytest.raises(ToolkitError, match="damaged-paper"):
        read(broken)
