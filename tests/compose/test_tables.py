"""Tables that do not pass through Markdown."""

import pytest

from tests import sheets
from toolkit.compose.composer import Composition
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Table
from toolkit.document.walk import inline_text
from toolkit.facts.model import Sheet


def table(call: str, sheet: Sheet | None = None) -> Table:
    only = composed(call, sheet).document.blocks[-1]
    assert isinstance(only, Table)
    return only


def composed(call: str, sheet: Sheet | None = None) -> Composition:
    return sheets.compose(f"{{{{ table({call}) }}}}\n", sheet)


def cells(call: str, sheet: Sheet | None = None) -> list[list[str]]:
    return [[inline_text(cell).replace("\u00a0", " ") for cell in row.cells] for row in table(call, sheet).rows]


def test_a_row_for_each_entity_and_a_cell_for_each_column() -> None:
    columns = (
        'columns=[column("No.", "#"), column(word.document, "{title}", width=4), column("On", "{date|short_date}")]'
    )
    assert cells(f"agreements, {columns}") == [
        ["1", "Memorandum on ports, 2031–2035", "4 May 2031"],
        ["2", "Plan for schools", "3 May 2031"],
        ["3", "Joint letter", "–"],
    ]
    made = table(f"agreements, {columns}")
    assert [row.key for row in made.rows] == ["agreements.ports", "agreements.schools", "agreements.bare"]
    assert [(inline_text(column.head), column.width) for column in made.columns] == [
        ("No.", 1.0), ("Document", 4), ("On", 1.0)
    ]  # fmt: skip


def test_a_cell_of_nothing_but_absent_fields_is_one_dash() -> None:
    assert [row[0] for row in cells('agreements, columns=[column("x", "{act}, {period}")]')] == [
        "Signed, 2031–2035", "Handed over, 2032", "–"
    ]  # fmt: skip
    assert [row[0] for row in cells('agreements, columns=[column("x", "{act}, {kind}")]')][2] == "–"


def test_of_fields_with_a_comma_between_a_cell_shows_those_that_are_there() -> None:
    sheet = sheets.sheet(sheets.text().replace("    act: signed\n", "").replace("    period: 2032\n", ""))
    shown = cells('agreements, columns=[column("x", "{act}, {period}"), column("y", "{act}: {period}")]', sheet)
    assert shown == [["2031–2035", "–: 2031–2035"], ["Handed over", "Handed over: –"], ["–", "–"]]


def test_a_cell_may_name_what_is_not_of_its_row() -> None:
    assert cells('actions, columns=[column("x", "{event.place}: {text}")]')[0] == ["Port Sample: Send a report"]


def test_each_party_has_a_column_with_its_side() -> None:
    assert cells("agreements, columns=party_columns()") == [
        ["Ministry of Examples", "Trial Agency"], ["Ministry of Examples", "Sarmand"], ["Norvia", "Sarmand"]
    ]  # fmt: skip
    assert cells('actions, columns=party_columns("owner")') == [
        ["Ministry of Examples", "Ivo Karst"],
        ["–", "Trial Agency"],
    ]


def test_a_side_that_is_not_yet_known_stands_beside_the_parties() -> None:
    sheet = sheets.sheet(sheets.text().replace("between: [no, sa]", "between: ~"))
    shown = [inline_text(column.head) for column in table("agreements, columns=party_columns()", sheet).columns]
    assert shown == ["Norvia", "Sarmand", "Other sides"]
    unknown = "[not yet known: Joint letter · Parties]"
    assert cells("agreements, columns=party_columns()", sheet)[2] == ["–", "–", unknown]
    call = 'agreements | group_by("between", of=parties.no), columns=[column("x", "{key}")]'
    assert cells(call, sheet) == [["Ministry of Examples"], [unknown]]


def heads(call: str, sheet: Sheet | None = None) -> list[str]:
    return [inline_text(column.head) for column in table(call, sheet).columns]


def test_only_parties_of_the_rows_have_columns() -> None:
    third = sheets.SECTIONS["parties"] + "  tu: {name: Tuva}\n"
    joint = sheets.SECTIONS["agreements"].replace("between: [no, sa]", "between: [sa, tu]")
    sheet = sheets.sheet(sheets.text(parties=third, agreements=joint))
    assert heads("agreements, columns=party_columns()", sheet) == ["Norvia", "Sarmand", "Tuva"]
    assert heads("agreements | with_party(parties.no), columns=party_columns()", sheet) == ["Norvia", "Sarmand"]
    assert heads("agreements | with_party(parties.tu), columns=party_columns()", sheet) == ["Sarmand", "Tuva"]


def test_more_than_three_parties_or_none_share_one_column_twice_as_wide() -> None:
    sheet = sheets.sheet(sheets.summit(4, 3).replace("    between: [body_state_1, body_state_2]", "    between: ~"))
    call = "agreements, columns=party_columns(width=1.5)"
    (column,) = table(call, sheet).columns
    assert (inline_text(column.head), column.width) == ("Parties", 3.0)
    three, four, unknown = (row[0] for row in cells(call, sheet))
    assert three == "State 1: Bureau 1; State 2: Bureau 2; State 3: Bureau 3"
    assert four == f"{three}; State 4: Bureau 4"
    assert unknown.startswith("[not yet known: Agreement 3 on")
    alone = sheets.sheet(sheets.text().replace("party: no, ", "").replace("party: sa, ", ""))
    assert cells('agreements | where(act="signed"), columns=party_columns()', alone) == [
        ["Ministry of Examples and Trial Agency"]
    ]
    assert heads('agreements | where(act="lost"), columns=party_columns()') == ["Parties"]


