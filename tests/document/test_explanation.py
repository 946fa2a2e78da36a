import pytest

from toolkit.document.explanation import Explanation, explain


@pytest.mark.parametrize(
    ("changed", "around", "corrected", "found"),
    [
        (["figures.a.value"], [], ["figures.a.value", "figures.b.value"], ["figures.a.value"]),
        (["agreements.x", "parties.p.name"], [], ["figures.a.value", "agreements.x"], ["agreements.x"]),
        (["agreements.x.title.vi"], [], ["agreements.x"], ["agreements.x"]),
        (["agreements"], [], ["agreements.x", "figures.a.value"], ["agreements.x"]),
        (["points.p.text.vi", "figures.a.value"], [], ["figures.a.value"], ["figures.a.value"]),
        (["figures.a.value"], [], ["figures.a.unit"], ["figures.a.unit"]),
        (["figures.a.value"], [], ["figures.a.unit", "figures.a.value"], ["figures.a.value"]),
        ([], ["figures.a.value"], ["figures.b.value", "figures.a.value"], ["figures.a.value"]),
        (["figures.ab.value"], [], ["figures.a"], None),
        (["agreements.y"], [], ["agreements.x"], None),
        (["points.p.topic"], [], ["figures.a.value", "status"], None),
        ([], [], ["status"], None),
    ],
)
def test_a_change_is_explained_by_what_is_nearest(
    changed: list[str], around: list[str], corrected: list[str], found: list[str] | None
) -> None:
    expected = Explanation(tuple(corrected), brief=True) if found is None else Explanation(tuple(found))
    assert explain(changed, around, corrected) == expected


def test_without_corrections_there_is_nothing_to_explain() -> None:
    assert explain(["figures.a.value"], [], []) == Explanation(())
