"""What a worker of a cluster does, without the cluster."""

from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests import sheets
from toolkit.build import worker
from toolkit.build.make import Maker
from toolkit.build.plan import Wanted, plan
from toolkit.build.state import State
from toolkit.build.target import Batch, Task
from toolkit.build.worker import Order, library_of, make, versions
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import ToolkitError


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with one small sheet."""
    return sheets.workspace(tmp_path, sheets.MINIMAL)


@pytest.fixture
def order(workspace: Workspace) -> Order:
    """Return the order for it, its marker in place."""
    workspace.output.mkdir()
    (marker := workspace.output / "marker").touch()
    return Order(workspace.root, workspace.output, marker, library_of(workspace), versions())


def batch_of(workspace: Workspace) -> Batch:
    with State(workspace.output) as state:
        (target, *_) = plan(workspace, state, Wanted(("minutes",), formats=("md",))).all()
        (sheet,) = plan(workspace, state, Wanted()).sheets.values()
    return (Task(sheet.shown, sheet.sha256, target.document, target.lang, ("md",)),)


def test_a_worker_makes_what_the_coordinator_would(workspace: Workspace, order: Order) -> None:
    batch = batch_of(workspace)
    (made,), (own,) = make(order, (batch,)).results, Maker(workspace).make(batch)
    assert [staged.sha256 for staged in made.files] == [staged.sha256 for staged in own.files]
    assert made.files[0].file.parent == workspace.output / "minimal"


def test_the_text_of_a_past_day_comes_with_the_order(workspace: Workspace, order: Order) -> None:
    path = workspace.sheet_paths()[0]
    past = Workspace(workspace.root, workspace.output, {path: sheets.MINIMAL.replace("id: minimal", "id: past")})
    (made,) = make(replace(order, texts=tuple(past.texts.items())), (batch_of(past),)).results
    assert made.files[0].path.startswith("past/")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"marker": Path("gone")}, "gone does not exist"),
        ({"root": Path("nowhere")}, "nowhere is not a folder"),
        ({"library": "another"}, "other templates"),
        ({"versions": tuple((name, "0.0.1") for name, _ in versions())}, r"not 0\.0\.1"),
        ({"versions": versions()[1:]}, rf"a worker has {versions()[0][0]} {versions()[0][1]}, not none"),
        ({"versions": (*versions(), ("ink", "2"))}, r"a worker has ink none, not 2"),
    ],
)
def test_a_worker_that_is_not_like_the_coordinator_is_refused(
    change: dict[str, Any], said: str, workspace: Workspace, order: Order
) -> None:
    with pytest.raises(ToolkitError, match=said) as caught:
        make(replace(order, **change), (batch_of(workspace),))
    assert caught.value.diagnostics[0].code == "worker-differs"


def test_what_makes_papers_is_known_by_its_versions() -> None:
    assert {"official-summaries", "reportlab", "python-docx", "Python", "zlib", "Unicode"} <= dict(versions()).keys()
    assert not {"distributed", "fsspec"} & dict(versions()).keys()


def test_what_is_not_installed_has_a_version_too(monkeypatch: pytest.MonkeyPatch) -> None:
    known = metadata.version

    def missing(name: str) -> str:
        if name == "icu4py":
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(worker, "version", missing)
    assert {**dict(versions()), "icu4py": "none"} == dict(versions.__wrapped__())
    assert dict(versions())["icu4py"] != "none"
