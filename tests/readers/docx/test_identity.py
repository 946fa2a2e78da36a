import pytest
from lxml import etree

from tests.writers.docx.lint import NS
from toolkit.document.controls import tag
from toolkit.readers.docx import Baseline, Entry
from toolkit.readers.docx.identity import Identity, Names

LONG = "agreements." + "x" * 80 + ".title.vi"
BASELINE = Baseline(
    "s",
    "minutes",
    "vi",
    "",
    (
        Entry("a.b", "f1", "text", "x", "x", label="Một"),
        Entry("a.b", "f2", "money", "x", "y", label="y"),
        Entry(LONG, "f3", "text", "z", "z", label="Hai"),
    ),
    (),
)


def settings(tag: str = "", element: str = "", alias: str = "") -> etree._Element:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NS.items())
    inside = f'<w:tag w:val="{tag}"/>' if tag else ""
    inside += f'<w:alias w:val="{alias}"/>' if alias else ""
    inside += f'<w15:dataBinding w:xpath="{element}"/>' if element else ""
    return etree.fromstring(f"<w:sdtPr {declared}>{inside}</w:sdtPr>")


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ({"tag": "a.b"}, Identity("a.b")),
        ({"tag": tag(LONG)}, Identity(LONG)),
        ({"tag": "a.b", "element": "/f:facts[1]/f:f2[1]"}, Identity("a.b", "f2")),
        ({"element": "/f:facts[1]/f:f3[1]"}, Identity(LONG, "f3")),
        ({"element": "/ns0:facts[1]/ns0:f1[1]", "alias": "Hai"}, Identity("a.b", "f1")),
        ({"alias": "Hai"}, Identity(LONG)),
        ({"tag": "a.b", "element": "/f:facts[1]/f:f3[1]"}, Identity("a.b", rival=LONG)),
        ({"tag": "a.b", "element": "/f:facts[1]/f:f99[1]"}, Identity("a.b")),
        ({"tag": "a.b", "element": "//*"}, Identity("a.b")),
        ({"tag": "theirs", "alias": "Hai"}, Identity(LONG)),
        ({"tag": "theirs", "alias": "y"}, None),
        ({}, None),
    ],
)
def test_a_control_is_known_by_tag_then_binding_then_title(marks: dict[str, str], found: Identity | None) -> None:
    assert Names(BASELINE)(settings(**marks)) == found
