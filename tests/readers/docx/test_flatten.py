import pytest
from lxml import etree

from tests.writers.docx.lint import NS, Element
from toolkit.readers.docx.flatten import Story, is_volatile
from toolkit.readers.docx.identity import Identity
from toolkit.readers.docx.markup import TAG, VAL
from toolkit.readers.passages import Row, Tracked, legible, unit_skeleton

PREFIXES = {**NS, "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006"}
PREFIXES["m"] = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
OLD = '<w:del w:id="1"><w:r><w:delText>20</w:delText></w:r></w:del>'
NEW = '<w:ins w:id="2"><w:r><w:t>2</w:t></w:r><w:r><w:t>5</w:t></w:r></w:ins>'


def identify(settings: Element) -> Identity | None:
    tag = settings.find(TAG)
    return Identity(tag.get(VAL) or "") if tag is not None else None


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def control(content: str, settings: str = '<w:tag w:val="a"/>') -> str:
    return f"<w:sdt><w:sdtPr>{settings}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def cell(content: str, settings: str = "") -> str:
    return f"<w:tc><w:tcPr>{settings}</w:tcPr><w:p>{content}</w:p></w:tc>"


def marked(kind: str, content: str) -> str:
    """Return a paragraph whose end was inserted or deleted."""
    return f'<w:p><w:pPr><w:rPr><w:{kind} w:id="9"/></w:rPr></w:pPr>{content}</w:p>'


def story(body: str, view: Tracked = Tracked.ACCEPT) -> tuple[Story, list[str]]:
    """Return the reader of `body` and its lines and rows, a control as `{fact=words}`."""
    read = Story(identify, view)
    units = read.units(etree.fromstring(f"<w:body {DECLARED}>{body}</w:body>"))
    lines = [legible(unit_skeleton(unit)) for unit in units]
    return read, lines


def lines(body: str, view: Tracked = Tracked.ACCEPT) -> list[str]:
    return story(body, view)[1]


def said(body: str, view: Tracked = Tracked.ACCEPT) -> list[tuple[str, str]]:
    return [(found.identity.fact, found.text) for found in story(body, view)[0].controls]


def test_paragraphs_are_lines_and_empty_ones_are_none() -> None:
    assert lines(f"<w:p>{run('một')}{run(' hai')}</w:p><w:p/><w:p>{run(' ')}</w:p><w:p>{run('ba')}</w:p>") == [
        "một hai",
        "ba",
    ]


def test_a_control_is_one_piece_whatever_is_inside() -> None:
    body = f"<w:p>{run('đạt ')}{control(run('2') + run('0'))}{run('.')}</w:p>"
    assert lines(body) == ["đạt {a}."]
    assert said(body) == [("a", "20")]


@pytest.mark.parametrize(("view", "words"), [(Tracked.ACCEPT, "25"), (Tracked.REJECT, "20")])
def test_tracked_changes_are_read_in_both_ways(view: Tracked, words: str) -> None:
    assert lines(f"<w:p>{OLD}{NEW}{run(' tỷ')}</w:p>", view) == [f"{words} tỷ"]
    assert said(f"<w:p>{control(OLD + NEW)}</w:p>", view) == [("a", words)]


@pytest.mark.parametrize(("view", "words"), [(Tracked.ACCEPT, "sau trước"), (Tracked.REJECT, "trước sau ")])
def test_moved_words_stand_in_one_place(view: Tracked, words: str) -> None:
    rest = run(" sau ") if view is Tracked.REJECT else run("sau ")
    body = (
        f"<w:p><w:moveFrom w:id='1'>{run('trước')}</w:moveFrom>{rest}<w:moveTo w:id='2'>{run('trước')}</w:moveTo></w:p>"
    )
    assert lines(body, view) == [words]


@pytest.mark.parametrize(("view", "found"), [(Tracked.ACCEPT, []), (Tracked.REJECT, [("a", "20")])])
def test_a_control_whose_words_were_all_deleted_is_gone(view: Tracked, found: list[tuple[str, str]]) -> None:
    body = f"<w:p>{run('x')}{control(OLD)}</w:p>"
    assert said(body, view) == found
    assert lines(body, view) == ["x{a}" if found else "x"]


def test_an_emptied_control_stays() -> None:
    assert said(f"<w:p>{control('')}</w:p>") == [("a", "")]


def test_a_placeholder_is_no_text() -> None:
    shown = '<w:tag w:val="a"/><w:showingPlcHdr/>'
    ((read, _),) = [story(f"<w:p>{control(run('Click here'), shown)}</w:p>")]
    assert [(found.text, found.placeholder) for found in read.controls] == [("", True)]
    assert lines(f"<w:p>{run('x')}{control(run('Click here'), '<w:showingPlcHdr/>')}</w:p>") == ["x"]


