import re
from html.parser import HTMLParser

import pytest

from tests.acts import DAY, act
from tests.sheets import plain_text
from tests.writers.issues import NEXT, PAIRS, A, beside, listing, table, target
from tests.writers.reading import Page
from tests.writers.samples import NASTY, minutes, paper, paragraph, style
from toolkit.document.changes import Side, words_of
from toolkit.document.diff import diff
from toolkit.document.model import Block, Document, Mention, Note, Paragraph
from toolkit.document.passages import changed_passages
from toolkit.document.redline import Remark
from toolkit.writers.html_redline import write_redline_html

FORM = style("vn-decree-30")
REMARK = Remark("Mục tiêu", "20 & <tỷ>", "25 tỷ", "Lỗi đánh máy", "Công văn 12", "Trần Thị Mẫu", DAY)
REMARKS = {"figures.target.value": REMARK}


class Issues(HTMLParser):
    """The words of both issues on a redline's page, without remarks and what only describes."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.words = {Side.OLD: "", Side.NEW: ""}
        self.open: list[str] = []
        self.feed(data.decode().partition("<main>")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quiet = tag == "sup" or dict(attrs).get("class") in ("remarks", "summary")
        if tag not in ("br", "hr", "col"):
            self.open.append("quiet" if quiet else tag)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for side, other in ((Side.OLD, "ins"), (Side.NEW, "del")):
            if other not in self.open and "quiet" not in self.open:
                self.words[side] += data


def page(old: Document, new: Document, remarks: dict[str, Remark] | None = None) -> bytes:
    return write_redline_html(diff(old, new), FORM, REMARKS if remarks is None else remarks)


def bare(words: str) -> str:
    return re.sub(r"\s", "", words)


def agrees(data: bytes, old: Document, new: Document) -> None:
    issues = Issues(data)
    assert issues.open == []
    for side, document in ((Side.OLD, old), (Side.NEW, new)):
        running = "".join(inline.text for inline in document.running if hasattr(inline, "text"))
        assert bare(issues.words[side]) == bare(running + plain_text(document))


@pytest.mark.parametrize("name", PAIRS)
def test_both_issues_can_be_read_from_the_page(name: str) -> None:
    old, new = (paper(*blocks) for blocks in PAIRS[name])
    agrees(page(old, new), old, new)
    agrees(page(new, old), new, old)


@pytest.mark.parametrize("number", range(0, 60, 2))
def test_both_issues_of_invented_acts_can_be_read_from_the_page(number: int) -> None:
    made = act(number)
    data = write_redline_html(diff(made.old.document, made.new.document), made.new.style, made.remarks)
    agrees(data, made.old.document, made.new.document)


def test_a_change_tells_why_in_its_tooltip_and_at_the_end() -> None:
    data = page(paper(target("20 tỷ")), paper(target("25 tỷ")))
    tags = [(tag, attributes) for tag, attributes in Page(data).tags if tag in ("ins", "del")]
    why = "Mục tiêu: 20 & <tỷ> → 25 tỷ — Lỗi đánh máy — Công văn 12 — Trần Thị Mẫu, 2031-06-01"
    assert tags == [(tag, {"title": why, "datetime": "2031-06-01"}) for tag in ("del", "ins")]
    text_ = data.decode()
    assert text_.count('href="#remark-1"') == text_.count('id="remark-1"') == 1
    assert "20 &amp; &lt;tỷ&gt; → 25 tỷ<br>Lỗi đánh máy<br>Công văn 12<br>Trần Thị Mẫu, 2031-06-01</li>" in text_


def test_facts_in_a_change_have_no_tooltip_that_hides_it() -> None:
    notes = {"figures.target.value": Note("Kim ngạch", "20", "Báo")}
    old, new = (paper(target(value), A, notes=notes) for value in ("20", "25"))
    spans = [attributes for tag, attributes in Page(page(old, new)).tags if tag == "span"]
    assert [("title" in each, each["data-fact"]) for each in spans] == [(False, "figures.target.value")] * 2


def test_without_remarks_there_are_neither_tooltips_nor_notes() -> None:
    data = page(paper(target("20")), paper(target("25")), {}).decode()
    assert "<del>" in data
    assert "<aside" not in data
    assert "<sup" not in data


def test_the_same_remark_is_noted_once() -> None:
    data = page(paper(target("20"), A, target("20")), paper(target("25"), A, target("25"))).decode()
    assert data.count('href="#remark-1"') == 2
    assert data.count("<li id=") == 1


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (listing("a"), listing("a", "b"), '<li class="r-list" data-label="2."><p class="r-list"><ins>b</ins></p></li>'),
        (table("a"), table("a", "b"), "<tr><td><ins>b 0</ins></td><td><ins>b 1</ins></td></tr>"),
        (table("a", columns=1), table(columns=1), "<tr><td><del>a 0</del></td></tr>"),
        (beside((A,)), beside(()), '<header class="columns"><div style="width:100%"><p class="r-body"><del>'),
        (NEXT, Paragraph(NEXT.inlines), '<p class="r-body">Phần sau</p>'),
        (A, table("a", columns=1), '<ins class="block"><table>'),
    ],
)  # fmt: skip
def test_changes_stand_where_the_page_allows_them(old: Block, new: Block, expected: str) -> None:
    data = page(paper(old), paper(new), {}).decode()
    assert expected.replace('<p class="r-list">', "<p>") in data.replace('<p class="r-list">', "<p>")


def test_values_and_remarks_are_never_markup() -> None:
    def made(words: str) -> list[str]:
        remark = Remark(words, words, words, words, words, words, DAY)
        old, new = (paper(Paragraph((Mention("a.b", value),)), title=words) for value in ("1", words))
        return [tag for tag, _ in Page(page(old, new, {"a.b": remark})).tags]

    assert made(NASTY) == made("lành")


def test_an_unchanged_paper_has_no_changes() -> None:
    data = page(minutes(), minutes())
    assert not {"ins", "del", "aside"} & {tag for tag, _ in Page(data).tags}


def test_every_passage_of_the_list_is_on_the_page() -> None:
    count = 0
    for made in map(act, range(12)):
        redline = diff(made.old.document, made.new.document)
        issues = Issues(write_redline_html(redline, made.new.style, {}))
        for passage in changed_passages(redline.changes, redline.running):
            for cell in words_of(passage.words, Side.NEW).split(" | "):
                assert bare(cell) in bare(issues.words[Side.NEW])
            count += 1
    assert count > 12


def test_a_role_unknown_to_the_form_looks_like_the_body() -> None:
    assert b'<p class="r-body"><ins>' in page(paper(), paper(paragraph("a", "no-role")), {})
