"""Markdown with marks to blocks; no value of a fact is ever markup."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests import sheets
from toolkit.compose.composer import Composition
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import (
    Block,
    Emphasis,
    Foreign,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Mention,
    Paragraph,
    Rule,
    Strong,
    Table,
    Text,
)
from toolkit.document.walk import inline_text, mentions, runs_of_text
from toolkit.facts.model import Sheet

NASTY = "*Ltd* _x_ [x](y) <b>&amp; | # `c` ~~s~~ {.r} ![i](j)\n\n- a\n1. b\n> q\n***\n| a |\n|---|\n    code \\"


def blocks(template: str, sheet: Sheet | None = None) -> tuple[Block, ...]:
    """Return the blocks that `template` makes, without the notice of a draft."""
    return sheets.compose(template, sheet).document.blocks[1:]


def block(template: str) -> Block:
    (only,) = blocks(template)
    return only


def test_headings_have_levels_and_roles() -> None:
    assert [(it.level, it.role) for it in blocks("# A\n\n## B\n\n### C\n") if isinstance(it, Heading)] == [
        (1, "title"), (2, "heading-2"), (3, "heading-3")
    ]  # fmt: skip


def test_a_paragraph_joins_its_lines_and_breaks_where_told() -> None:
    only = block("one\ntwo\\\nthree\n")
    assert isinstance(only, Paragraph)
    assert only.inlines == (Text("one"), Text(" "), Text("two"), LineBreak(), Text("three"))


def test_emphasis_links_and_languages() -> None:
    assert block("**a *b*** [c](https://example.org)\n").inlines == (  # type: ignore[union-attr]
        Strong((Text("a "), Emphasis((Text("b"),)))), Text(" "), Link("https://example.org", (Text("c"),)),
    )  # fmt: skip
    for above in ("", "## "):
        only = block(f"{{lang=vi}}\n{above}Xin chào\n")
        assert only.inlines == (Foreign("vi", (Text("Xin chào"),)),)  # type: ignore[union-attr]


def test_a_role_stands_above_its_block() -> None:
    assert [getattr(it, "role", "") for it in blocks("{.lead}\nA\n\n{.note}\nB\n\nC\n")] == ["lead", "note", "body"]
    assert [getattr(it, "role", "") for it in blocks("> A\n\n{.embargo}\n---\n")] == ["quote", "embargo"]


def test_a_role_behind_a_backslash_is_text() -> None:
    assert inline_text(block("a \\{.lead} b\n").inlines) == "a {.lead} b"  # type: ignore[union-attr]


def test_lists_carry_their_labels() -> None:
    numbered, dashed = blocks("3. a\n4. b\n   - c\n\n***\n\n- d\n")[::2]
    assert isinstance(numbered, Listing)
    assert isinstance(dashed, Listing)
    assert (numbered.labels, numbered.ordered) == (("3.", "4."), True)
    assert (dashed.labels, dashed.ordered) == (("-",), False)
    inner = numbered.items[1].blocks[1]
    assert isinstance(inner, Listing)
    assert isinstance(blocks("***\n")[0], Rule)


def test_small_tables_may_be_written_out() -> None:
    table = block("| A | B |\n|:--|--:|\n| {{ title }} | 2 |\n")
    assert isinstance(table, Table)
    assert [column.align for column in table.columns] == ["left", "right"]
    assert [inline_text(cell) for cell in table.rows[0].cells] == ["Talks of Norvia and Sarmand", "2"]


def test_every_block_has_a_key_of_its_own() -> None:
    made = blocks("{{ title }}\n\n{{ title }}\n\nA\n\nA\n\n- {{ event.place }}\n")
    keys = [it.key for it in made]
    assert len(set(keys)) == len(keys)
    assert keys[0] == "body:title.en"


def test_the_first_heading_and_its_subject_are_the_title() -> None:
    document = sheets.compose("# Minutes\n\n{.subject}\n{{ title }}\n").document
    assert document.title == "Minutes – Talks of Norvia and Sarmand"
    assert sheets.compose("Words.\n").document.title == "note"


@pytest.mark.parametrize(
    ("template", "code"),
    [
        ("`a`\n", "unsupported-markdown"),
        ("    a\n", "unsupported-markdown"),
        ("a\n{.lead}\nb\n", "misplaced-block"),
        ("- a\n{.lead}\n- b\n", "misplaced-block"),
        ("# A {.lead}\n", "misplaced-block"),
        ("a\n{lang=vi}\nb\n", "misplaced-block"),
        ("| A {.lead} |\n|---|\n", "misplaced-block"),
        ("{.note .lead}\nA\n", "bad-setting"),
        ("{.note}\n{.lead}\n# A\n", "bad-setting"),
        ("{lang=vi}\n- A\n", "bad-setting"),
        ("{lang=vi}\n---\n", "bad-setting"),
        ("{align=right}\nA\n", "bad-setting"),
        ("{.note}\n> A\n", "bad-setting"),
        ("{.note}\n| A |\n|---|\n", "bad-setting"),
        ("{.note}\n{{ page_break() }}\n", "bad-setting"),
        ("```\na\n```\n", "unsupported-markdown"),
        ("![a](b)\n", "unsupported-markdown"),
        ("a\n\n" + "*" * 600 + "x" + "*" * 600, "unsupported-markdown"),
        ("[a](ftp://b)\n", "bad-link"),
        ("[a](data:text/html,b)\n", "bad-link"),
        ("[a](JavaScript:b)\n", "bad-link"),
        ("[a](//b)\n", "bad-link"),
        ("<vbscript:a>\n", "bad-link"),
        ("[a](https://b/{{ title }})\n", "lost-mention"),
        ('[a](https://b "{{ title }}")\n', "lost-mention"),
        ("[a]: https://b\n[{{ title }}]: https://c\n\n[a]\n", "lost-mention"),
        ("{.{{ title }}}\nA\n", "unknown-role"),
        ("```{{ title }}\na\n```\n", "unsupported-markdown"),
        ("{{ title }}&#xF0000;\n", "lost-mention"),
        ("&#xF0001;\n", "forbidden-character"),
        ("&#x10FFFD;\n", "forbidden-character"),
        ("A {{ page_break() }}\n", "misplaced-block"),
        ("# {{ page_break() }}\n", "misplaced-block"),
    ],
)
def test_what_no_paper_can_hold_is_refused(template: str, code: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        blocks(template)
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.span and finding.span.file) == (code, "templates/note.md.j2")


def test_html_is_words() -> None:
    assert inline_text(block("<script>alert(1)</script> <b>x</b>\n").inlines) == "<script>alert(1)</script> <b>x</b>"  # type: ignore[union-attr]


TEMPLATE = """\
# {{ title }}

