import re

import pytest

from tests.writers.docx.lint import find, words
from tests.writers.docx.reading import W, body, style_of, value, values, written
from tests.writers.samples import KHMER, NASTY, TARGET, paragraph, text
from toolkit.document.model import Emphasis, Foreign, Inline, LineBreak, Link, Mention, Paragraph, Strong, Text

LAO = "ສາທາລະນະລັດ"


def runs(*inlines: Inline, role: str = "body") -> list[tuple[str, str | None]]:
    """Return words and character style of each run."""
    members = written(Paragraph(inlines, role))
    return [(words(run), style_of(members, value(run, "w:rPr/w:rStyle"))) for run in find(body(members), ".//w:r")]


def test_plain_words_have_no_properties() -> None:
    members = written(paragraph("chữ"))
    assert not find(body(members), ".//w:r/w:rPr")


def test_nested_traits_are_one_character_style() -> None:
    inlines = (Strong((Text("a"), Emphasis((Text("b"), Foreign("en", (Text("c"),)))))),)
    assert runs(*inlines) == [("a", "Strong"), ("b", "Strong Emphasis"), ("c", "Strong Emphasis Language en")]


def test_the_documents_own_language_is_not_foreign() -> None:
    assert runs(Foreign("vi", text("a"))) == [("a", None)]
    assert runs(Foreign("en", (Foreign("vi", text("a")),))) == [("a", None)]


def test_strong_words_in_a_bold_role_stay_bold() -> None:
    assert runs(Strong(text("a")), role="lead") == [("a", None)]


@pytest.mark.parametrize(("letters", "script"), [(KHMER, "Khmer"), (LAO, "Lao")])
def test_khmer_and_lao_are_runs_of_their_own(letters: str, script: str) -> None:
    assert runs(Text(f"Trước {letters} {letters} sau")) == [
        ("Trước ", None),
        (f"{letters} {letters}", script),
        (" sau", None),
    ]
    members = written(paragraph(letters))
    (run,) = find(body(members), ".//w:r[w:rPr/w:cs]")
    assert words(run) == letters


def test_khmer_and_lao_side_by_side_are_told_apart() -> None:
    assert runs(Text(KHMER + LAO)) == [(KHMER, "Khmer"), (LAO, "Lao")]


def test_a_mention_without_controls_is_words() -> None:
    assert runs(TARGET) == [("20 tỷ USD", None)]


def test_an_open_mention_is_a_placeholder() -> None:
    assert runs(Mention("a.b", "[chưa có]", open=True)) == [("[chưa có]", "Placeholder Text")]


def test_spaces_at_the_edges_are_kept() -> None:
    members = written(paragraph("  a  "))
    (node,) = find(body(members), ".//w:t")
    assert node.text == "  a  "
    assert node.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"


def test_a_line_break_is_one_and_a_newline_is_none() -> None:
    members = written(Paragraph((Text("a\nb"), LineBreak(), Text("c"))))
    assert len(find(body(members), ".//w:br")) == 1
    assert words(body(members)) == "a bc"


def test_links_are_relationships_each_target_once() -> None:
    first, second = "https://example.org/?a=1&b=2", "mailto:a@example.org"
    members = written(Paragraph((Link(first, text("x")), Link(second, text("y")), Link(first, (TARGET,)))))
    links = find(body(members), ".//w:hyperlink")
    ids = [link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id") for link in links]
    assert ids[0] == ids[2] != ids[1]
    relations = members["word/_rels/document.xml.rels"].decode()
    assert relations.count('TargetMode="External"') == 2
    assert re.search(rf'Id="{ids[0]}"[^>]+Target="https://example.org/\?a=1&amp;b=2"', relations)
    assert set(values(body(members), ".//w:hyperlink//w:rStyle")) == {"Hyperlink"}


def test_every_special_character_reaches_the_reader() -> None:
    members = written(paragraph(NASTY), controls=True)
    assert words(body(members)) == NASTY.replace("\n", " ")
    assert not [node for node in body(members).iter() if not str(node.tag).startswith(W)]
