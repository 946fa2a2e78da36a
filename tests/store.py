"""A store of the S3 kind on this machine's loopback, as a process of its own; and one in memory that tells little."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fsspec.implementations.memory import MemoryFileSystem
from s3fs import S3FileSystem

BUCKET = "papers"
SECRET = "not-to-be-said"


def tell_only(monkeypatch: pytest.MonkeyPatch, **told: object) -> None:
    """Let the store in memory tell of a file its kind, its size and what is `told`."""
    info = MemoryFileSystem.info

    def little(store: MemoryFileSystem, path: str, **options: object) -> dict[str, object]:
        known = info(store, path, **options)
        return {"name": known["name"], "type": known["type"], "size": known["size"], **told}

    monkeypatch.setattr(MemoryFileSystem, "info", little)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served() -> Iterator[str]:
    """Yield the URL of a bucket in a store that is served, and told to this process and those it starts."""
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    command = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
    server = subprocess.Popen(
        [sys.executable, "-c", command, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (
                ("AWS_ENDPOINT_URL", endpoint),
                ("AWS_ACCESS_KEY_ID", "someone"),
                ("AWS_SECRET_ACCESS_KEY", SECRET),
                ("AWS_DEFAULT_REGION", "us-east-1"),
            ):
                patch.setenv(name, value)
            _await(f"{endpoint}/moto-api/")
            S3FileSystem.clear_instance_cache()  # what was opened with another store's address
            S3FileSystem().mkdir(BUCKET)
            yield f"s3://{BUCKET}"
    finally:
        S3FileSystem.clear_instance_cache()
        server.kill()
        server.wait()


def _await(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the store does not answer")
