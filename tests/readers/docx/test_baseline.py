import pytest
from lxml import etree
from msgspec.structs import replace

from tests.readers.docx.edits import BASELINE, STORE, changed, zipped
from tests.writers.docx.lint import Element, parts
from tests.writers.samples import BLANK, COUNT, NASTY, SENTENCE, TARGET, paper, style
from toolkit.diagnostics import Severity, ToolkitError
from toolkit.document.model import Document, Mention, Note, Paragraph
from toolkit.readers.docx.baseline import Entry, read_baseline, read_store, rewrite_baseline, words_of
from toolkit.readers.docx.package import open_package, parse
from toolkit.writers.docx import write_docx

LONG = "agreements." + "x" * 80 + ".title.vi"
MENTIONS = (TARGET, TARGET, SENTENCE, BLANK, COUNT, Mention(LONG, NASTY), Mention("a.b", "x", "money"))


def document(**more: object) -> Document:
    notes = {
        TARGET.fact: Note("Kim ngạch", "20000000000", ""),
        SENTENCE.fact: Note("Kinh tế", "… {figures.target} …", ""),
        LONG: Note("Kim ngạch", NASTY, ""),
        "a.b": Note("x", "x", ""),
        **{mention.fact: Note("", "~", "") for mention in (BLANK, COUNT)},
    }
    return paper(Paragraph(MENTIONS), notes=notes, **more)


WORD = write_docx(document(), style("vn-decree-30"))


def test_what_was_written_is_read() -> None:
    base = read_baseline(open_package(WORD, "x.docx"))
    assert (base.sheet, base.kind, base.lang) == ("thu-nghiem", "minutes", "vi")
    assert len(base.body) == 64
    target, blank, count, long, same = base.facts
    assert target == Entry(TARGET.fact, "f1", "money", "20000000000", TARGET.text, 3, label="Kim ngạch")
    assert (blank.value, blank.open, count.derived) == ("~", True, True)
    assert long.text == long.value == NASTY.replace("\n", " ")
    assert (same.value, same.label, same.count) == ("x", "x", 1)
    assert [(entry.fact, entry.element, entry.value) for entry in base.sentences] == [
        (SENTENCE.fact, "", "… {figures.target} …")
    ]


def test_facts_are_found_by_element_tag_and_title() -> None:
    base = read_baseline(open_package(WORD, "x.docx"))
    assert base.elements["f1"].fact == base.labels["Kim ngạch"] == TARGET.fact
    assert base.labels["Kim ngạch (2)"] == LONG
    (short,) = [tag for tag, fact in base.tags.items() if fact == LONG]
    assert len(short) == 64
    assert set(base.by_fact) == {TARGET.fact, BLANK.fact, COUNT.fact, LONG, "a.b"}


def test_a_second_format_of_a_fact_brings_no_title() -> None:
    two = paper(Paragraph((Mention("a.b", "x"), Mention("a.b", "Kim ngạch", "money"), TARGET)))
    base = read_baseline(open_package(write_docx(two, style("vn-decree-30")), "x.docx"))
    assert base.labels["Kim ngạch"] == TARGET.fact


def test_a_renamed_part_is_found() -> None:
    moved = {name.replace("item2.xml", "item7.xml"): content for name, content in parts(WORD).items()}
    assert BASELINE not in moved
    assert read_baseline(open_package(zipped(moved), "x.docx")) == read_baseline(open_package(WORD, "x.docx"))


@pytest.mark.parametrize("content", [None, b"", b"<other/>", b"<broken"])
def test_without_a_baseline_a_file_is_refused(content: bytes | None) -> None:
    members = {**parts(WORD), BASELINE: content or b""}
    if content is None:
        del members[BASELINE]
    with pytest.raises(ToolkitError, match="no-baseline"):
        read_baseline(open_package(zipped(members), "x.docx"))


def first(root: Element, name: str, value: str) -> None:
    root[0].set(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("value", "1"), ("count", "4"), ("count", "99999999999"), ("count", "many"), ("format", "text"), ("id", "a.c")],
)
def test_an_altered_baseline_is_refused(name: str, value: str) -> None:
    altered = changed(WORD, lambda root: first(root, name, value), BASELINE)
    with pytest.raises(ToolkitError, match="altered-baseline"):
        read_baseline(open_package(altered, "x.docx"))


def test_other_entries_are_written_and_read_again() -> None:
    opened = open_package(WORD, "x.docx")
    base = read_baseline(opened)
    target, blank, _, _, same = base.facts
    new = {
        target: replace(target, text="25 tỷ USD", value="25000000000"),
        blank: replace(blank, text="Bo", value="Bo", open=False),
        same: replace(same, text="y", value="y"),
        base.sentences[0]: replace(base.sentences[0], text="khác"),
    }

    def rewrite(root: Element) -> None:
        root.insert(1, etree.Comment("put there by another program"))
        rewrite_baseline(root, new)

    again = read_baseline(open_package(changed(WORD, rewrite, BASELINE), "x.docx"))
    assert again.facts == tuple(new.get(entry, entry) for entry in base.facts)
    assert again.sentences == (new[base.sentences[0]],)


def test_the_store_is_read_and_its_loss_is_a_warning() -> None:
    store, warnings = read_store(open_package(WORD, "x.docx"))
    assert store is not None
    assert store["f1"] == TARGET.text
    assert warnings == ()
    lost, (warning,) = read_store(open_package(zipped({**parts(WORD), STORE: b""}), "x.docx"))
    assert lost is None
    assert (warning.code, warning.severity) == ("no-store", Severity.WARNING)


def test_parts_that_cannot_be_read_are_none() -> None:
    found = open_package(zipped({**parts(WORD), STORE: b"<x"}), "x.docx").custom
    assert found[STORE] is None
    assert set(found) == {STORE, BASELINE}


def test_words_are_all_text_inside() -> None:
    assert words_of(parse(b"<a>1<b>2</b>3</a>", "part")) == "123"
