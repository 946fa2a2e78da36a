"""Damaged and hostile Word files: never a traceback, never a sheet written."""

import re
import time
from collections.abc import Callable
from hashlib import sha256
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.running import Ran, toolkit
from tests.corrections.desk import Desk, issue
from tests.readers.docx.edits import BASELINE, MAIN, STORE, zipped
from tests.writers.docx.lint import parts
from toolkit.document.controls import fingerprint

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return issue(tmp_path_factory.mktemp("desk"))


def offered(desk: Desk, data: bytes, apply: bool = True) -> list[Ran]:
    """Offer `data` to every command that reads Word; the sheet must stay, and no command may break down."""
    applied = ["--apply", "--reason", "x"] if apply else []
    before = desk.sheet.read_bytes()
    path, target = desk.root / "offered.docx", desk.root / "patched.docx"
    path.write_bytes(data)
    ran = [
        toolkit("pull", path, *applied, "--json", at=desk.root),
        toolkit("pull", path, "--view", "reject", "--json", at=desk.root),
        toolkit("patch", path, "-o", target, "--json", at=desk.root),
        toolkit("trace", path, "--json", at=desk.root),
    ]
    assert desk.sheet.read_bytes() == before
    assert all(one.code in (0, 1, 2) and isinstance(one.answer, dict) for one in ran)
    return ran


def refused(desk: Desk, data: bytes, code: str) -> None:
    for ran in offered(desk, data):
        assert [finding["code"] for finding in ran.answer["diagnostics"]] == [code]


NAMES = st.sampled_from([
    *("[Content_Types].xml", "_rels/.rels", "customXml/_rels/item1.xml.rels", "customXml/itemProps2.xml"),
    *(MAIN, STORE, BASELINE),
    *("word/_rels/document.xml.rels", "word/header1.xml", "word/styles.xml", "docProps/app.xml"),
])  # fmt: skip


@settings(max_examples=15)
@given(gone=st.sets(NAMES, min_size=1, max_size=4))
def test_missing_members(desk: Desk, gone: set[str]) -> None:
    offered(desk, zipped({name: data for name, data in parts(desk.issued()).items() if name not in gone}))


@settings(max_examples=30)
@given(name=NAMES, start=st.floats(0, 1), length=st.integers(0, 400), instead=st.binary(max_size=12))
def test_cut_and_spoiled_members(desk: Desk, name: str, start: float, length: int, instead: bytes) -> None:
    members = parts(desk.issued())
    data = members[name]
    place = int(start * len(data))
    members[name] = data[:place] + instead + data[place + length :]
    offered(desk, zipped(members), apply=name not in (MAIN, STORE))  # other words there are edits like any other


@settings(max_examples=30)
@given(start=st.floats(0, 1), instead=st.binary(min_size=1, max_size=8))
def test_spoiled_bytes_of_the_zip(desk: Desk, start: float, instead: bytes) -> None:
    data = desk.issued()
    place = int(start * (len(data) - len(instead)))
    offered(desk, data[:place] + instead + data[place + len(instead) :])


@settings(max_examples=20)
@given(end=st.floats(0, 1))
def test_cut_files(desk: Desk, end: float) -> None:
    data = desk.issued()
    offered(desk, data[: int(end * (len(data) - 1))])


TAG = re.compile(rb'(<w:tag w:val=")([^"]+)("/>)')


@settings(max_examples=8)
@given(turn=st.integers(1, 40))
def test_swapped_tags(desk: Desk, turn: int) -> None:
    members = parts(desk.issued())
    tags = [match[2] for match in TAG.finditer(members[MAIN])]
    others = iter(tags[turn % len(tags) :] + tags[: turn % len(tags)])
    members[MAIN] = TAG.sub(lambda match: match[1] + next(others) + match[3], members[MAIN])
    offered(desk, zipped(members))


def resealed(baseline: bytes, change: Callable[[str], str]) -> bytes:
    """Return a baseline after `change` of its text, with a fingerprint that fits again."""
    text = change(baseline.decode())
    entry = re.compile(r'<b:(?:fact|sentence) id="([^"]*)"([^>]*)>([^<]*)<')

    def line(match: re.Match[str]) -> str:
        found = dict(re.findall(r'(\w+)="([^"]*)"', match[2]))
        return "\t".join(
            (match[1], found.get("format", ""), found.get("value", match[3]), match[3], found.get("count", "1"))
        )

    return re.sub(r'fingerprint="\w+"', f'fingerprint="{fingerprint(map(line, entry.finditer(text)))}"', text).encode()


def test_resealing_is_sound(desk: Desk) -> None:
    baseline = parts(desk.issued())[BASELINE]
    assert resealed(baseline, str) == baseline


@pytest.mark.parametrize("count", ["99999999999999999999", "-3", "0", "1e9", "²"])
def test_counts_that_cannot_be(desk: Desk, count: str) -> None:
    members = parts(desk.issued())
    members[BASELINE] = resealed(
        members[BASELINE], lambda text: re.sub(r'count="\d+"', f'count="{count}"', text, count=1)
    )
    refused(desk, zipped(members), "altered-baseline")


@settings(max_examples=20)
@given(
    name=st.sampled_from(["kind", "lang", "body", "format", "element", "derived", "open", "label", "id"]),
    value=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=30),
)
def test_a_baseline_that_lies(desk: Desk, name: str, value: str) -> None:
    members = parts(desk.issued())
    lie = f'{name}="{escape(value)}"'
    members[BASELINE] = resealed(members[BASELINE], lambda text: re.sub(rf'\b{name}="[^"]*"', lambda _: lie, text))
    offered(desk, zipped(members))


@pytest.mark.parametrize(
    ("part", "code"),
    [(MAIN, "hostile-paper"), (STORE, "no-store"), (BASELINE, "no-baseline"), ("_rels/.rels", "hostile-paper")],
)
def test_entities(desk: Desk, part: str, code: str) -> None:
    members = parts(desk.issued())
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/hostname">]>'.encode()
    members[part] = members[part].replace(b"?>", b"?>" + declared, 1)
    *edits, traced = offered(desk, zipped(members))
    for ran in edits:
        assert [finding["code"] for finding in ran.answer["diagnostics"]] == [code]
    assert traced.code == (0 if part == STORE else 1)  # which shows the words of the text alone


def test_a_bomb(desk: Desk) -> None:
    refused(desk, zipped({**parts(desk.issued()), "word/media/bomb.bin": bytes(60_000_000)}), "hostile-paper")


def test_a_hundred_thousand_controls(desk: Desk) -> None:
    members = parts(desk.issued())
    (control,) = re.findall(rb'<w:sdt>(?:(?!<w:sdt>).)*?w:tag w:val="figures.trade.value".*?</w:sdt>', members[MAIN])
    before, after = re.split(rb'(?<=<w:id w:val=")\d+', control)
    copies = (
        before + str(int(sha256(b"%d" % number).hexdigest(), 16) % 2**31).encode() + after for number in range(100_000)
    )
    members[MAIN] = members[MAIN].replace(
        b"<w:sectPr>", b"<w:p>" + b"</w:p><w:p>".join(copies) + b"</w:p><w:sectPr>", 1
    )
    path = desk.root / "offered.docx"
    path.write_bytes(zipped(members))
    started = time.monotonic()
    ran = toolkit("pull", path, "--json", at=desk.root)
    assert ran.answer["copied"] == [{"fact": "figures.trade.value", "was": 1, "now": 100_001}]
    assert time.monotonic() - started < 120
