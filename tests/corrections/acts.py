"""Corrections for tests: another value for any fact, and acts on a workspace of their own."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from toolkit.build.plan import Wanted
from toolkit.build.run import Report, build
from toolkit.build.workspace import Workspace
from toolkit.corrections.correct import Prepared, commit, prepare
from toolkit.facts.model import Fact, Kind, Period, Sheet, canonical
from toolkit.facts.shape import Leaf, shape_at
from toolkit.ledger import About

DAY = date(2031, 6, 1)
FORMATS = ("html", "md")  # the quick ones: what a fact reaches does not depend on the format


def about(workspace: Workspace, path: Path, reason: str = "a test") -> About:
    return About(workspace.sheet_id(path), DAY, reason, by="Tester", source="a note")


def act(workspace: Workspace, path: Path, **values: str) -> Prepared:
    """Correct the facts named in `values` (`__` stands for a dot), and record it."""
    return correct(workspace, path, {name.replace("__", "."): words for name, words in values.items()})


def correct(workspace: Workspace, path: Path, values: Mapping[str, str]) -> Prepared:
    prepared = prepare(workspace, path, values, about(workspace, path))
    commit(prepared)
    return prepared


def rebuilt(workspace: Workspace, formats: tuple[str, ...] = FORMATS) -> Report:
    return build(workspace, Wanted(formats=formats), jobs=1)


def outputs(root: Path) -> dict[str, bytes]:
    """Return every present paper's bytes by its path: no history, no notices, no state."""
    folder = root / "output"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and "history" not in path.parts
    }


def other_value(sheet: Sheet, fact: Fact) -> str | None:  # noqa: C901, PLR0911 - one for each kind
    """Return words that give `fact` another value of its kind, or `None` if there is no other."""
    match fact.value:
        case bool():
            return "false" if fact.value else "true"
        case int() | Decimal():
            return canonical(fact.value + 1)
        case datetime():
            return canonical(fact.value + timedelta(hours=1))
        case date():
            return canonical(fact.value + timedelta(days=1))
        case Period(first, last):
            return canonical(Period(first, last + 1))
        case str() if fact.kind is Kind.REFERENCE:
            return _other_reference(sheet, fact)
        case str() if fact.kind is Kind.TOKEN:
            return _other_token(fact)
        case str() if fact.id.endswith(".unit"):
            return "EUR" if fact.value == "USD" else "USD"
        case str() if fact.id.startswith("sources.") and fact.id.endswith(".file"):
            return None
        case str():
            return f"{fact.value} [sửa]"
        case _:
            return "Nay đã rõ" if fact.kind is Kind.TEXT else None


def _other_reference(sheet: Sheet, fact: Fact) -> str | None:
    shape = shape_at(fact.id)
    targets = shape.targets if isinstance(shape, Leaf) else ()
    for target in targets:
        container = sheet.containers.get(target)
        for key in container.keys if container else ():
            if key != fact.value:
                return key
    return None


def _other_token(fact: Fact) -> str:
    words = {"status": "confirmed", "act": "exchanged", "kind": "plan"}
    name = fact.id.rpartition(".")[2]
    if name == "kind" and fact.id.startswith("points."):
        return "noted" if fact.value == "agreed" else "agreed"
    if name == "kind" and fact.id.startswith("event."):
        return "visit"
    return "protocol" if fact.value == words.get(name) else words.get(name, "other")
