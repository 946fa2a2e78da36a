"""Fixtures for the tests of Word and back, as a plugin: `issued` for a whole module, `desk` for one test."""

from pathlib import Path

import pytest

from tests.corrections.desk import Desk, issue


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return a desk that no test may change: papers take long to issue."""
    return issue(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(issued: Desk, tmp_path: Path) -> Desk:
    """Return a desk that may be changed."""
    return issued.copied(tmp_path / "desk")
