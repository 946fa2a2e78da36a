import re

import pytest

from tests.writers.reading import Page
from tests.writers.samples import BLANK, NASTY, SENTENCE, TABLE, TARGET, minutes, paper, paragraph, style, text
from toolkit.document.model import Block, Column, Foreign, Heading, Mention, Note, Paragraph, Row, Rule, Table, Text
from toolkit.writers.html import MAX_TITLED_ROWS, write_html

FORM = style("vn-decree-30")


def page(*blocks: Block, **more: object) -> Page:
    return Page(write_html(paper(*blocks, **more), FORM))


def attributes(found: Page, tag: str) -> list[dict[str, str | None]]:
    return [attrs for name, attrs in found.tags if name == tag]


def test_the_page_says_its_language_and_title() -> None:
    found = page(title="A & B", lang="en")
    assert attributes(found, "html") == [{"lang": "en"}]
    assert b"<title>A &amp; B</title>" in write_html(paper(title="A & B"), FORM)
    assert all(attrs.get("content") != "" for attrs in attributes(found, "meta"))


def test_the_page_loads_and_runs_nothing() -> None:
    data = write_html(minutes(), FORM).decode()
    found = Page(data.encode())
    names = {name for name, _ in found.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not re.search(r"@import|url\(", data)
    assert not [key for _, attrs in found.tags for key in attrs if key.startswith("on") or key == "src"]
    policies = [attrs["content"] for attrs in attributes(found, "meta") if "http-equiv" in attrs]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_a_mention_says_its_fact_and_what_stands_behind_it() -> None:
    (span,) = attributes(page(Paragraph((TARGET,))), "span")
    assert span == {
        "class": "fact",
        "data-fact": "figures.target.value",
        "title": "figures.target.value — Kim ngạch — 20000000000 — Báo Thử, 6/2/2030",
    }


def test_facts_in_a_sentence_are_nested() -> None:
    data = write_html(paper(Paragraph((SENTENCE,))), FORM).decode()
    assert re.search(
        r'<span class="fact" data-fact="points.trade.text.vi"[^>]*>Hai bên phấn đấu đạt '
        r'<span class="fact" data-fact="figures.target.value"[^>]*>20 tỷ USD</span> trong năm 2035.</span>',
        data,
    )


def test_what_is_not_known_is_left_out_of_a_tooltip() -> None:
    notes = {"a.b": Note("", "v", ""), "c.d": Note("", "", "")}
    spans = attributes(
        page(Paragraph((Mention("a.b", "x"), Mention("c.d", "y"), Mention("e.f", "z"))), notes=notes), "span"
    )
    assert [span.get("title") for span in spans] == ["a.b — v", "c.d", None]


def test_an_open_fact_is_highlighted() -> None:
    (span,) = attributes(page(Paragraph((BLANK,))), "span")
    assert span["class"] == "fact open"
    assert ".open{background:#FFF2A8" in write_html(paper(), FORM).decode()


def test_a_draft_says_so() -> None:
    assert attributes(page(draft=True), "body") == [{"class": "draft"}]
    assert attributes(page(), "body") == [{"class": "final"}]
    found = page(running=(Text("DỰ THẢO "), TARGET))
    assert "".join(found.words).split() == ["DỰ", "THẢO", "20", "tỷ", "USD"]


def test_elements_say_what_they_are() -> None:
    names = [name for name, _ in Page(write_html(minutes(), FORM)).tags]
    assert names.count("h1") == 1
    assert {"header", "footer", "main", "h2", "h3", "p", "ol", "ul", "li", "hr", "caption", "thead", "tbody"} <= set(
        names
    )
    assert names.index("header") < names.index("h1") < names.index("footer")


def test_a_table_names_its_columns_and_itself() -> None:
    found = page(TABLE)
    assert attributes(found, "th") == [{"scope": "col"}] * 3
    assert [attrs.get("class") for attrs in attributes(found, "td")[:3]] == ["center", None, "right"]
    widths = [float(re.sub(r"[^\d.]", "", attrs["style"] or "")) for attrs in attributes(found, "col")]
    assert widths == pytest.approx([100 / 9, 600 / 9, 200 / 9], abs=0.1)
    assert "Ba cột: số, tên, giá trị" in found.words


def test_a_long_table_has_short_tooltips() -> None:
    def long_table(rows: int) -> Table:
        return Table((Column(text("a")),), tuple(Row(str(i), ((TARGET,),)) for i in range(rows)))

    titles = {span["title"] for span in attributes(page(long_table(MAX_TITLED_ROWS + 1)), "span")}
    assert titles == {"figures.target.value"}
    assert len(attributes(page(long_table(MAX_TITLED_ROWS)), "span")[0]["title"] or "") > 40


def test_a_list_shows_exactly_its_labels() -> None:
    labels = [attrs["data-label"] for attrs in attributes(Page(write_html(minutes(), FORM)), "li")]
    assert labels == ["1.", "a)", "b)", "2.", "a)", "b)", "c)", "d)", "đ)", "e)", "-", "-", "-", "-", "-", "-"]


def test_foreign_words_have_their_language() -> None:
    assert attributes(page(Paragraph((Foreign("km", text("x")),))), "span") == [{"lang": "km"}]


def test_levels_below_the_sixth_are_the_sixth() -> None:
    assert [name for name, _ in page(Heading(9, text("x"), "heading-2")).tags][-1] == "h6"


def test_attributes_hold_any_words() -> None:
    notes = {"a.b": Note(NASTY, '"><script>', "'")}
    (span,) = attributes(page(Paragraph((Mention("a.b", NASTY),)), notes=notes), "span")
    assert span["title"] == f"a.b — {NASTY} — \"><script> — '"


def test_an_unknown_role_looks_like_the_body_and_a_rule_like_its_own() -> None:
    found = page(paragraph("a", "no-such-role"), Rule())
    assert attributes(found, "p") == [{"class": "r-body"}]
    assert attributes(found, "hr") == [{"class": "r-rule"}]


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    assert b"a?b" in write_html(paper(paragraph("a\ud800b")), FORM)
