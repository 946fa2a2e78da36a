import re

from lxml import etree
from msgspec.structs import replace

from tests.acts import DAY
from tests.writers.docx.lint import find, parts, words
from tests.writers.docx.reading import values
from tests.writers.issues import A, B, beside, listing, target, wrapped
from tests.writers.samples import TABLE, paper, paragraph, style, text
from toolkit.document.diff import diff
from toolkit.document.model import Block, Document, Link, Listing, Mention, Paragraph, Strong, Text
from toolkit.document.redline import Remark
from toolkit.writers.docx import write_docx
from toolkit.writers.docx.redline import write_redline_docx

FORM = style("vn-decree-30")
REMARK = Remark("Mục tiêu", "20", "25", "lý do", "nguồn", "Mẫu", DAY)


def body(old: Document | Block, new: Document | Block, *corrected: str) -> etree._Element:
    issues = [each if isinstance(each, Document) else paper(each, B) for each in (old, new)]
    data = write_redline_docx(diff(*issues), FORM, dict.fromkeys(corrected, REMARK))
    return find(etree.fromstring(parts(data)["word/document.xml"]), "w:body")[0]


def tracked(root: etree._Element) -> list[str]:
    """Return what came with `+`, what went with `-`, in order."""
    found = []
    for node in find(root, ".//w:ins[w:r]|.//w:del[w:r]"):
        gone = "".join(text_.text or "" for text_ in find(node, ".//w:delText"))
        found.append(f"-{gone}" if gone else f"+{words(node)}")
    return found


def test_a_value_is_replaced_within_its_sentence() -> None:
    assert tracked(body(target("20 tỷ"), target("25 tỷ"))) == ["-20 tỷ", "+25 tỷ"]


def test_each_change_has_its_comment_once_a_paragraph() -> None:
    def facts(one: str, other: str) -> Block:
        return Paragraph((Mention("f.a", one), Text(" và "), Mention("f.b", other), Text(" và "), Mention("f.a", one)))

    root = body(facts("1", "3"), facts("2", "4"), "f.a", "f.b")
    assert tracked(root) == ["-1", "+2", "-3", "+4", "-1", "+2"]
    assert len(find(root, ".//w:commentReference")) == 2


def test_another_role_is_another_style_not_other_words() -> None:
    root = body(A, replace(A, role="note"))
    assert tracked(root) == []
    (old,) = find(root, ".//w:pPrChange/w:pPr/w:pStyle/@w:val")
    (new,) = find(root, "w:p[w:pPr/w:pPrChange]/w:pPr/w:pStyle/@w:val")
    assert (str(old), str(new)) == ("BodyText", "Note")


def test_below_a_table_that_comes_a_paragraph_has_another_style() -> None:
    root = body(paper(A, B), paper(TABLE, A, B))
    (node,) = find(root, "w:p[w:pPr/w:pPrChange]")
    assert values(node, ".//w:pStyle") == ["BodyTextBelowTable", "BodyText"]


def test_words_that_look_otherwise_under_another_role_are_replaced() -> None:
    strong = replace(A, inlines=(Strong(text("đậm")), Text(" nhạt")))
    assert tracked(body(strong, replace(strong, role="lead"))) == ["-đậm", "+đậm"]  # bold in bold is no trait


def test_a_changed_link_is_replaced_inside_its_element() -> None:
    one, other = (Paragraph((Link(f"https://example.org/{page}", text("trang")),)) for page in "ab")
    root = body(one, other)
    assert tracked(root) == ["-trang", "+trang"]
    assert len(find(root, ".//w:hyperlink[w:ins or w:del]")) == 2


def test_items_are_numbered_as_one_list() -> None:
    root = body(listing("a", "c"), listing("a", "b", "c"))
    assert len(set(map(str, find(root, ".//w:numId/@w:val")))) == 1
    assert tracked(root) == ["+b"]


def test_a_label_that_is_text_changes_as_text() -> None:
    old, new = listing("a", "b", "c", labels=("c)", "d)", "đ)")), listing("a", "c", labels=("d)", "đ)"))
    assert tracked(body(old, new)) == ["-c)", "+d)", "-d)b"]


def test_what_opens_an_item_shows_its_label() -> None:
    def first(block: Block) -> Listing:
        return wrapped((block, B))

    root = body(first(A), first(replace(A, inlines=text("đoạn thứ nhì"))))
    assert [bool(find(node, "w:pPr/w:numPr")) for node in find(root, "w:p")][:2] == [True, False]


def test_cells_beside_are_changed_each_by_itself() -> None:
    root = body(beside((A,), (B,)), beside((A,), (paragraph("câu hai ngắn hơn"),)))
    left, right = find(root, ".//w:tc")
    assert tracked(left) == []
    assert tracked(right) == ["-dài", "+ngắn"]


def test_the_widths_of_cells_are_the_papers() -> None:
    old, new = (paper(beside((paragraph(each),), (B,)), B) for each in ("một", "hai"))
    redline, plain = write_redline_docx(diff(old, new), FORM, {}), write_docx(new, FORM)
    widths = [
        re.findall(rb'<w:(?:tcW|gridCol) w:w="(\d+)"', parts(data)["word/document.xml"]) for data in (redline, plain)
    ]
    assert widths[0] == widths[1] != []


def test_a_comment_goes_with_what_goes() -> None:
    root = body(paper(A, Paragraph((Mention("points.p.text", "điểm"),)), B), paper(A, B), "points.p")
    assert find(root, ".//w:del/w:r/w:commentReference")