def test_a_control_of_somebody_else_is_looked_through() -> None:
    inner = control(run("20"))
    outer = control(run("đạt ") + inner, '<w:alias w:val="x"/>')
    assert lines(f"<w:p>{outer}</w:p>") == ["đạt {a}"]
    assert lines(control(f"<w:p>{inner}</w:p>", "<w:richText/>")) == ["{a}"]
    assert lines(control(f"<w:p>{run('Click')}</w:p>", "<w:showingPlcHdr/>")) == []


def test_a_control_in_a_control_is_found_and_its_words_are_the_outer_ones_too() -> None:
    inner = control(run("20"), '<w:tag w:val="b"/>')
    body = f"<w:p>{control(run('đạt ') + inner)}</w:p>"
    assert said(body) == [("b", "20"), ("a", "đạt 20")]
    assert lines(body) == ["{a}"]


def test_a_control_around_paragraphs_rows_or_cells_is_found() -> None:
    block = control(f"<w:p>{run('một')}</w:p><w:p>{run('hai')}</w:p>")
    assert said(block) == [("a", "một\nhai")]
    assert lines(block) == ["{a}"]
    row = f"<w:tr>{cell(run('x'))}{control(cell(run('20')))}</w:tr>"
    assert said(f"<w:tbl>{row}</w:tbl>") == [("a", "20")]
    assert lines(f"<w:tbl>{control(row, '<w:richText/>')}</w:tbl>") == ["x | {a}"]
    assert lines(f"<w:tbl><w:tr>{control(cell(run('y')), '<w:richText/>')}</w:tr></w:tbl>") == ["y"]


def test_rows_are_units_with_their_cells() -> None:
    rows = f"<w:tr>{cell(run('1'))}{cell(run('một'))}</w:tr><w:tr>{cell('')}{cell('')}</w:tr>"
    read = Story(identify, Tracked.ACCEPT)
    (unit,) = read.units(etree.fromstring(f"<w:body {DECLARED}><w:tbl>{rows}</w:tbl></w:body>"))
    assert isinstance(unit, Row)
    assert [[line.words for line in each] for each in unit.cells] == [["1"], ["một"]]


def test_a_table_in_a_cell_is_read_line_by_line() -> None:
    inner = f"<w:tbl><w:tr>{cell(run('trong'))}</w:tr></w:tbl>"
    outer = f"<w:tr><w:tc>{inner}<w:p>{run('sau')}</w:p></w:tc></w:tr>"
    assert lines(f"<w:tbl>{outer}</w:tbl>") == ["trong / sau"]


@pytest.mark.parametrize(
    ("kind", "view", "count"),
    [("del", Tracked.ACCEPT, 1), ("del", Tracked.REJECT, 2), ("ins", Tracked.ACCEPT, 2), ("ins", Tracked.REJECT, 1)],
)
def test_rows_and_cells_come_and_go(kind: str, view: Tracked, count: int) -> None:
    changed = f'<w:tr><w:trPr><w:{kind} w:id="1"/></w:trPr>{cell(control(run("20")))}</w:tr>'
    assert len(lines(f"<w:tbl><w:tr>{cell(run('x'))}</w:tr>{changed}</w:tbl>", view)) == count
    name = {"del": "cellDel", "ins": "cellIns"}[kind]
    changed_cell = cell(run("y"), f'<w:{name} w:id="1"/>')
    assert lines(f"<w:tbl><w:tr>{cell(run('x'))}{changed_cell}</w:tr></w:tbl>", view) == [
        "x | y" if count == 2 else "x"
    ]


@pytest.mark.parametrize(
    ("kind", "view", "found"),
    [
        ("del", Tracked.ACCEPT, ["một hai", "ba"]),
        ("del", Tracked.REJECT, ["một ", "hai", "ba"]),
        ("ins", Tracked.ACCEPT, ["một ", "hai", "ba"]),
        ("ins", Tracked.REJECT, ["một hai", "ba"]),
        ("moveFrom", Tracked.ACCEPT, ["một hai", "ba"]),
    ],
)
def test_a_paragraph_whose_end_is_gone_goes_on_in_the_next(kind: str, view: Tracked, found: list[str]) -> None:
    assert lines(marked(kind, run("một ")) + f"<w:p>{run('hai')}</w:p><w:p>{run('ba')}</w:p>", view) == found