def test_a_party_that_is_a_side_itself_is_named_once() -> None:
    sheet = sheets.sheet(sheets.summit(4, 2).replace("[body_state_1,", "[state_1, head_state_1,"))
    assert cells("agreements, columns=party_columns()", sheet)[0] == [
        "State 1 and Head 1; State 2: Bureau 2; State 3: Bureau 3"
    ]


def test_what_decides_on_columns_is_read_or_shown() -> None:
    made = composed("agreements, columns=party_columns()", sheets.sheet(sheets.summit(4, 3)))
    assert {"parties", "agreements", "agreements.text_1.between", "agreements.text_1.between.0"} <= made.read
    assert {"organisations.body_state_1.party", "organisations.body_state_4.party"} <= made.read
    assert {"parties.state_1.name.en", "organisations.body_state_1.name.en"} <= made.shown


def test_groups_have_their_key_and_count() -> None:
    call = 'agreements | group_by("kind"), columns=[column("Type", "{key}"), column("n", "{members|count}")]'
    assert cells(call) == [["Memorandum of understanding", "1"], ["Cooperation plan", "1"], ["–", "1"]]
    assert len({row.key for row in table(call).rows}) == 3


def test_a_table_without_rows_has_its_head() -> None:
    made = table('points, columns=[column("x", "{text}")]', sheets.sheet(sheets.MINIMAL + "points: {}\n"))
    assert made.rows == ()
    assert len(made.columns) == 1


def test_caption_and_summary_describe_a_table() -> None:
    made = table('parties, columns=[column("x", "{name}")], caption=title, summary=word.register')
    assert inline_text(made.caption) == "Talks of Norvia and Sarmand"
    assert made.summary == "Register of documents"


@pytest.mark.parametrize("words", ["title", '"On " ~ title', "title | small", 'parties | join(" and ")'])
def test_no_mark_is_in_a_caption_heading_or_summary_and_its_facts_are_traced(words: str) -> None:
    call = f'parties, columns=[column({{}}, "#")], caption={{}}, summary={words}'
    said = composed(call.format('"x"', '""'))
    shown = composed(call.format(words, words))
    made = shown.document.blocks[-1]
    assert isinstance(made, Table)
    assert not sheets.marks(inline_text(made.caption) + inline_text(made.columns[0].head) + made.summary)
    assert inline_text(made.caption) == inline_text(made.columns[0].head) == made.summary
    assert {"parties.no.name.en", "parties.sa.name.en"} <= said.read
    assert {"parties.no.name.en", "parties.sa.name.en"} <= shown.shown


def test_facts_in_a_table_are_mentions() -> None:
    assert sheets.printed(composed('figures, columns=[column("x", "{value}")]'), "figures.length.value") == [
        "48.75\u00a0km"
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("parties, columns=[]", "a table needs columns"),
        ('parties, columns=column("x", "#")', "a table needs columns"),
        ('parties, columns="ab"', "a table needs columns"),
        ('parties, columns=["a"]', "`a` is no column of a table"),
        ('parties, columns=[column("x", "#"), party_columns()]', "a list is no column of a table"),
        ("parties, columns=[title]", "this is no column of a table"),
        ('parties, columns=[column("x", "{name}", width=0)]', "a column cannot be 0 wide"),
        ("parties, columns=party_columns(width=-0.5)", "a column cannot be -0.5 wide"),
        ('parties, columns=[column("x", "{name}", width="2")]', "`2` is not a number"),
        ('parties, columns=[column("x", "{name}", align="top")]', "`top` is no alignment"),
        ('parties, columns=[column("x", "{name")]', "`{` is not a reference"),
        ('agreements, columns=party_columns("betwen")', "`agreements.ports.betwen` does not exist"),
        ('parties, columns=[column("x", "{nme}")]', "`parties.no.nme` does not exist"),
        ('parties, columns=[column("x", "{name} " ~ title)]', "a cell shows facts of its row"),
        ('parties, columns=[column("x", "#")], caption="A " ~ page_break()', "a part of the form stands inside a line"),
        ('parties, columns=[column("x", "{name|mony}")]', "there is no formatter `mony`"),
    ],
)
def test_a_table_that_cannot_be_is_refused(call: str, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        composed(call)
    assert [finding.message for finding in caught.value.diagnostics] == [message]


def test_widths_are_numbers_that_a_writer_can_share_out() -> None:
    made = table('parties, columns=[column("x", "{name}", width=0.5), column("y", "#", width=figures.texts)]')
    assert [(column.width, type(column.width)) for column in made.columns] == [(0.5, float), (3.0, float)]


def test_a_fact_may_say_how_a_column_stands() -> None:
    sheet = sheets.sheet(sheets.text().replace("  flag: true\n", "  side: right\n"))
    made = table('agreements, columns=[column("A", "{title}", align=facts.side)]', sheet)
    assert [(type(column.align), column.align) for column in made.columns] == [(str, "right")]