{.lead}
{{ event.place }}: **{{ event.frame }}** *{{ event.kind }}* [{{ title }}](https://example.org)\\
{{ people.an }}

- {{ facts.ceremony }}
- a {{ people.ivo }} b

1. {{ points.trade.topic }}

> {{ points.trade }}

| {{ parties.no }} | B |
|---|---|
| {{ parties.sa }} | {{ figures.trade }} |

{{ table(agreements, columns=[column(parties.no, "{title} {act}"), column("x", "{between}")], caption=title) }}

{{ people | join("; ") }} {{ organisations | names }} {{ event.place | capital }}
"""


def shape(block: Block | Inline) -> object:
    """Return the structure of a block: its types, without any words."""
    match block:
        case Text() | Mention() | LineBreak():
            return type(block).__name__
        case _:
            parts = [
                getattr(block, name)
                for name in ("inlines", "blocks", "items", "rows", "cells", "columns", "head")
                if hasattr(block, name)
            ]
            return (type(block).__name__, [[shape(each) for each in part] if part else [] for part in map(flat, parts)])


def flat(part: object) -> list[Block | Inline]:
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return [each for item in part for each in flat(item)]
    return [part]  # type: ignore[list-item]


def with_texts(value: str) -> Sheet:
    """Return the invented sheet with every plain text replaced by `value`."""
    sheet = sheets.sheet()
    plain = {path for path, fact in sheet.facts.items() if isinstance(fact.value, str) and fact.kind == "text"}
    chosen = {path for path in plain if not path.startswith("office.") and "unit" not in path}
    words = value.replace("{", "{{").replace("}", "}}")
    return replace(sheet, facts={p: replace(f, value=words) if p in chosen else f for p, f in sheet.facts.items()})


def made(value: str) -> Composition:
    return sheets.compose(TEMPLATE, with_texts(value))


PLAIN = [shape(block) for block in made("x").document.blocks]


@given(st.one_of(st.text(st.sampled_from("*_[]()<>&|#`{}~!\\\n -.:1x=\"'"), max_size=20), st.text(max_size=12)))
@example(NASTY)
@example("&#xF0001;")
@example("\U000f0000")
@example("{{ title }}")
@example("{% raw %}")
@example("")
def test_no_value_changes_the_structure_of_a_paper(value: str) -> None:
    composition = made(value)
    assert [shape(block) for block in composition.document.blocks] == PLAIN
    printed = re.sub(r" *\n[ \n]*", " ", value).strip()
    names = [mention.text for mention in mentions(composition.document) if mention.fact == "parties.no.name.en"]
    assert names
    assert set(names) == {printed}


def test_every_fact_that_is_printed_is_in_the_paper_as_often() -> None:
    composition = sheets.compose("{{ title }}\n\n- {{ title }} {{ title }}\n\n# {{ title }}\n")
    assert len(sheets.printed(composition, "title.en")) == 4
    assert sum(1 for run in runs_of_text(composition.document.blocks) for _ in run) >= 4
