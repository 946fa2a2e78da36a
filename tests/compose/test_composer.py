"""Sheet, template and style to a document; see `test_heart` for what a paper depends on."""

from datetime import date
from itertools import pairwise

import pytest

from tests import sheets
from tests.sheets import plain_text
from toolkit.compose.composer import Composer
from toolkit.diagnostics import ToolkitError
from toolkit.document.model import Listing, Paragraph, Table
from toolkit.document.walk import inline_text
from toolkit.yamlparser import parse
from toolkit.yamltext import MapNode


def test_a_draft_says_so_and_a_confirmed_paper_does_not() -> None:
    draft = sheets.compose("# A\n").document
    assert isinstance(draft.blocks[0], Paragraph)
    assert (draft.blocks[0].role, inline_text(draft.blocks[0].inlines), inline_text(draft.running)) == (
        "draft-mark", "DRAFT", "Draft"
    )  # fmt: skip
    confirmed = sheets.compose("# A\n", sheets.sheet(sheets.MINIMAL + "status: confirmed\n")).document
    assert (len(confirmed.blocks), confirmed.running, confirmed.draft) == (1, (), False)


def test_a_document_knows_what_it_is() -> None:
    document = sheets.compose("---\norientation: landscape\n---\n# A\n", lang="vi").document
    assert (document.lang, document.kind, document.sheet, document.day, document.landscape) == (
        "vi", "note", "no-sa-2031", date(2031, 5, 4), True
    )  # fmt: skip


def test_a_composition_names_every_file_it_is_made_of() -> None:
    made = sheets.compose("{% include 'partials/contact.j2' %}\n")
    assert made.files == (
        "note.md.j2", "partials/contact.j2", "labels/en.yaml", "styles/base.yaml", "styles/international.yaml"
    )  # fmt: skip


def test_a_part_needs_no_word_that_it_only_may_be_given() -> None:
    made = sheets.compose("{% include 'partials/background.j2' %}\n")
    assert plain_text(made.document).endswith("Sources: Sample Wire and Ghi chép\n")


def test_the_style_is_the_templates_or_the_offices() -> None:
    assert sheets.compose("A\n").style.name == "international"
    assert sheets.compose("A\n", lang="vi").style.name == "vn-decree-30"
    assert sheets.compose("---\nstyle: base\n---\nA\n").style.name == "base"
    assert sheets.compose("A\n", sheets.sheet(sheets.MINIMAL, office=False)).style.name == "international"


def test_the_facts_shown_travel_along_as_yaml() -> None:
    made = sheets.compose("{{ figures.trade }} {{ title }}\n")
    assert made.document.attachment
    attachment = made.document.attachment()
    assert attachment.name == "no-sa-2031.facts.yaml"
    root = parse(attachment.data.decode(), attachment.name)
    assert isinstance(root, MapNode)
    facts = root.entries["facts"]
    assert isinstance(facts, MapNode)
    assert set(facts.entries) == set(made.shown) == {
        "figures.trade.value", "title.en", "parties.no.name.en", "parties.sa.name.en"
    }  # fmt: skip


def test_a_composer_composes_the_same_paper_twice() -> None:
    composer = Composer(sheets.library())
    for kind, lang, first in sheets.papers(sheets.sheet(), composer):
        again = composer.compose(sheets.sheet(), kind, lang)
        assert (again.document.blocks, again.shown, again.read) == (first.document.blocks, first.shown, first.read)


def test_a_document_without_a_template_is_a_finding() -> None:
    with pytest.raises(ToolkitError, match=r"no-template.*\n  hint: did you mean `minutes`\?"):
        sheets.composer().compose(sheets.sheet(), "minuts", "en")
    with pytest.raises(ToolkitError, match="there is no template for `minutes` in `km`"):
        sheets.composer().compose(sheets.sheet(), "minutes", "km")


UNLIKE = "the check cannot be read: `%s` and `%s` cannot be compared:"


