"""What holds for every writer: all nodes, inert values, the same bytes everywhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sheets import plain_text
from tests.writers.processes import printed
from tests.writers.reading import seen, structure
from tests.writers.samples import EVERY_BLOCK, EVERY_INLINE, NASTY, minutes, paper, style
from toolkit.document.model import (
    Block,
    Column,
    Columns,
    Document,
    Heading,
    Inline,
    Item,
    Link,
    Listing,
    Mention,
    Note,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)
from toolkit.document.walk import inline_text, runs_of_text
from toolkit.writers import WRITERS, web_target

FORM = style("vn-decree-30")
TEXTUAL = ("docx", "html", "md")
ROOT = Path(__file__).parents[2]


def bare(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("node", [*EVERY_BLOCK, *EVERY_INLINE])
def test_every_writer_shows_every_node(writer: str, node: str) -> None:
    block = EVERY_BLOCK[node] if node in EVERY_BLOCK else Paragraph(EVERY_INLINE[node])
    document = paper(block, Paragraph((Text("hết"),)))
    shown = seen(writer, WRITERS[writer](document, FORM)).lower()  # as PDF draws capitals where the form has them
    if node == "khmer" and writer == "pdf":  # whose letters are read back in the order of their shapes
        assert shown.endswith("hết")
        return
    place = 0
    for inlines in runs_of_text(document.blocks):
        place = shown.index(bare(inline_text(inlines)).lower(), place)


def everywhere(value: Inline) -> Document:
    """Return a paper with `value` in every place that holds words."""
    words = (Text("đầu "), value, Text(" cuối"))
    table = Table((Column((value,)), Column(words)), (Row("a", ((value,), words)),), caption=words)
    items = Listing((Item((Paragraph((value,)),)), Item((Paragraph(words),))), ("-", "-"))
    blocks: tuple[Block, ...] = (
        Heading(1, words, "title"), Heading(2, (value,), "heading-2"), Paragraph((value,)), Paragraph(words), items,
        table, Columns(((Paragraph((value,)),), (Paragraph((Strong((value,)),)),)), (1, 1), "signatures"),
        Paragraph((Link("https://example.org/", (value,)),)),
    )  # fmt: skip
    return paper(*blocks)


@pytest.mark.parametrize("writer", TEXTUAL)
@pytest.mark.parametrize(
    "value",
    [
        NASTY,
        "# not a heading",
        "- not an item",
        "+ nor this",
        "1. nor a number",
        "2026) nor this",
        "> no quote",
        "=== no underline",
        "    no code",
        "--- no rule",
        "***",
        "| a | b |",
        "| --- |",
        "::: note",
        "<script>alert(1)</script>",
        "<!-- -->",
        "&amp; &#60; &lt;",
        "]]> ]] %%",
        "https://example.com www.example.com",
        "[x]: http://example.com",
        "![image](http://example.com/i.png)",
        "~~gone~~ ^up^ ==mark== $x$ $$y$$",
        "trailing \\",
        "ends with #",
        "tab\there\rand\x0bthere",
        "{% if %} {{ x }} {# y #} {.class}",
        "\"quoted\" 'text' ` ``code`` `",
    ],
)
@pytest.mark.parametrize("kind", [Text, Mention])
def test_a_value_is_never_markup(writer: str, value: str, kind: type) -> None:
    def inline(words: str) -> Inline:
        return Text(words) if kind is Text else Mention("a.b", words)

    written = WRITERS[writer](everywhere(inline(value)), FORM)
    harmless = WRITERS[writer](everywhere(inline("lành")), FORM)
    assert structure(writer, written) == structure(writer, harmless)
    expected = bare(plain_text(everywhere(inline(value))))
    assert seen(writer, written).replace("\ufffd", "") == expected.replace("\x0b", "")


@pytest.mark.parametrize("writer", TEXTUAL)
def test_what_stands_about_a_fact_is_inert_too(writer: str) -> None:
    def document(words: str) -> Document:
        notes = {"a.b": Note(words, words, words)}
        table = Table((Column((Text("c"),)),), (Row("a", ((Text("d"),),)),), caption=(Text("e"),), summary=words)
        return paper(Paragraph((Mention("a.b", "x"),)), table, title=words, notes=notes)

    assert structure(writer, WRITERS[writer](document(NASTY), FORM)) == structure(
        writer, WRITERS[writer](document("lành"), FORM)
    )


@pytest.mark.parametrize("writer", WRITERS)
def test_the_same_paper_is_the_same_bytes_in_any_process(writer: str) -> None:
    code = (
        "import sys\nfrom tests.writers.samples import minutes, style\nfrom toolkit.writers import WRITERS\n"
        f"sys.stdout.buffer.write(WRITERS[{writer!r}](minutes(), style('vn-decree-30')))"
    )
    assert printed(code) == {WRITERS[writer](minutes(), FORM)}
    assert WRITERS[writer](minutes(), FORM) == WRITERS[writer](minutes(), FORM)


@pytest.mark.parametrize("writer", TEXTUAL)
def test_a_writer_loads_no_pdf_library(writer: str) -> None:
    code = (
        "import sys\nfrom tests.writers.samples import minutes, style\nfrom toolkit.writers import WRITERS\n"
        f"WRITERS[{writer!r}](minutes(), style('base'))\nprint('reportlab' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://example.org/a b?c=d&e=f#g", "https://example.org/a%20b?c=d&e=f#g"),
        ("HTTP://example.org:80/ư", "HTTP://example.org:80/%C6%B0"),
        ("mailto:van.phong@example.org?subject=x", "mailto:van.phong@example.org?subject=x"),
        ('https://example.org/>x"y<', "https://example.org/%3Ex%22y%3C"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https://", ""),
        ("https://example.org\n/x", ""),
        (" https://example.org", ""),
    ],
)
def test_only_web_and_mail_addresses_are_links(target: str, url: str) -> None:
    assert web_target(target) == url


@pytest.mark.parametrize("writer", TEXTUAL)
def test_another_target_is_plain_words(writer: str) -> None:
    bad = paper(Paragraph((Link("javascript:alert(1)", (Text("bấm đây"),)),)))
    plain = paper(Paragraph((Text("bấm đây"),)))
    assert structure(writer, WRITERS[writer](bad, FORM)).count("a") == 0
    assert seen(writer, WRITERS[writer](bad, FORM)) == seen(writer, WRITERS[writer](plain, FORM))
    assert b"javascript" not in WRITERS["html"](bad, FORM)
