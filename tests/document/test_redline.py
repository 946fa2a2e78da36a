import json
from datetime import date

from msgspec.structs import replace

from tests.writers.issues import NEXT, A, listing, target
from tests.writers.samples import paper
from toolkit.document.changes import TextChange, places
from toolkit.document.diff import diff
from toolkit.document.explanation import Explanation
from toolkit.document.model import Column, Mention, Row, Table
from toolkit.document.redline import Remark, explain_block, explain_place, explain_row, told

DAY = date(2031, 6, 1)
TRADE = Remark("Thương mại", "20 tỷ", "25 tỷ", "Lỗi đánh máy", "Công văn 12", "Trần Thị Mẫu", DAY)
PLACE = Remark("Địa điểm", "Cảng A", "Cảng B", "", "", "", DAY)
REMARKS = {"figures.target.value": TRADE, "event.place": PLACE}


def test_a_redline_is_a_list_for_programs() -> None:
    redline = diff(paper(NEXT, target("20 tỷ"), listing("a")), paper(NEXT, target("25 tỷ"), listing("a", "b")))
    made = redline.as_json(REMARKS)
    assert json.loads(json.dumps(made)) == made
    assert made == {
        "sheet": "thu-nghiem",
        "document": "minutes",
        "lang": "vi",
        "orientation": ["portrait", "portrait"],
        "changes": [
            {
                "where": {"section": "Phần sau", "block": ""},
                "change": "changed",
                "old": "Kim ngạch đạt 20 tỷ trong năm.",
                "new": "Kim ngạch đạt 25 tỷ trong năm.",
                "edits": [["20 tỷ", "25 tỷ"]],
                "facts": ["figures.target.value"],
                "remarks": ["figures.target.value"],
                "brief": False,
            },
            {
                "where": {"section": "Phần sau", "block": "", "row": "b"},
                "change": "added",
                "old": None,
                "new": "b",
                "edits": [["", "b"]],
                "facts": [],
                "remarks": ["figures.target.value", "event.place"],
                "brief": True,
            },
        ],
        "remarks": {
            "figures.target.value": {
                "label": "Thương mại", "old": "20 tỷ", "new": "25 tỷ", "reason": "Lỗi đánh máy",
                "source": "Công văn 12", "by": "Trần Thị Mẫu", "date": "2031-06-01",
            },
            "event.place": {
                "label": "Địa điểm", "old": "Cảng A", "new": "Cảng B", "reason": "", "source": "", "by": "",
                "date": "2031-06-01",
            },
        },
    }  # fmt: skip


def test_a_redline_without_changes_is_empty() -> None:
    assert diff(paper(A), paper(A)).as_json({})["changes"] == []
    assert diff(paper(A), paper(A, landscape=True)).as_json({})["orientation"] == ["portrait", "landscape"]


def test_a_remark_tells_what_there_is_to_tell() -> None:
    assert told(Explanation(("figures.target.value", "event.place")), REMARKS) == (
        "Thương mại: 20 tỷ → 25 tỷ", "Lỗi đánh máy", "Công văn 12", "Trần Thị Mẫu, 2031-06-01",
        "Địa điểm: Cảng A → Cảng B", "2031-06-01",
    )  # fmt: skip
    assert told(Explanation(()), REMARKS) == ()


def test_what_several_facts_have_in_common_is_told_once() -> None:
    place = replace(PLACE, by="Mẫu")
    unchanged = replace(place, label="Trình tự", new=place.old)
    told_of = told(Explanation(("f.a", "f.b", "f.c")), {"f.a": place, "f.b": place, "f.c": unchanged})
    assert told_of == ("Địa điểm: Cảng A → Cảng B", "Trình tự", "Mẫu, 2031-06-01")


def test_in_brief_only_the_first_three_values_are_told() -> None:
    many = {f"f.a{number}": replace(PLACE, label=f"A{number}") for number in range(5)}
    assert told(Explanation(tuple(many)[:2], brief=True), many) == (
        "↳ A0: Cảng A → Cảng B",
        "↳ A1: Cảng A → Cảng B",
        "2031-06-01",
    )
    assert told(Explanation(tuple(many), brief=True), many)[3:] == ("↳ … +2", "2031-06-01")


def test_what_only_one_issue_has_is_explained_by_its_key_and_its_facts() -> None:
    row = Row("agreements.x", ((Mention("organisations.o.name", "Bộ"),),))
    table = Table((Column(()),), (row,))
    for corrected, brief in (("agreements.x", False), ("organisations.o.name", False), ("figures.f.value", True)):
        remarks = {corrected: TRADE}
        assert explain_row(row, remarks) == explain_block(table, remarks) == Explanation((corrected,), brief)


def test_a_change_is_explained_by_the_words_around_where_its_own_do_not() -> None:
    old, new = target("20"), target("25")
    (change,) = diff(paper(old), paper(replace(new, role="note"))).changes
    assert isinstance(change, TextChange)
    kept, changed = (place for number, place in enumerate(places(change.words)) if number < 2)
    assert explain_place(changed, change.words, REMARKS) == Explanation(("figures.target.value",))
    assert explain_place(kept, change.words, REMARKS) == Explanation(("figures.target.value",))