@pytest.mark.parametrize(
    ("check", "found"),
    [
        ("figures.texts == agreements | count", []),
        ("agreements | where(act='signed') | count == 1", []),
        ("event.date < '2031-06-01' and figures.trade > 5", []),
        ("embargo is defined", []),
        ("figures.texts in [3, 4]", []),
        ("figures.texts == 4", ["`figures.texts == 4` does not hold: 3 against 4"]),
        ("not agreements", ["`not agreements` does not hold"]),
        ("agreements", ["a check must be true or false"]),
        ("agreements | cout == 3", ["the check cannot be read: No filter named 'cout'."]),
        ("figures.nope == 3", ["the check cannot be read: `figures.nope` is not in the sheet"]),
        ("letterhead() == 1", ["the check cannot be read: 'letterhead' is undefined"]),
        ("2 ** 99 == 1", ["the check cannot be read: `**` is not known here"]),
        ("1 / 0 == 1", ["the check cannot be read: `/` is not known here"]),
        ("0.1 + 0.2 == 0.3", []),
        ("figures.share == 12.4 + 0.1", []),
        ("figures.share < 0.1 + 12.4", ["`figures.share < 0.1 + 12.4` does not hold: 12.5 against 12.5"]),
        ("-figures.share == -12.5", []),
        ("figures.trade == 7.5e9", []),
        ("figures.trade == 0x1BF08EB00", []),
        ("figures.open > 3", [f"{UNLIKE % ('~', 3)} one is not yet known"]),
        ("not 3 >= figures.open", [f"{UNLIKE % ('~', 3)} one is not yet known"]),
        ("event.kind < figures.trade", [f"{UNLIKE % ('talks', 7500000000)} they are of different kinds"]),
        ("figures.trade + event.kind == 1", ["the check cannot be read: `talks` is not a number"]),
    ],
)  # fmt: skip
def test_a_check_holds_or_is_told(check: str, found: list[str]) -> None:
    sheet = sheets.sheet(sheets.text(checks=f"checks:\n  - {check}\n"))
    assert [finding.message for finding in sheets.composer().failed_checks(sheet)] == found


@pytest.mark.parametrize(
    ("check", "sides"),
    [
        ("figures.texts == 3 and people.bo in event.chairs", ""),
        ("figures.texts == 4 and 1 == 1", ": 3 against 4"),
        ("1 == 1 and figures.texts == 4", ": 3 against 4"),
        ("1 < 2 and (embargo is defined and 5 == figures.since) and 1 == 2", ": 5 against 2019"),
        ("figures.texts == 4 or figures.since == 5", ""),
        ("not figures.texts == 3", ": 3 against 3"),
        ("not (1 == 1 and 2 == 2)", ""),
        ("agreements | where(act='signed') | list | count == 2", ": 1 against 2"),
        ("figures.texts in agreements | where(act='signed')", ""),
    ],
)
def test_a_failed_check_tells_the_comparison_that_made_it_false(check: str, sides: str) -> None:
    sheet = sheets.sheet(sheets.text(checks=f"checks:\n  - {check}\n"))
    (finding,) = sheets.composer().failed_checks(sheet)
    assert finding.message == f"`{check}` does not hold{sides}"


def test_checks_of_a_sheet_in_a_language_without_words_are_not_read() -> None:
    sheet = sheets.sheet(f"{sheets.MINIMAL.replace('[en]', '[fr]')}checks: [agreements | count == 0, 1 == 2]\n")
    (finding,) = sheets.composer().failed_checks(sheet)
    assert finding.code == "no-labels"
    assert sheets.composer().failed_checks(sheets.sheet(sheets.MINIMAL.replace("[en]", "[fr]"))) == []


def test_a_check_and_a_paper_see_a_sheet_that_has_no_status_as_a_draft() -> None:
    sheet = sheets.sheet(sheets.MINIMAL + 'checks: [status == "draft", status == "confirmed"]\n')
    (finding,) = sheets.composer().failed_checks(sheet)
    assert finding.message == '`status == "confirmed"` does not hold: draft against confirmed'
    made = sheets.compose("{{ status | label }} {{ status }}\n", sheet)
    assert plain_text(made.document) == "DRAFT\nDraft Draft\n"
    assert sheets.printed(made, "status") == ["Draft", "Draft"]
    assert made.document.notes["status"].value == "draft"


def test_the_hint_of_what_a_sheet_leaves_out_says_how_to_ask() -> None:
    sheet = sheets.sheet(sheets.MINIMAL + "checks: [embargo == 1]\n")
    (finding,) = sheets.composer().failed_checks(sheet)
    assert finding.hint == "ask first: {% if … is defined %}"


@pytest.mark.parametrize("words", [sheets.text(), sheets.summit(), sheets.MINIMAL], ids=["talks", "summit", "minimal"])
def test_no_paper_has_an_empty_line_or_a_mark_in_it(words: str) -> None:
    for kind, lang, made in sheets.papers(sheets.sheet(words)):
        lines = plain_text(made.document).rstrip("\n").split("\n")
        assert all(line.strip() for line in lines), f"{kind}.{lang}"
        summaries = [block.summary for block in made.document.blocks if isinstance(block, Table)]
        assert not sheets.marks("".join([*lines, *summaries])), f"{kind}.{lang}"


def test_what_leads_to_a_list_stays_with_it() -> None:
    for kind, lang, made in sheets.papers(sheets.sheet()):
        for block, following in pairwise(made.document.blocks):
            if isinstance(block, Paragraph) and isinstance(following, Listing):
                assert made.style.role(block.role).keep_next, (kind, lang, inline_text(block.inlines))


