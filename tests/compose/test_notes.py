"""What stands behind a fact, for who asks."""

import pytest

from tests import sheets
from toolkit.compose.labels import Labels
from toolkit.compose.languages import language
from toolkit.compose.notes import Notes, label_of
from toolkit.compose.view import View
from toolkit.facts.merge import merge
from toolkit.facts.model import Sheet


def notes(of: Sheet | None = None) -> Notes:
    return Notes(View(of or sheets.sheet(), language("en"), Labels()))


def test_a_note_tells_label_value_and_sources() -> None:
    note = notes()["figures.trade.value"]
    assert (note.label, note.value) == ("Trade", "7500000000")
    assert note.source == "Sample Wire “7,5 tỷ”"
    assert notes()["figures.texts.value"].source == "Sample Wire; Ghi chép"
    assert notes()["event.date"].source == "Sample Wire"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("publisher: {en: Sample Wire}, title: A report", "Sample Wire"),
        ("title: {en: A report}, file: report.txt", "A report"),
        ("publisher: ~, url: https://example.org, file: report.txt", "https://example.org"),
        ("file: report.txt", "report.txt"),
        ("publisher: ~", "wire"),
    ],
)
def test_a_note_names_a_source_as_papers_do(source: str, name: str) -> None:
    words = f"sources: {{wire: {{{source}}}}}\nfigures: {{fund: {{value: 5, source: wire}}}}\n"
    asked = notes(sheets.sheet(sheets.MINIMAL + words))
    assert asked["figures.fund.value"].source == name
    assert "sources.wire.publisher" in asked.reads


def test_a_note_in_a_collection_names_its_sheets_sources() -> None:
    asked = notes(merge("year", "facts/*.yaml", [sheets.sheet()], {}))
    assert asked["figures.no_sa_2031__trade.value"].source == "Sample Wire “7,5 tỷ”"
    assert asked["sheets.no_sa_2031.event.date"].source == "Sample Wire"


def test_a_note_names_the_entity_and_the_field() -> None:
    assert notes()["people.ivo.office.en"].label == "Ivo Karst · office"
    assert notes()["agreements.schools.title.en"].label == "Plan for schools"
    assert notes()["agreements.ports.period"].label == "agreements · ports · period"
    assert notes()["event.end"].label == "event · end"
    assert notes()["event.present.0"].label == "event · present"


def test_a_note_of_a_collection_tells_how_many_there_are() -> None:
    assert notes()["agreements"].value == "3"


def test_what_is_not_in_the_sheet_has_an_open_note() -> None:
    assert notes()["actions.meet.due"].value == "~"


def test_asking_is_recorded_also_of_what_might_be_there() -> None:
    asked = notes()
    assert asked["agreements.schools.period"]
    assert {"agreements.schools.label.en", "agreements.schools.title.en", "agreements.schools.source"} <= asked.reads
    assert {"agreements.schools.source.0", "sources.tin.publisher.en"} <= asked.reads


def test_notes_are_a_map_of_all_facts() -> None:
    asked = notes()
    assert len(asked) == len(list(asked)) == len(sheets.sheet().facts)


def test_a_field_is_called_as_papers_call_it_in_their_language() -> None:
    words = {"chaired_by": "Chủ trì", "period": "Giai đoạn"}
    long = "Hai bên giao các cơ quan chuyên môn trao đổi danh sách cảng mỗi quý một lần trong ba năm"
    facts = {"event.title.vi": "Hội đàm", "agreements.acc.title.vi": "Bản ghi nhớ", "actions.lists.text.vi": long}

    def label(path: str) -> str:
        return label_of(path, "vi", lambda name: facts.get(name, ""), words)

    assert label("agreements.acc.period") == "Bản ghi nhớ · Giai đoạn"
    assert label("agreements.acc.title.vi") == "Bản ghi nhớ"
    assert label("event.chairs.0") == "Hội đàm · Chủ trì"
    assert label("facts.some_map.a") == "facts · some map · a"
    assert label("title.vi") == "title"
    facts |= {"points.a.text.vi": "Hai bên ghi nhận {figures.trade}.", "points.b.text.vi": "{figures.trade}"}
    facts |= {
        "sources.tin.publisher": "Báo Mẫu",
        "points.c.text.vi": "ក្រុមការងារ" * 9,
        "points.d.text.vi": "ក្រុម\u200b" * 20,
    }
    assert label("points.a.kind") == "Hai bên ghi nhận… · kind"
    assert label("points.b.kind") == "points · b · kind"
    assert label("points.c.kind") == "ក្រុមការងារ" * 5 + "ក្រុម… · kind"
    assert label("points.d.kind") == "\u200b".join(["ក្រុម"] * 10) + "… · kind"
    assert label("sources.tin.note.vi") == "Báo Mẫu · note"
    assert label("actions.lists.due") == "Hai bên giao các cơ quan chuyên môn trao đổi danh sách cảng… · due"


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("title.{}", ("Title", "Tên gọi", "ចំណងជើង")),
        ("event.date", ("Event · Date", "Sự kiện · Thời gian", "ព្រឹត្តិការណ៍ · កាលបរិច្ឆេទ")),
        ("event.end_date", ("Event · Last day", "Sự kiện · Ngày kết thúc", "ព្រឹត្តិការណ៍ · ថ្ងៃបញ្ចប់")),
        (
            "actions.send_it.due",
            ("Follow-up · send it · Due", "Công việc tiếp theo · send it · Thời hạn", "ការងារបន្ត · send it · កាលកំណត់"),
        ),
        ("event.kind", ("Event · Kind of event", "Sự kiện · Hình thức", "ព្រឹត្តិការណ៍ · ប្រភេទព្រឹត្តិការណ៍")),
        ("agreements.x.kind", ("Document · x · Type", "Văn kiện · x · Loại văn kiện", "ឯកសារ · x · ប្រភេទ")),
        (
            "office.body.{}",
            ("Issuing office · Name of the body", "Cơ quan ban hành · Tên cơ quan", "អង្គភាពចេញឯកសារ · ឈ្មោះអង្គភាព"),
        ),
        ("office.chair.name.{}", ("Issuing office · Chair · Name", "Cơ quan ban hành · Chủ tọa · Họ và tên")),
        ("office.recipients", ("Issuing office · Distribution", "Cơ quan ban hành · Nơi nhận")),
        ("facts", ("Other facts", "Thông tin khác")),
        ("facts.steps.0.name", ("Other facts · steps · 1 · name", "Thông tin khác · steps · 1 · name")),
        ("facts.x", ("Other facts · x", "Thông tin khác · x", "ព័ត៌មានផ្សេងទៀត · x")),
        ("organisations.x.party", ("Organisation · x · Side", "Cơ quan · x · Phía", "អង្គភាព · x · ភាគី")),
    ],
)
def test_sections_and_fields_are_called_in_each_language_that_comes_with_labels(
    path: str, labels: tuple[str, ...]
) -> None:
    found = [
        label_of(path.format(lang), lang, lambda _: "", sheets.library().labels(lang).word)
        for lang in ("en", "vi", "km")
    ]
    assert found[: len(labels)] == list(labels)
