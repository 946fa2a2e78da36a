"""The sheet's format for editors."""

import json
import re

import pytest

from tests import sheets
from tests.repo.scan import ROOT
from toolkit.facts.reader import read_sheet
from toolkit.facts.schema import schema
from toolkit.facts.shape import SHEET, Keyed, Record


def test_the_schema_has_every_key_of_the_format() -> None:
    made = schema()
    assert set(made["properties"]) == set(SHEET.fields)
    assert made["required"] == list(SHEET.required)
    assert made["additionalProperties"] is False
    for name, shape in SHEET.fields.items():
        if isinstance(shape, Keyed):
            assert set(made["properties"][name]["additionalProperties"]["properties"]) == set(shape.item.fields)
        if isinstance(shape, Record):
            assert set(made["properties"][name]["properties"]) == set(shape.fields)


@pytest.mark.parametrize("lang", ["vi", "zh-Hant", "v", "VI", "vi_VN"])
@pytest.mark.parametrize("name", ["a-1", "a" * 100, "a" * 101, "A", "-a"])
def test_the_reader_refuses_the_ids_and_languages_that_an_editor_marks(name: str, lang: str) -> None:
    properties = schema()["properties"]
    languages = properties["languages"]["anyOf"][0]["items"]
    marked = {
        code
        for code, pattern, text in (
            ("bad-id", properties["id"]["pattern"], name),
            ("bad-language", languages["pattern"], lang),
        )
        if not re.search(pattern, text)
    }
    found = read_sheet(sheets.text(id=f"id: {name}\n", languages=f"languages: [{lang}]\n"), "a.yaml").diagnostics
    assert {finding.code for finding in found} & {"bad-id", "bad-language"} == marked


def test_the_committed_schema_is_the_one_that_the_format_makes() -> None:
    committed = (ROOT / "facts" / "fact-sheet.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == schema()


def test_the_worked_example_and_the_invented_sheet_name_only_keys_of_the_schema() -> None:
    known = set(schema()["properties"])
    assert set(sheets.SECTIONS) <= known
    first = next((ROOT / "facts").glob("*.yaml")).read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=fact-sheet.schema.json"
