import re
from datetime import date

import pytest
from lxml import etree

from tests.writers.docx.lint import W, find, words
from toolkit.document.changes import Side
from toolkit.document.explanation import Explanation
from toolkit.document.redline import Remark
from toolkit.writers.docx.tracking import Stamp, Tracking, paragraphs, with_contents

DAY = date(2031, 6, 1)
OFFICE = Stamp("Văn phòng", DAY)
REMARKS = {
    "f.a": Remark("A", "1", "2", "lý do", "nguồn", 'Trần "Thử" <Mẫu>', date(2031, 5, 30)),
    "f.b": Remark("B", "3", "4", "", "", "", DAY),
}
RUN = '<w:r><w:t xml:space="preserve">a</w:t></w:r>'
ABOUT = 'w:author="Văn phòng" w:date="2031-06-01T00:00:00Z"'


def tracking() -> Tracking:
    return Tracking(REMARKS, OFFICE)


def test_a_change_is_stamped_by_its_first_remark() -> None:
    assert tracking().stamp(Explanation(("f.a", "f.b"))) == ('Trần "Thử" <Mẫu>', date(2031, 5, 30))
    assert tracking().stamp(Explanation(("f.b",))) == ("Văn phòng", DAY)
    assert tracking().stamp(Explanation(())) == OFFICE


def test_runs_come_and_go() -> None:
    made = tracking()
    assert made.runs(RUN, Side.BOTH, OFFICE) == RUN
    assert made.runs(RUN + RUN, Side.NEW, OFFICE) == f'<w:ins w:id="1" {ABOUT}>{RUN}{RUN}</w:ins>'
    gone = RUN.replace("w:t ", "w:delText ").replace("/w:t>", "/w:delText>")
    assert made.runs(RUN, Side.OLD, OFFICE) == f'<w:del w:id="2" {ABOUT}>{gone}</w:del>'
    assert made.runs("", Side.NEW, OFFICE) == ""


def test_a_link_stays_around_its_runs_and_a_tab_is_no_text() -> None:
    made = tracking().runs(f'<w:hyperlink r:id="x">{RUN}</w:hyperlink><w:r><w:tab/></w:r>', Side.OLD, OFFICE)
    assert made.startswith('<w:hyperlink r:id="x"><w:del ')
    assert "<w:r><w:tab/></w:r>" in made


def test_every_mark_has_a_number_of_its_own() -> None:
    made = tracking()
    marks = [
        made.mark(Side.NEW, OFFICE), made.mark(Side.OLD, OFFICE), made.mark(Side.BOTH, OFFICE),
        made.restyled("<w:x/>", OFFICE), made.turned("<w:y/>", OFFICE),
    ]  # fmt: skip
    assert re.findall(r'w:id="(\d+)"', "".join(marks)) == ["1", "2", "3", "4"]
    assert marks[2] == ""
    assert marks[3] == f'<w:pPrChange w:id="3" {ABOUT}><w:pPr><w:x/></w:pPr></w:pPrChange>'


def test_a_row_goes_with_all_its_paragraphs() -> None:
    cells = "".join(f"<w:tc><w:p><w:pPr></w:pPr>{content}</w:p></w:tc>" for content in ("", RUN))
    made = tracking().rows(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>", Side.OLD, OFFICE)
    assert made.count("<w:del ") == 1 + 2 + 1
    assert re.search(r"<w:cantSplit/><w:del [^>]*/></w:trPr>", made)


def test_contents_can_be_exchanged() -> None:
    xml = f"<w:p><w:pPr>1</w:pPr>{RUN}</w:p><w:p><w:pPr>2</w:pPr></w:p>"
    assert paragraphs(xml) == [("1", RUN), ("2", "")]
    assert with_contents(xml, ["a", "b"]) == "<w:p><w:pPr>1</w:pPr>a</w:p><w:p><w:pPr>2</w:pPr>b</w:p>"


@pytest.mark.parametrize("side", [Side.BOTH, Side.OLD])
def test_a_comment_stands_around_words_and_goes_with_them(side: Side) -> None:
    made = tracking()
    content = made.comment(RUN, Explanation(("f.a",)), side)
    assert content.startswith(f'<w:commentRangeStart w:id="0"/>{RUN}<w:commentRangeEnd w:id="0"/>')
    assert ("<w:del " in content) is (side is Side.OLD)
    (comment,) = etree.fromstring(made.comments_xml())
    assert (comment.get(f"{W}author"), comment.get(f"{W}initials")) == ('Trần "Thử" <Mẫu>', 'T"<')
    assert [words(line) for line in find(comment, "w:p")][:2] == ["A: 1 → 2", "lý do"]


def test_there_is_no_comment_without_anything_to_tell() -> None:
    made = tracking()
    assert made.comment("", Explanation(("f.a",))) == ""
    assert made.comment(RUN, Explanation(())) == RUN
    assert made.comments_xml() == b""


def test_the_whole_act_is_told_once_in_a_row() -> None:
    made, act = tracking(), Explanation(("f.a", "f.b"), brief=True)
    told = [made.comment(RUN, why) != RUN for why in (act, act, Explanation(("f.b",)), act, act)]
    assert told == [True, False, True, True, False]
