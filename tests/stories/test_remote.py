"""A workspace in a store of the S3 kind is built, corrected and taken up again like one on a disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from tests import sheets
from tests.cli.running import Ran, toolkit
from tests.store import SECRET, free_port, served
from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.state import State
from toolkit.build.workspace import Workspace
from toolkit.files import write_atomic
from toolkit.remote import open_path

SHEET = "no-sa-2031"


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Return the URL of a bucket."""
    with served() as url:
        yield url


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a cache of its own, as another machine has one."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def said(ran: Ran) -> str:
    assert SECRET not in ran.out + ran.err
    return ran.out + ran.err


def papers(root: Path) -> dict[str, bytes]:
    """Return the papers of a workspace by name, and all that belongs to them but the state."""
    found = (path for path in (root / "output").glob("**/*") if path.is_file() and not path.name.startswith("."))
    kept = (path for path in (root / "facts").glob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (*found, *kept)}


def test_a_remote_workspace_is_built_and_corrected_like_a_local_one(bucket: str, tmp_path: Path) -> None:
    local = sheets.workspace(tmp_path / "local").root
    remote = f"{bucket}/office/ministry"
    write_atomic(open_path(remote) / "facts" / "sheet-1.yaml", (local / "facts" / "sheet-1.yaml").read_bytes())
    correction = ("correct", SHEET, "actions.report.due", "2031-12-09", "--reason", "moved", "--date", "2021-06-01")
    for command in (
        ("build", "-j", "1", "-f", "docx,pdf"),
        (*correction, "--by", "Ida"),
        ("ledger",),
        ("check", SHEET),
        ("trace", "figures.trade"),
        ("trace", f"output/{SHEET}/minutes.vi.docx"),
        ("redline", f"output/{SHEET}/history/minutes.vi.r1.docx", f"output/{SHEET}/minutes.vi.docx"),
        ("build", "--as-of", "0", "-f", "md", "-o", "{}/past"),
        ("status",),
    ):
        here, there = (toolkit("-C", root, *(word.format(root) for word in command)) for root in (local, remote))
        assert (there.code, said(there)) == (here.code, said(here))
    assert here.code == 0
    built = papers(local)
    assert {f"output/{SHEET}/history/minutes.vi.r1.pdf", f"facts/{SHEET}.ledger.jsonl"} <= built.keys()
    assert papers(open_path(remote)) == built
    past = Path("past", SHEET, "minutes.vi.md")
    assert (open_path(remote) / past).read_bytes() == (local / past).read_bytes()
    assert not list(open_path(remote).glob("**/*.part"))


def test_a_build_that_was_cut_off_goes_on_at_another_machine(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(done: int, _: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    root = open_path(f"{bucket}/cut-off")
    write_atomic(root / "facts" / "sheet-1.yaml", sheets.text().encode())
    with pytest.raises(KeyboardInterrupt):
        build(Workspace(root), Wanted(formats=("md",)), 1, stop)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    with State(root / "output") as state:
        assert len(state.outputs()) == 4
    report = build(Workspace(root), Wanted(formats=("md",)), 1)
    assert (len(report.made), len(report.current), report.failed) == (2, 4, [])


def test_workers_of_a_cluster_build_in_the_store(bucket: str, tmp_path: Path) -> None:
    local = sheets.workspace(tmp_path / "local", sheets.MINIMAL, sheets.MINIMAL.replace("minimal", "another")).root
    remote = open_path(f"{bucket}/shared")
    for path in (local / "facts").iterdir():
        write_atomic(remote / "facts" / path.name, path.read_bytes())
    here = toolkit("build", "-f", "md,html", "-j", "1", at=local)
    there = toolkit("-C", remote, "build", "-f", "md,html", "-j", "2", "--executor", "dask")
    assert (there.code, said(there)) == (here.code, said(here)) == (0, here.out)
    assert papers(remote) == papers(local)


def test_own_fonts_lie_in_the_store_too(bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local = sheets.workspace(tmp_path / "local").root
    build(Workspace(local), Wanted(("minutes",), formats=("pdf",), languages=("en",)), 1)
    with State(local / "output") as state:
        (output,) = state.outputs().values()
        assert output.recipe
    used = [name.removeprefix("font:") for name in output.recipe if name.startswith("font:")]
    root = open_path(f"{bucket}/fonts")
    write_atomic(root / "facts" / "sheet-1.yaml", sheets.text().encode())
    for path in map(Path, used):
        write_atomic(root / "fonts" / path.name, path.read_bytes())
    wanted = Wanted(("minutes",), formats=("pdf",), languages=("en",))
    build(Workspace(root), wanted, 1)
    assert papers(root)[f"output/{SHEET}/minutes.en.pdf"] == papers(local)[f"output/{SHEET}/minutes.en.pdf"]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "another"))
    assert build(Workspace(root), wanted, 1).current


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        (("-C", "s3://no-such-bucket/a", "status"), 2, "error[no-workspace]: s3://no-such-bucket/a is not a folder"),
        (("-C", "s3://papers/no/such/folder", "check"), 2, "error[no-workspace]: s3://papers/no/such/folder"),
        (("new", "s3://no-such-bucket/a"), 1, "there is no such bucket"),
        (("-C", "s3://papers/here", "build", "--watch"), 2, "cannot be watched"),
    ],
)
def test_a_wrong_url_is_said(bucket: str, words: tuple[str, ...], code: int, found: str) -> None:
    toolkit("new", f"{bucket}/here")
    ran = toolkit(*words)
    assert ran.code == code
    assert found in said(ran)


def test_a_store_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    S3FileSystem.clear_instance_cache()
    ran = toolkit("-C", "s3://papers/a", "status")
    S3FileSystem.clear_instance_cache()
    assert ran.code == 1
    assert "error[disk-error]: s3://papers/a: Could not connect" in said(ran)
