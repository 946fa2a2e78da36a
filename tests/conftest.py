"""What holds for every test: no test is skipped, examples are the same in every run, cases can be accepted."""

from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("same-everywhere", derandomize=True, deadline=None)
settings.load_profile("same-everywhere")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write what is said now into the cases."""
    parser.addoption("--accept", action="store_true", help="rewrite tests/cases")


SKIPPED = "skipping is not allowed: a missing tool or case is a failure that names what to install or to mend"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one; an expected failure stays what it is."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{SKIPPED} ({report.longrepr})"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped test file into a failed one."""
    report = yield
    if report.skipped:
        report.outcome, report.longrepr = "failed", f"{SKIPPED} ({report.longrepr})"
    return report
