import struct
import zipfile
from io import BytesIO

import pytest

from tests.readers.docx.edits import MAIN, zipped
from tests.writers.docx.lint import parts
from tests.writers.samples import TARGET, paper, style
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Paragraph
from toolkit.readers.docx import package
from toolkit.readers.docx.package import Relation, open_package, parse, repack
from toolkit.writers.docx import write_docx

WORD = write_docx(paper(Paragraph((TARGET,))), style("vn-decree-30"))


def refusal(data: bytes) -> str:
    """Return the code with which a file is refused, with what is said."""
    with pytest.raises(ToolkitError) as problem:
        open_package(data, "x.docx").xml(open_package(data, "x.docx").main())
    (finding,) = problem.value.diagnostics
    assert finding.hint
    assert "x.docx" in finding.message
    return f"{finding.code}: {finding.message}"


def test_parts_are_found_by_their_relations() -> None:
    opened = open_package(WORD, "x.docx")
    assert opened.main() == MAIN
    assert opened.parts == parts(WORD)
    relations = list(opened.relations(MAIN))
    assert Relation("header", "word/header1.xml") in relations
    assert Relation("customXml", "customXml/item2.xml") in relations
    assert list(opened.relations("word/nowhere.xml")) == []


def test_an_absolute_target_and_one_outside_the_file_are_told_apart() -> None:
    rels = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
      <Relationship Id="a" Type="t/header" Target="/word/header9.xml"/>
      <Relationship Id="b" Type="t/footer" Target="../../up.xml"/>
      <Relationship Id="c" Type="t/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>"""
    opened = open_package(zipped({**parts(WORD), "word/_rels/document.xml.rels": rels}), "x.docx")
    assert list(opened.relations(MAIN)) == [Relation("header", "word/header9.xml"), Relation("footer", "up.xml")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not-word: x.docx is no Word file"),
        (b"%PDF-1.7", "not-word: x.docx is no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not-word: x.docx is protected by a password"),
        (WORD[:-40], "damaged-paper: x.docx is damaged"),
        (b"PK" + WORD[2:900], "damaged-paper: x.docx is damaged"),
        (zipped({"a.txt": b"x"}), "not-word: x.docx is no Word file: it has no main part"),
    ],
)
def test_what_is_no_sound_word_file_is_refused(data: bytes, said: str) -> None:
    assert refusal(data).startswith(said)


def test_a_missing_or_broken_main_part_is_named() -> None:
    members = parts(WORD)
    without = zipped({name: content for name, content in members.items() if name != MAIN})
    assert refusal(without) == "damaged-paper: x.docx has no part word/document.xml"
    broken = zipped({**members, MAIN: members[MAIN][:-20]})
    assert refusal(broken).startswith("damaged-paper: x.docx: word/document.xml is not well-formed")


def test_strict_open_xml_is_refused_by_name() -> None:
    members = parts(WORD)
    rels = members["_rels/.rels"].replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    assert refusal(zipped({**members, "_rels/.rels": rels})).startswith("not-word: x.docx was saved as “Strict")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_MEMBERS", 3)
    assert refusal(WORD).startswith("hostile-paper: x.docx is not opened: it holds")


def test_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_SIZE", 1000)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert refusal(WORD).startswith("hostile-paper: x.docx is not opened: unpacked")


def test_a_part_that_swells_is_refused() -> None:
    bomb = zipped({**parts(WORD), "word/media/a.bin": bytes(20_000_000)})
    assert refusal(bomb).startswith("hostile-paper: x.docx is not opened: word/media/a.bin unpacks to")


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    data = bytearray(zipped({**parts(WORD), "zz.bin": bytes(5000)}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    assert refusal(bytes(data)).startswith("damaged-paper")


def test_a_part_that_stands_twice_is_refused() -> None:
    target = BytesIO(WORD)
    with zipfile.ZipFile(target, "a") as appended, pytest.warns(UserWarning, match="Duplicate"):
        appended.writestr(MAIN, b"<x/>")
    assert "stands in it twice" in refusal(target.getvalue())


def test_another_way_of_packing_is_refused() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_BZIP2) as packed:
        for name, content in parts(WORD).items():
            packed.writestr(name, content)
    assert "packed unlike in Word" in refusal(target.getvalue())


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
    ],
)
def test_entities_and_document_types_are_refused(data: bytes) -> None:
    with pytest.raises(ToolkitError, match="hostile-paper"):
        parse(data, "part")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ToolkitError, match="damaged-paper"):
        parse(b"<a>" * 5000 + b"</a>" * 5000, "part")


@pytest.mark.filterwarnings("error")
def test_ctrl_c_within_a_part_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    opened = open_package(WORD, "x.docx")
    monkeypatch.setattr(zipfile, "_ZipWriteFile", stop)
    with pytest.raises(KeyboardInterrupt):
        repack(opened, {})


def test_repacking_changes_the_named_parts_only() -> None:
    opened = open_package(WORD, "x.docx")
    again = repack(opened, {MAIN: b"<w/>"})
    assert parts(again) == {**parts(WORD), MAIN: b"<w/>"}
    assert list(parts(again)) == list(parts(WORD))
    assert repack(opened, {MAIN: b"<w/>"}) == again
