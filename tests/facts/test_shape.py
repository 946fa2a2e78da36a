"""The format of a sheet as data."""

from collections.abc import Iterator

import pytest

from toolkit.facts.model import Kind
from toolkit.facts.shape import SHEET, Anything, Keyed, Leaf, ListOf, Record, Shape, Words, own_path, shape_at


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("event.date", Leaf(Kind.DATE)),
        ("agreements.any_id.act", Leaf(Kind.TOKEN)),
        ("figures.any_id.source.0", Leaf(Kind.REFERENCE, targets=("sources",))),
        ("points.any_id.by.3", Leaf(Kind.REFERENCE, targets=("parties",))),
        ("facts.whatever.is.here", Anything()),
        ("people.any_id.name", Words()),
        ("sheets.any_id.event.date", Leaf(Kind.DATE)),
        ("sheets.any_id.event.secretary", Leaf(Kind.REFERENCE, targets=("people",))),
        ("sheets.any_id.facts.whatever", Anything()),
        ("sheets.any_id.agreements", None),
        ("sheets.any_id.office", None),
        ("people.any_id.nme", None),
        ("people.any_id.name.vi", None),
    ],
)
def test_the_shape_at_a_path_is_found(path: str, kind: Shape | None) -> None:
    assert shape_at(path) == kind


@pytest.mark.parametrize(
    ("path", "own"),
    [("sheets.any_id.event.date", "event.date"), ("sheets.any_id", "sheets.any_id"), ("event.date", "event.date")],
)
def test_a_path_of_a_collection_is_known_by_its_sheet(path: str, own: str) -> None:
    assert own_path(path) == own


def records(shape: Shape, path: str = "") -> Iterator[tuple[str, Record]]:
    match shape:
        case Record(fields):
            yield path, shape
            for name, field in fields.items():
                yield from records(field, f"{path}.{name}")
        case Keyed(item) | ListOf(item):
            yield from records(item, f"{path}.*")
        case _:
            pass


def test_what_is_required_or_shown_is_declared() -> None:
    found = dict(records(SHEET))
    assert len(found) > 8
    for path, record in found.items():
        assert {*record.required, *record.shows} <= set(record.fields), path


def test_every_reference_points_into_a_collection() -> None:
    leaves = [field for _, record in records(SHEET) for field in record.fields.values() if isinstance(field, Leaf)]
    targets = {target for leaf in leaves for target in leaf.targets}
    assert targets
    assert all(isinstance(SHEET.fields[target], Keyed) for target in targets)