def test_a_lost_end_before_a_table_or_at_the_end_loses_no_words() -> None:
    table = f"<w:tbl><w:tr>{cell(run('x'))}</w:tr></w:tbl>"
    assert lines(marked("del", run("một")) + table + marked("del", run("hai"))) == ["một", "x", "hai"]


def test_one_branch_of_an_alternative_is_read() -> None:
    inside = f"<mc:Choice Requires='w15'>{run('mới')}</mc:Choice><mc:Fallback>{run('cũ')}</mc:Fallback>"
    assert lines(f"<w:p><mc:AlternateContent>{inside}</mc:AlternateContent></w:p>") == ["mới"]
    fallback = f"<mc:AlternateContent><mc:Fallback><w:p>{run('cũ')}</w:p></mc:Fallback></mc:AlternateContent>"
    assert lines(fallback) == ["cũ"]
    assert lines("<mc:AlternateContent/>") == []
    row = f"<mc:Choice Requires='w15'><w:tr>{cell(run('x'))}</w:tr></mc:Choice>"
    assert lines(f"<w:tbl><mc:AlternateContent>{row}</mc:AlternateContent></w:tbl>") == ["x"]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('trong khung')}</w:p></w:txbxContent>"
    branches = f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    drawing = f"<w:r><mc:AlternateContent>{branches}</mc:AlternateContent></w:r>"
    assert lines(f"<w:p>{run('một')}{drawing}{run(' hai')}</w:p><w:p>{run('ba')}</w:p>") == [
        "một hai",
        "trong khung",
        "ba",
    ]


def test_each_of_many_text_boxes_is_read_once() -> None:
    def box(inside: str) -> str:
        return f"<w:r><w:txbxContent>{inside}</w:txbxContent></w:r>"

    numbered = [f"hộp {number}" for number in range(40)]
    side_by_side = "".join(box(f"<w:p>{run(words)}</w:p>") for words in numbered)
    assert lines(f"<w:p>{run('một')}{side_by_side}</w:p>") == ["một", *numbered]
    nested = box(f"<w:p>{run('ngoài')}{box('<w:p>' + run('trong') + '</w:p>')}</w:p>")
    assert lines(f"<w:p>{run('một')}{box('<w:p>' + run('trước') + '</w:p>')}{nested}</w:p>") == [
        "một",
        "trước",
        "ngoài",
        "trong",
    ]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<w:tab/>", "a\tb"),
        ("<w:br/>", "a\nb"),
        ('<w:br w:type="page"/>', "ab"),
        ("<w:cr/>", "a\nb"),
        ("<w:noBreakHyphen/>", "a\u2011b"),
        ("<w:softHyphen/>", "ab"),
        ('<w:sym w:font="Symbol" w:char="2192"/>', "a→b"),
        ('<w:sym w:char="none"/>', "a\ufffdb"),
        ('<w:sym w:char="FFFFFFFF"/>', "a\ufffdb"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "axb"),
        ("<!-- no words --><w:t/>", "ab"),
    ],
)
def test_marks_in_a_run_are_characters(markup: str, words: str) -> None:
    assert lines(f"<w:p>{run('a')}<w:r>{markup}</w:r>{run('b')}</w:p>") == [words]


def complex_field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{mark('begin')}{code}{mark('separate')}{run(result)}{mark('end')}"


def test_fields_of_the_printing_say_nothing_and_others_their_result() -> None:
    assert lines(f"<w:p>{run('tr. ')}{complex_field(' PAGE ', '2')}{run('.')}</w:p>") == ["tr. ."]
    assert lines(f"<w:p>{complex_field(' HYPERLINK x ', 'trang')}</w:p>") == ["trang"]
    assert lines(f"<w:p><w:fldSimple w:instr=' NUMPAGES '>{run('9')}</w:fldSimple>{run('x')}</w:p>") == ["x"]
    assert lines(f"<w:p><w:fldSimple w:instr='TITLE'>{run('tên')}</w:fldSimple></w:p>") == ["tên"]
    assert (is_volatile(" page \\* MERGEFORMAT"), is_volatile(""), is_volatile("TITLE")) == (True, False, False)


def test_a_field_that_never_ends_hides_its_own_paragraph_only() -> None:
    begun = complex_field("PAGE", "2").removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert lines(f"<w:p>{begun}</w:p><w:p>{run('một')}</w:p>") == ["một"]
    stray = '<w:r><w:fldChar w:fldCharType="end"/><w:instrText>PAGE</w:instrText></w:r>'
    assert lines(f"<w:p>{stray}{run('một')}</w:p>") == ["một"]