@pytest.mark.parametrize(
    ("acts", "lead_en", "lead_vi"),
    [
        ("signed signed", " for 2 documents, all signed.", " có 2 văn kiện được ký."),
        ("signed", " for 1 document, signed.", " có 1 văn kiện được ký."),
        (
            "signed adopted signed",
            " for 3 documents: 2 signed and 1 adopted.",
            " có 3 văn kiện: 2 văn kiện được ký và 1 văn kiện được thông qua.",
        ),
        (
            "signed adopted exchanged",
            " for 3 documents: 1 signed, 1 adopted and 1 exchanged.",
            " có 3 văn kiện: 1 văn kiện được ký, 1 văn kiện được thông qua và 1 văn kiện được trao đổi.",
        ),
        (
            "signed adopted ?",
            " for 3 documents, including 1 signed and 1 adopted.",
            " có 3 văn kiện, trong đó 1 văn kiện được ký và 1 văn kiện được thông qua.",
        ),
        ("signed ?", " for 2 documents, including 1 signed.", " có 2 văn kiện, trong đó 1 văn kiện được ký."),
        ("? ?", " for 2 documents.", " có 2 văn kiện."),
    ],
)
def test_a_lead_says_what_was_done_with_all_documents_or_with_some(acts: str, lead_en: str, lead_vi: str) -> None:
    entry = "  a{}: {{title: Note, between: [no, sa], act: {}, source: tin}}\n"
    entries = "".join(entry.format(number, act) for number, act in enumerate(acts.split())).replace(" act: ?,", "")
    sheet = sheets.sheet(sheets.text("checks", "facts", agreements=f"agreements:\n{entries}"))
    for lang, lead in (("en", lead_en), ("vi", lead_vi)):
        words = plain_text(sheets.composer().compose(sheet, "press-release", lang).document)
        assert f"{lead}\n" in words.replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_register_counts_the_documents_of_each_party_by_who_is_in_them(lang: str) -> None:
    summit = sheets.summit(3, 4).replace("between: [body_state_1, body_state_2]", "between: [state_2, state_3]")
    made = sheets.composer().compose(sheets.sheet(summit), "register", lang)
    tables = [block for block in made.document.blocks if isinstance(block, Table) and block.caption]
    states, bodies = {"en": ("State", "Bureau"), "vi": ("Bang thứ", "Sở")}[lang]
    counted = {
        inline_text(table.caption): [[inline_text(cell) for cell in row.cells] for row in table.rows]
        for table in tables[1:]
    }
    assert counted == {
        f"{states} 1": [[f"{bodies} 1", "2"]],
        f"{states} 2": [[f"{bodies} 2", "2"], [f"{states} 2", "2"]],
        f"{states} 3": [[f"{bodies} 3", "2"], [f"{states} 3", "2"]],
    }


def test_the_end_of_a_vietnamese_release_stands_after_its_last_words() -> None:
    words = plain_text(sheets.composer().compose(sheets.sheet(), "press-release", "vi").document)
    assert words.count("./.") == 1
    assert "\nNguồn tin: Hãng tin Mẫu và Ghi chép./.\n" in words
    alone = sheets.sheet(sheets.MINIMAL.replace("[en]", "[vi]"))
    release = plain_text(sheets.composer().compose(alone, "press-release", "vi").document).replace("\u00a0", " ")
    assert release.count("./.") == release.count("\nThư điện tử: …………./.\n") == 1
    assert "\nNgày 04 tháng 5 năm 2031 – Only what is needed đã diễn ra.\n" in release


OPEN_CHAIRS, OPEN_PRESENT = "[not yet known: Event · Chaired by]\n", "[not yet known: Event · Present]\n"


@pytest.mark.parametrize(
    ("attended", "minutes", "absent"),
    [
        ("chairs: [an], present: [bo, ~]", OPEN_PRESENT, "chairs]"),
        ("chairs: ~, present: ~", f"Present\n{OPEN_CHAIRS}{OPEN_PRESENT}", "For"),
        ("chairs: [], present: []", "Minutes taken by: …………\n", "Present"),
    ],
)
def test_who_is_not_yet_known_has_a_place_and_no_one_has_none(attended: str, minutes: str, absent: str) -> None:
    event = f"event: {{kind: talks, date: 2031-05-04, {attended}}}\n"
    sheet = sheets.sheet(sheets.text("checks", "agreements", event=event))
    words = plain_text(sheets.composer().compose(sheet, "minutes", "en").document)
    assert minutes in words
    assert absent not in words
    release = plain_text(sheets.composer().compose(sheet, "press-release", "en").document)
    assert ("took place" in release) == ("[]" in attended)
