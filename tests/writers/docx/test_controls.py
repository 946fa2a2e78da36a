import hashlib
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tests.validators.office import convert
from tests.writers.docx.lint import Element, faults, find, parts, words
from tests.writers.docx.reading import attribute, body, value, values, written
from tests.writers.samples import BLANK, COUNT, KHMER, NASTY, SENTENCE, TARGET, minutes, paper, paragraph, style, text
from toolkit.document.controls import BASELINE_NAMESPACE, FACTS_NAMESPACE
from toolkit.document.model import Document, Inline, Link, Mention, Note, Paragraph, Strong, Text
from toolkit.writers.docx import write_docx
from toolkit.writers.docx.controls import store_id
from toolkit.writers.docx.xml import escape

FORM = style("vn-decree-30")
B = f"{{{BASELINE_NAMESPACE}}}"


def controlled(*inlines: Inline, **more: object) -> dict[str, bytes]:
    return written(Paragraph(inlines), controls=True, **more)


def controls(members: dict[str, bytes]) -> list[Element]:
    return find(body(members), ".//w:sdt")


def facts(members: dict[str, bytes]) -> dict[str, str | None]:
    return {etree.QName(node).localname: node.text for node in etree.fromstring(members["customXml/item1.xml"])}


def baseline(members: dict[str, bytes]) -> Element:
    return etree.fromstring(members["customXml/item2.xml"])


def test_a_control_says_its_label_and_fact_and_is_bound_and_locked() -> None:
    (control,) = controls(controlled(TARGET))
    assert value(control, "w:sdtPr/w:alias") == "Kim ngạch"
    assert value(control, "w:sdtPr/w:tag") == "figures.target.value"
    assert value(control, "w:sdtPr/w:lock") == "sdtLocked"
    assert attribute(control, "w:sdtPr/w15:dataBinding", "xpath") == "/f:facts[1]/f:f1[1]"
    assert find(control, "w:sdtPr/w:text")
    assert words(control) == "20 tỷ USD"


def test_mentions_of_a_fact_share_an_element_but_each_format_has_its_own() -> None:
    year = Mention("figures.target.value", "20.000.000.000", "number")
    members = controlled(TARGET, TARGET, year)
    assert facts(members) == {"f1": "20 tỷ USD", "f2": "20.000.000.000"}
    paths = [attribute(control, "w:sdtPr/w15:dataBinding", "xpath") for control in controls(members)]
    assert paths == ["/f:facts[1]/f:f1[1]", "/f:facts[1]/f:f1[1]", "/f:facts[1]/f:f2[1]"]
    assert values(body(members), ".//w:sdtPr/w:id") == ["1", "2", "3"]


def test_a_sentence_is_plain_words_around_controls_and_stands_in_the_baseline() -> None:
    members = controlled(SENTENCE)
    (control,) = controls(members)
    assert words(control) == "20 tỷ USD"
    assert words(body(members)) == SENTENCE.text
    kinds = [(etree.QName(node).localname, node.get("id"), node.text) for node in baseline(members)]
    assert kinds == [("fact", TARGET.fact, TARGET.text), ("sentence", SENTENCE.fact, SENTENCE.text)]


def test_the_baseline_says_what_was_issued() -> None:
    members = controlled(TARGET, TARGET, BLANK, COUNT, Mention("a.b", "x"))
    root = baseline(members)
    assert {key: root.get(key) for key in ("sheet", "kind", "lang", "day")} == {
        "sheet": "thu-nghiem", "kind": "minutes", "lang": "vi", "day": "2030-02-06",
    }  # fmt: skip
    entries = [dict(node.attrib) | {"text": node.text} for node in root]
    assert entries == [
        {"id": "figures.target.value", "element": "f1", "format": "money", "label": "Kim ngạch", "value": "20000000000",
         "count": "2", "text": "20 tỷ USD"},
        {"id": "event.secretary", "element": "f2", "label": "event.secretary", "value": "", "open": "true",
         "text": "[chưa có: thư ký]"},
        {"id": "agreements", "element": "f3", "format": "count", "label": "agreements", "value": "", "derived": "true",
         "text": "12"},
        {"id": "a.b", "element": "f4", "label": "a.b", "value": "", "text": "x"},
    ]  # fmt: skip


def test_the_fingerprint_covers_every_entry() -> None:
    notes = {"a.b": Note("l", "x", ""), "c.d": Note("l", "<v>", "")}
    root = baseline(controlled(Mention("a.b", "x"), Mention("c.d", "&", "money"), notes=notes))
    lines = [
        "\t".join(
            escape(field)
            for field in (
                node.get("id", ""),
                node.get("format", ""),
                node.get("value", node.text or ""),
                node.text or "",
                node.get("count", "1"),
            )
        )
        for node in root
    ]
    assert root.get("fingerprint") == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert lines[1] == "c.d\tmoney\t&lt;v&gt;\t&amp;\t1"


def test_what_is_counted_cannot_be_edited() -> None:
    (control,) = controls(controlled(COUNT))
    assert value(control, "w:sdtPr/w:lock") == "sdtContentLocked"


