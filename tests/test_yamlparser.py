"""YAML text to nodes: meaning, places, and everything hostile that a file may hold."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.diagnostics import Span, ToolkitError
from toolkit.yamlparser import MAX_DEPTH, parse, scalar_at
from toolkit.yamltext import ListNode, MapNode, Node, Scalar, decode

FILE = "facts/invented.yaml"


def read(text: str | bytes) -> Node:
    """Return the nodes of a file with this content."""
    return parse(decode(text if isinstance(text, bytes) else text.encode(), FILE), FILE)


def place(span: Span) -> tuple[str, int, int]:
    """Return the file, line and column of `span`."""
    return span.file, span.line, span.column


def value(text: str) -> object:
    """Return the value of the key `a`."""
    root = read(f"a: {text}\n")
    assert isinstance(root, MapNode)
    found = root.entries["a"]
    assert isinstance(found, Scalar)
    return found.value


def refused(text: str | bytes) -> str:
    """Return the one finding with which `text` is refused, as it is shown."""
    with pytest.raises(ToolkitError) as caught:
        read(text)
    (finding,) = caught.value.diagnostics
    assert finding.span
    return finding.render()


def scalars(node: Node) -> Iterator[Scalar]:
    match node:
        case Scalar():
            yield node
        case ListNode(items):
            for item in items:
                yield from scalars(item)
        case MapNode(entries):
            for entry in entries.values():
                yield from scalars(entry)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("12:30", "12:30"), ("0123", "0123"), ("1e5", "1e5"),
        ("0x1F", "0x1F"), (".5", ".5"), ("1_00", "1_00"), ("20.000.000", "20.000.000"), ("True", "True"),
        ("true", True), ("false", False), ("~", None), ("null", None), ("", None),
        ("0", 0), ("-12", -12), ("+7", 7), ("20_000_000", 20_000_000), ("1_000.50", Decimal("1000.50")),
        ("-0.5", Decimal("-0.5")), ("2031-02-28", date(2031, 2, 28)),
        ("2031-02-28T18:30:00Z", datetime(2031, 2, 28, 18, 30, tzinfo=UTC)),
        ("2031-02-28 18:30+07:00", datetime(2031, 2, 28, 18, 30, tzinfo=timezone(timedelta(hours=7)))),
        ("2031-2-8", "2031-2-8"), ("១២៣", "១២៣"), ("1២", "1២"), ("²", "²"), ("២០៣១-០២-២៨", "២០៣១-០២-២៨"),
    ],
)  # fmt: skip
def test_a_plain_scalar_means_what_it_says(text: str, meant: object) -> None:
    assert value(text) == meant
    assert type(value(text)) is type(meant)


@pytest.mark.parametrize("text", ['"true"', "'12'", '"2031-02-28"', '"~"', "|-\n  12"])
def test_what_is_quoted_is_text(text: str) -> None:
    assert isinstance(value(text), str)


def test_a_decimal_keeps_its_last_zero() -> None:
    assert str(value("2.50")) == "2.50"


def test_text_is_composed_and_zero_width_spaces_stay() -> None:
    decomposed = unicodedata.normalize("NFD", "Tiếng Việt ổn")
    assert value(decomposed) == value(f'"{decomposed}"') == "Tiếng Việt ổn"
    assert value("ក\u200bខ") == "ក\u200bខ"


def test_keys_keep_their_order_and_their_places() -> None:
    root = read("b: 1\na:\n  - x\n")
    assert isinstance(root, MapNode)
    assert list(root.entries) == ["b", "a"]
    assert place(root.keys["a"]) == (FILE, 2, 1)


def test_an_empty_file_is_an_empty_map() -> None:
    assert read("") == read("# nothing yet\n") == MapNode({}, {}, read("").span)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    root = read(b"\xef\xbb\xbfa: x\r\nb: y\r\n")
    assert isinstance(root, MapNode)
    assert [scalar.text for scalar in scalars(root)] == ["x", "y"]
    assert place(root.keys["b"]) == (FILE, 2, 1)


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("a: 1\na: 2\n", "2:1", "duplicate-key"),
        ("a: &x 1\n", "1:4", "anchor"),
        ("a: *x\n", "1:4", "anchor"),
        ("a: !!python/object/apply:os.system [x]\n", "1:4", "tag"),
        ("a: !!str x\n", "1:4", "tag"),
        ("? [a]\n: b\n", "1:3", "bad-key"),
        ("a: [1\n", "1:4", "malformed-yaml"),
        ('a: "b\n', "1:4", "malformed-yaml"),
        ("a: b: c\n", "1:5", "malformed-yaml"),
        ("a: 1\n---\nb: 2\n", "2:1", "second-document"),
        ("a: 2031-02-30\n", "1:4", "bad-date"),
        ("a: 2031-02-28T25:00\n", "1:4", "bad-date"),
        (f"a: {'9' * 25}\n", "1:4", "bad-number"),
        (f"a: {'9' * 5000}\n", "1:4", "bad-number"),
        (f"a: 0.{'9' * 25}\n", "1:4", "bad-number"),
        ("[" * 10_000, f"1:{MAX_DEPTH + 1}", "too-deep"),
        ("a:\n\tb: 1\n", "2:1", "forbidden-character"),
        ("a: x\x00y\n", "1:5", "forbidden-character"),
        ("a: x\x85y\n", "1:5", "forbidden-character"),
        ("a: x\u2028y\n", "1:5", "forbidden-character"),
        ("a: x\ry\n", "1:5", "forbidden-character"),
        ("a: x\u202ey\n", "1:5", "forbidden-character"),
        ("a: x\u2066y\n", "1:5", "forbidden-character"),
        ("a: x\U000e0041y\n", "1:5", "forbidden-character"),
        ("a: x\ue000y\n", "1:5", "forbidden-character"),
        ("a: x\U000f0000y\n", "1:5", "forbidden-character"),
        ("a: x\ufeffy\n", "1:5", "forbidden-character"),
        ("a: x\uffffy\n", "1:5", "forbidden-character"),
        ('a: "\\x07"\n', "1:4", "forbidden-character"),
        ('a: "\\t"\n', "1:4", "forbidden-character"),
        ('a: "\\u202e"\n', "1:4", "forbidden-character"),
        ('a: "\\U000F0000"\n', "1:4", "forbidden-character"),
        ('a: "\\ud800"\n', "1:7", "malformed-yaml"),
        (b"a: caf\xe9\n", "1:7", "not-utf8"),
        (b"a: \xed\xa0\x80\n", "1:4", "not-utf8"),
        ("a: x\n".encode("utf-16"), "1:1", "not-utf8"),
    ],
)  # fmt: skip
def test_what_no_sheet_may_hold_is_refused_at_its_place(text: str | bytes, place: str, code: str) -> None:
    assert refused(text).startswith(f"{FILE}:{place}: error[{code}]: ")


def test_every_invisible_character_is_refused_wherever_it_hides() -> None:
    """Text in which all can be printed is passed at once; no code point may slip through that way."""
    refused = [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
    refused += [*range(0xE000, 0xF900), *range(0xFDD0, 0xFDF0), 0xFEFF, *range(0xFFF9, 0x10000)]
    refused += [*range(0xE0000, 0xE0080), *range(0xF0000, 0x110000, 0x101)]
    for code in set(refused) - {0x0A}:
        with pytest.raises(ToolkitError) as caught:
            decode(f"a: x{chr(code)}y\n".encode(), "f.yaml")
        assert caught.value.diagnostics[0].code == "forbidden-character"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('a: {b: "one}\nc: 2\nd: {e: "x"}\n', "f.yaml:3:9"),
        ('a: {b: "one}\nc: 2\nd: {e: "x"}\n', "flow mapping begun in line 1 did not find"),
        ('a: 1\nb: {c: "one}\nc: 2\nd: {e: "x"}\n', "the quotes closed in this line were opened in line 2"),
        ("a: 1\nb: [2,\n\nc: {}, d}\n", "flow sequence begun in line 2 did not find"),
        ("a: {b: 1,\n\n\n", "    1 | a: {b: 1,\n      |         ^"),
    ],
)
def test_what_is_not_closed_is_told_where_it_begins(text: str, said: str) -> None:
    assert said.replace("f.yaml", FILE) in refused(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# head\nformat: 1\nid: a-1 # behind\ntitle: b\n", "a-1"),
        ('"id": "a-1"\ntitle: {en: "Talks\n\nid: other\n\n", vi: x}\n', "a-1"),
        ("title: |\n  x\n\n  id: other\nsub: {id: deeper}\nlist: [id, other]\nid: 'a-1'\n", "a-1"),
        ("{id: a-1, title: b}", "a-1"),
        ("format: 1\nid: a-1\ntitle: [never closed\n", "a-1"),
        ("id: [a-1]\n", ""),
        ("- id\n- a-1\n", ""),
        ("id\n", ""),
        ("title: id\n", ""),
        ("title: b\n---\nid: a-1\n", ""),
        ("", ""),
    ],
)
def test_one_scalar_is_found_without_the_rest(text: str, found: str) -> None:
    assert scalar_at(text, FILE, "id") == found


def test_what_stands_before_a_scalar_has_to_be_read() -> None:
    with pytest.raises(ToolkitError, match=r"^facts/invented\.yaml:2:3: error\[malformed-yaml\]"):
        scalar_at("title: [never closed\nid: a-1\n", FILE, "id")


@pytest.mark.parametrize("marks", ["\u0301" * 50_000, "\\u0301" * 50_000])
def test_a_heap_of_marks_is_refused_before_it_is_normalised(marks: str) -> None:
    with pytest.raises(ToolkitError, match="a heap of more than 30 marks may not stand here") as refusal:
        read(f'b: 1\na: "e{marks}"')
    assert refusal.value.diagnostics[0].span is not None
    assert refusal.value.diagnostics[0].span.line == 2


def test_nesting_up_to_the_limit_is_read() -> None:
    assert [scalar.value for scalar in scalars(read("[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH))] == [1]


def test_a_key_of_any_length_is_read_or_refused_at_its_place() -> None:
    assert isinstance(read(f"{'k' * 1000}: 1\n"), MapNode)
    assert "malformed-yaml" in refused(f"{'k' * 100_000}: 1\n")


def test_the_line_shown_is_the_one_the_finding_points_at() -> None:
    assert "    2 | bê: &x 1\n      |     ^^" in refused("a: 1\r\nbê: &x 1\r\n")


WORD = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=12)
YAMLISH = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *("a", "vi", ": ", ":", "\n", "\r\n", "- ", "  ", "{", "}", "[", "]", ",", '"', "'", "|", ">-", "#"),
                *(" #", "&x", "*x", "!", "!!int ", "? ", "~", "---", "...", "%YAML 1.2", "\\", '"\\u0041"'),
                *("@", "`", "<<", "\x00"),
                *("20_000", "2031-02-30", "12.5", "đ", "ổ", "e\u0302\u0323", "𠮷", "😀", "\u200b", "\t"),
                *("\ufeff", "\u202e", "\ue000"),
            ]
        ),
        WORD,
    ),
    max_size=24,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(YAMLISH)
@example("a: ٣\n")
@example("? |\n  a\n: - b\n")
def test_any_text_gives_nodes_or_findings_with_a_place(text: str) -> None:
    try:
        found = list(scalars(read(text)))
    except ToolkitError as problem:
        for finding in problem.diagnostics:
            assert finding.span and finding.span.file == FILE
            assert 1 <= finding.span.line <= text.count("\n") + 2
        return
    for scalar in found:
        assert unicodedata.is_normalized("NFC", scalar.text)


@settings(max_examples=200)
@given(st.binary(max_size=60))
def test_any_bytes_give_nodes_or_findings(data: bytes) -> None:
    try:
        assert read(data) is not None
    except ToolkitError as problem:
        assert problem.diagnostics


TEXT = st.text(
    st.one_of(
        st.sampled_from("aZ09 .,;:#-_'\"\\{}[]đổ𠮷😀\u200b\u00a0"),
        st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Cf")),
    ),
    min_size=1,
    max_size=30,
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@settings(max_examples=300)
@given(before=TEXT, text=TEXT, ends=st.sampled_from(["\n", "\r\n"]))
def test_a_span_cuts_a_quoted_scalar_out_of_its_file(before: str, text: str, ends: str) -> None:
    content = f"x: {quoted(before)}{ends}# {before.strip()}{ends}y: [z, {quoted(text)}] # end{ends}"
    node = list(scalars(read(content)))[-1]
    assert content[node.span.start : node.span.end] == quoted(text)
    assert node.value == unicodedata.normalize("NFC", text)
    assert content.split("\n")[node.span.line - 1][node.span.column - 1 :].startswith(quoted(text))


@settings(max_examples=300)
@given(before=TEXT, text=TEXT.map(str.strip), ends=st.sampled_from(["\n", "\r\n"]))
def test_a_span_cuts_a_plain_scalar_out_of_its_file(before: str, text: str, ends: str) -> None:
    content = f"x: {quoted(before)}{ends}y:{ends}  - {text}  # end{ends}z: 1{ends}"
    try:
        found = list(scalars(read(content)))
    except ToolkitError:
        return  # `text` was no plain scalar
    node = found[1]
    if not node.quoted:
        cut = content[node.span.start : node.span.end]
        assert unicodedata.normalize("NFC", cut) == node.text
        assert content.split("\n")[node.span.line - 1][node.span.column - 1 :].startswith(cut)
