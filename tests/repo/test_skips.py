"""Skipped tests fail the run, wherever the skip is written; expected failures do not."""

import shutil
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
CONFTEST = Path(__file__).parents[1] / "conftest.py"

SKIPS = {
    "called in the test": "import pytest\ndef test_it(): pytest.skip('no tool')\n",
    "marked": "import pytest\n@pytest.mark.skip\ndef test_it(): pass\n",
    "on a condition": "import pytest\n@pytest.mark.skipif(True, reason='x')\ndef test_it(): pass\n",
    "whole file": "import pytest\npytest.skip('no tool', allow_module_level=True)\n",
    "missing import": "import pytest\npytest.importorskip('no_such_module')\n",
    "no case": "import pytest\n@pytest.mark.parametrize('case', [])\ndef test_it(case): pass\n",
}


@pytest.mark.parametrize("source", SKIPS.values(), ids=SKIPS)
def test_a_skip_fails_the_run(source: str, pytester: pytest.Pytester) -> None:
    run = run_with_conftest(source, pytester)
    assert run.ret != 0
    assert "skipping is not allowed" in run.stdout.str()


def test_an_expected_failure_passes(pytester: pytest.Pytester) -> None:
    run = run_with_conftest("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n", pytester)
    run.assert_outcomes(xfailed=1)


def run_with_conftest(source: str, pytester: pytest.Pytester) -> pytest.RunResult:
    shutil.copy(CONFTEST, pytester.path)
    pytester.makepyfile(source)
    return pytester.runpytest_inprocess("-p", "no:cacheprovider")