def test_an_open_fact_is_a_highlighted_control() -> None:
    (control,) = controls(controlled(BLANK))
    assert value(control, "w:sdtPr/w:rPr/w:rStyle") == "PlaceholderText"
    assert value(control, "w:sdtContent/w:r/w:rPr/w:rStyle") == "PlaceholderText"
    assert words(control) == BLANK.text


def test_a_control_keeps_the_look_of_its_words() -> None:
    strong, khmer, link = controls(
        controlled(Strong((TARGET,)), Mention("a.km", KHMER), Link("https://example.org/", (TARGET,)))
    )
    assert value(strong, "w:sdtPr/w:rPr/w:rStyle") == "Strong"
    assert value(khmer, "w:sdtContent/w:r/w:rPr/w:rStyle") == "Khmer"
    assert find(khmer, "w:sdtContent/w:r/w:rPr/w:cs")
    assert value(link, "w:sdtPr/w:rPr/w:rStyle") == "Hyperlink"


def test_libreoffice_shows_the_look_of_facts_and_word_knows_them_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "issued.docx"
    path.write_bytes(write_docx(paper(Paragraph((Strong((TARGET,)), BLANK))), replace(FORM, controls=True)))
    (in_word, elsewhere), _ = find(body(parts(path.read_bytes())), ".//w:sdtPr/*[last()]")
    assert in_word.get("Requires") == "w15"
    assert find(in_word, "w:text")
    assert not find(elsewhere, "w:text")
    (tmp_path / "saved").mkdir()
    saved = body(parts(convert(path, "docx", tmp_path / "saved").read_bytes()))
    looks = {words(run): value(run, "w:rPr/w:rStyle") for run in find(saved, ".//w:r[w:t]")}
    assert looks == {TARGET.text: "Strong", BLANK.text: "PlaceholderText"}
    assert all(values(saved, ".//w:sdtPr/w:alias"))


def test_each_fact_has_a_title_of_its_own_said_once_in_the_baseline() -> None:
    notes = {fact: Note("Kim ngạch", fact, "") for fact in ("a.b", "c.d")}
    members = controlled(
        Mention("a.b", "x"), Mention("a.b", "y", "money"), Mention("c.d", "Kim ngạch (2)"), notes=notes
    )
    assert values(body(members), ".//w:alias") == ["Kim ngạch", "Kim ngạch", "Kim ngạch (2)"]
    assert [node.get("label") for node in baseline(members)] == ["Kim ngạch", None, None]


def test_the_baseline_knows_the_main_part() -> None:
    members = controlled(TARGET)
    assert baseline(members).get("body") == hashlib.sha256(members["word/document.xml"]).hexdigest()


def test_a_long_label_is_cut_and_a_missing_one_is_the_fact() -> None:
    notes = {"a.b": Note("dài " * 40, "", "")}
    first, second = controls(controlled(Mention("a.b", "x"), Mention("c.d", "y"), notes=notes))
    assert value(first, "w:sdtPr/w:alias") == ("dài " * 40)[:63] + "…"
    assert value(second, "w:sdtPr/w:alias") == "c.d"


def test_values_with_markup_or_newlines_are_bound_as_they_are_shown() -> None:
    members = controlled(Mention("a.b", NASTY), notes={"a.b": Note(NASTY, NASTY, NASTY)})
    (control,) = controls(members)
    assert facts(members)["f1"] == words(control) == NASTY.replace("\n", " ")
    assert baseline(members)[0].text == words(control)


def test_the_page_header_uses_the_same_parts_and_goes_on_counting() -> None:
    data = write_docx(minutes(), FORM)
    header = etree.fromstring(parts(data)["word/header1.xml"])
    (control,) = find(header, ".//w:sdt")
    assert attribute(control, "w:sdtPr/w15:dataBinding", "storeItemID") == store_id(minutes(), "facts")
    assert faults(data) == []


def test_the_stores_identity_is_the_papers() -> None:
    one, other = paper(), paper(kind="register")
    assert store_id(one, "facts") == store_id(paper(paragraph("x")), "facts")
    assert len({store_id(document, part) for document in (one, other) for part in ("facts", "baseline")}) == 4


@pytest.mark.parametrize("part", ["customXml/item1.xml", "customXml/item2.xml"])
def test_custom_xml_says_what_it_is(part: str) -> None:
    root = etree.fromstring(controlled(TARGET)[part])
    assert etree.QName(root).namespace in (FACTS_NAMESPACE, BASELINE_NAMESPACE)


def test_without_controls_there_is_no_custom_xml_and_the_words_are_the_same() -> None:
    document: Document = minutes()
    plain, full = (parts(write_docx(document, replace(FORM, controls=on))) for on in (False, True))
    assert not [name for name in plain if name.startswith("customXml")]
    assert not find(body(plain), ".//w:sdt")
    assert words(body(plain)) == words(body(full))


def test_only_mentioned_facts_are_asked_about() -> None:
    class Asked(dict[str, Note]):
        def __missing__(self, fact: str) -> Note:
            raise AssertionError(fact)

        def __iter__(self) -> "Iterator[str]":  # type: ignore[name-defined]  # noqa: F821
            raise AssertionError("the notes are not to be walked")

    notes = Asked({"figures.target.value": Note("l", "v", "s")})
    assert write_docx(paper(Paragraph((TARGET, Text("x"))), notes=notes), FORM)
    assert words(body(controlled(*text("x"), notes=notes))) == "x"
