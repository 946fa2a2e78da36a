import pytest

from toolkit.corrections.prose import ProseEdit, edits
from toolkit.readers.passages import Line, Row, Shown, Unit, legible


def line(text: str) -> Line:
    """Return a line in which `{fact=words}` is a fact."""
    pieces: list[str | Shown] = []
    for number, part in enumerate(text.replace("{", "|{").replace("}", "|").split("|")):
        if number % 2:
            fact, _, words = part[1:].partition("=")
            pieces.append(Shown(fact, words))
        elif part:
            pieces.append(part)
    return Line(tuple(pieces))


def row(*cells: str) -> Row:
    return Row(tuple((line(cell),) if cell else () for cell in cells))


def told(old: list[Unit], new: list[Unit]) -> list[tuple[str, str]]:
    return [(legible(edit.old), legible(edit.new)) for edit in edits(old, new)]


ONE, TWO, THREE = line("một {a=1}."), line("hai"), line("ba")


def test_other_values_are_no_edit() -> None:
    assert edits([ONE, row("{b=x}", "y")], [line("một {a=2}."), row("{b=z}", "y")]) == []


def test_spaces_are_no_edit() -> None:
    assert edits([line("một hai")], [line("một\u00a0 hai ")]) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([ONE, TWO], [ONE, line("hai rưỡi")], [("hai", "hai rưỡi")]),
        ([ONE, TWO], [ONE, line("khác hẳn")], [("hai", "khác hẳn")]),
        ([ONE, TWO], [ONE, THREE, TWO], [("", "ba")]),
        ([ONE, TWO], [TWO], [("một {a}.", "")]),
        ([ONE], [line("một {b=1}.")], [("một {a}.", "một {b}.")]),
        ([], [ONE], [("", "một {a}.")]),
        ([ONE], [], [("một {a}.", "")]),
        ([TWO], [row("hai", "x")], [("hai", ""), ("", "hai | x")]),
        ([row("1", "một"), row("2", "hai")], [row("1", "một")], [("2 | hai", "")]),
        ([row("1", "một", "x")], [row("1", "một hai", "x")], [("một", "một hai")]),
        ([row("1", "một", "x")], [row("1", "", "x")], [("một", "")]),
        ([row("1", "một")], [row("1", "một", "thêm")], [("1 | một", "1 | một | thêm")]),
    ],
)
def test_what_was_edited_is_told_with_its_paragraph(
    old: list[Unit], new: list[Unit], found: list[tuple[str, str]]
) -> None:
    assert told(old, new) == found


def test_in_a_stretch_those_that_are_alike_are_one_that_changed() -> None:
    old = [line("Hai bên hoan nghênh kết quả."), line("Hết.")]
    new = [line("Lời mở đầu mới."), line("Hai bên rất hoan nghênh kết quả."), line("Phụ lục")]
    assert told(old, new) == [
        ("", "Lời mở đầu mới."),
        ("Hai bên hoan nghênh kết quả.", "Hai bên rất hoan nghênh kết quả."),
        ("Hết.", ""),
        ("", "Phụ lục"),
    ]


def test_a_long_stretch_is_replaced_as_a_whole() -> None:
    old, new = [line(f"dòng {n}") for n in range(60)], [line(f"dòng {n}!") for n in range(60)]
    found = edits(old, new)
    assert found[:60] == [ProseEdit(one.skeleton, "") for one in old]
    assert found[60:] == [ProseEdit("", one.skeleton) for one in new]


def test_ten_thousand_lines_with_one_edit_are_compared() -> None:
    old = [row(str(n), f"{{a.n{n}=x}}", "–") for n in range(10_000)]
    new = [*old[:5000], row("5000", "thêm", "–"), *old[5000:]]
    assert told(old, new) == [("", "5000 | thêm | –")]
