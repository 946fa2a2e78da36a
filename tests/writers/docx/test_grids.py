from lxml import etree
from msgspec.structs import replace

from tests.acts import DAY
from tests.writers.docx.lint import find, parts, words
from tests.writers.issues import A, table
from tests.writers.samples import paper, style, text
from toolkit.document.diff import diff
from toolkit.document.model import Column, Mention, Row, Table
from toolkit.document.redline import Remark
from toolkit.writers.docx.redline import write_redline_docx

REMARKS = {"agreements.b": Remark("Văn kiện", "b", "–", "không ký", "", "Mẫu", DAY)}


def rows(old: Table, new: Table) -> list[etree._Element]:
    """Return the rows of the one table in the redline."""
    data = write_redline_docx(diff(paper(old, A), paper(new, A)), style("base"), REMARKS)
    return find(etree.fromstring(parts(data)["word/document.xml"]), "//w:tr")


def agreements(*keys: str) -> Table:
    made = tuple(Row(f"agreements.{key}", (text(""), (Mention(f"agreements.{key}.title", key),))) for key in keys)
    return Table((Column(text("Số")), Column(text("Tên"))), made)


def test_rows_stand_in_reading_order_each_with_its_kind() -> None:
    found = rows(table("a", "b", "c"), table("b", "n", "c"))
    kinds = ["".join(kind for kind in ("ins", "del") if find(row, f"w:trPr/w:{kind}")) for row in found]
    assert kinds == ["", "del", "", "ins", ""]


def test_a_kept_row_is_as_the_paper_has_it() -> None:
    kept = rows(table("a", "b"), table("a", "b", "c"))[1]
    assert not find(kept, ".//w:ins|.//w:del|.//w:commentReference")
    assert words(kept) == "a 0a 1"


def test_only_the_changed_cell_is_tracked() -> None:
    new = table("a")
    changed = rows(table("a"), replace(new, rows=(Row("a", (text("a 0"), text("a 2"))),)))[1]
    first, second = find(changed, "w:tc")
    assert not find(first, ".//w:ins|.//w:del")
    assert [words(node) for node in find(second, ".//w:ins")] == ["2"]


def test_a_row_that_goes_has_one_comment_at_its_first_words() -> None:
    found = rows(agreements("a", "b", "c"), agreements("a", "c"))[2]
    first, second = find(found, "w:tc")
    assert not find(first, ".//w:commentReference")
    assert find(second, ".//w:del/w:r/w:commentReference")


def test_headings_of_columns_are_compared() -> None:
    new = replace(table("a"), columns=(Column(text("Cột X")), Column(text("Cột 1"))))
    heads = rows(table("a"), new)[0]
    assert [words(node) for node in find(heads, ".//w:ins")] == ["X"]
