import zipfile
from io import BytesIO

import pytest
from msgspec.structs import replace

from tests.writers.docx.lint import faults, parts
from tests.writers.samples import minutes, style
from toolkit.writers.docx import write_docx

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
GOOD = write_docx(minutes(), style("vn-decree-30"))
INSERTED = '<w:ins w:id="9" w:author="a"><w:r><w:t>20 tỷ USD</w:t></w:r></w:ins></w:sdtContent>'


def tampered(part: str, old: str, new: str) -> bytes:
    """Return the good file with the first `old` of a part replaced."""
    members = parts(GOOD)
    before = members[part].decode()
    assert old in before
    members[part] = before.replace(old, new, 1).encode()
    return packed(list(members.items()))


def packed(members: list[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, content in members:
            zipped.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["vn-decree-30", "international", "base"])
@pytest.mark.parametrize("controls", [True, False])
def test_our_papers_are_without_fault(form: str, controls: bool) -> None:
    assert faults(write_docx(minutes(), replace(style(form), controls=controls))) == []


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (DOCUMENT, '<w:id w:val="2"/>', '<w:id w:val="1"/>', "control id 1 stands 2 times"),
        (DOCUMENT, '<w:tag w:val="', f'<w:tag w:val="{"x" * 64}', "tag of 84 characters"),
        (DOCUMENT, 'w:alias w:val="Kim ngạch"', 'w:alias w:val=""', "alias of 0 characters"),
        (DOCUMENT, 'w:storeItemID="{', 'w:storeItemID="{0', "a control is bound to an unknown part"),
        (DOCUMENT, "/f:f1[1]", "/f:f9999[1]", "a control is bound to nothing"),
        ("customXml/item1.xml", "20 tỷ", "30 tỷ", "a control shows '20 tỷ USD' but is bound to '30 tỷ USD'"),
        (DOCUMENT, '<w:r><w:t xml:space="preserve">20 tỷ USD</w:t></w:r></w:sdtContent>', INSERTED, "a tracked change"),
        (DOCUMENT, '<w:lock w:val="sdtLocked"/>', '<w:lock w:val="sdtLocked"/><w:label w:val="1"/>', "out of order"),
        (DOCUMENT, "<w:tc>", "<w:tc/><w:tc>", "a cell does not end with a paragraph"),
        (DOCUMENT, "<w:tc>", "<w:tc><w:p/></w:tc><w:tc>", "a row has not one cell a column"),
        (DOCUMENT, "</w:tbl>", "</w:tbl><w:tbl/>", "two tables touch"),
        (DOCUMENT, "<w:r><w:t", "<w:r><w:rPr><w:b/></w:rPr><w:t", "direct formatting: b in rPr"),
        (DOCUMENT, "</w:pPr>", '<w:jc w:val="left"/></w:pPr>', "direct formatting: jc in pPr"),
        (DOCUMENT, "<w:p>", '<w:p><w:del w:id="1"><w:r><w:t>x</w:t></w:r></w:del>', "deleted words as w:t"),
        (DOCUMENT, 'w:pStyle w:val="', 'w:pStyle w:val="No', "unknown style No"),
        (DOCUMENT, 'w:numId w:val="', 'w:numId w:val="77', "unknown list 77"),
        (DOCUMENT, 'r:id="', 'r:id="no', "unknown relationship no"),
        (STYLES, 'w:styleId="Motto"', 'w:styleId="NUMBER"', "two styles called number"),
        (STYLES, '<w:name w:val="Motto"/>', '<w:name w:val="NUMBER"/>', "two styles called number"),
    ],
)
def test_a_planted_fault_is_found(part: str, old: str, new: str, fault: str) -> None:
    assert any(fault in found for found in faults(tampered(part, old, new)))


def test_a_faulty_package_is_found() -> None:
    members = list(parts(GOOD).items())
    assert "the content types are not first" in faults(packed(members[::-1]))
    with pytest.warns(UserWarning, match="Duplicate name"):
        doubled = packed([*members, members[-1]])
    assert f"{members[-1][0]} stands twice in the package" in faults(doubled)
