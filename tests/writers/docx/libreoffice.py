"""LibreOffice as the independent judge of tracked changes, and as an editor: one process for many files."""

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Timer

from tests.validators.tools import TIMEOUT, MissingToolError, ToolFailedError, executable
from tests.writers.docx.lint import parts

Steps = list[list[object]]  # verbs and their words, as the driver takes them

DRIVER = Path(__file__).with_name("libreoffice_driver.py")
TEXT, WORD = "Text (encoded)", "MS Word 2007 XML"
SYSTEM_PYTHON = "/usr/bin/python3"
TAKING: dict[bool | None, Steps] = {True: [["accept"]], False: [["reject"]], None: []}
COMMENTING = re.compile(
    rb'<w:commentRange(?:Start|End) w:id="\d+"/>|<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
    rb'<w:commentReference w:id="\d+"/></w:r>'
)


class LibreOffice:
    """A LibreOffice that accepts, rejects and edits."""

    def __init__(self, driver: "subprocess.Popen[str]", folder: Path) -> None:
        self.driver = driver
        self.folder = folder
        self.count = 0

    def text(self, data: bytes, accept: bool | None) -> str:
        """Return the text of the Word file `data` with all changes accepted, all rejected, or as it is."""
        return self.stored(without_comments(data), TAKING[accept], TEXT).decode("utf-8-sig")

    def word(self, data: bytes, accept: bool | None) -> bytes:
        """Return the Word file that LibreOffice makes of it."""
        return self.stored(without_comments(data), TAKING[accept], WORD)

    def edited(self, data: bytes, steps: Steps, track: bool) -> bytes:
        """Return the Word file `data` as it is saved after `steps`, which `track` tells to record as changes."""
        return self.stored(data, [["track", track], *steps], WORD)

    def stored(self, data: bytes, steps: Steps, kind: str) -> bytes:
        self.count += 1  # a name of its own, as LibreOffice locks what it reads
        source, target = self.folder / f"{self.count}.docx", self.folder / "target"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        answer = self.answer({"source": str(source), "steps": steps, "filter": kind, "target": str(target)})
        if answer != "done":
            raise ToolFailedError(f"LibreOffice: {answer or 'gone'}")
        return target.read_bytes()

    def answer(self, job: dict[str, object]) -> str:
        """Return what the driver says of `job`, or nothing if it takes too long."""
        assert self.driver.stdin and self.driver.stdout
        late = Timer(TIMEOUT, self.driver.kill)  # or reading its answer would have no end
        late.start()
        try:
            self.driver.stdin.write(json.dumps(job) + "\n")
            self.driver.stdin.flush()
            return self.driver.stdout.readline().strip()
        finally:
            late.cancel()


def without_comments(data: bytes) -> bytes:
    """Return the Word file `data` without its comments.

    Debian's LibreOffice without windows breaks down where it would have to show a comment beside the page.
    """
    members = parts(data)
    members["word/document.xml"] = COMMENTING.sub(b"", members["word/document.xml"])
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        for name, content in members.items():
            zipped.writestr(name, content)
    return stream.getvalue()


@contextmanager
def libreoffice(folder: Path) -> Iterator[LibreOffice]:
    """Yield a LibreOffice of its own, with its profile and files in `folder`."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        raise MissingToolError(f"{SYSTEM_PYTHON} has no `uno`: install python3-uno")
    pipe = f"office{folder.resolve().as_posix().replace('/', '-')}"
    command = [executable("soffice", "libreoffice-writer-nogui"), "--headless", "--norestore", "--nologo"]
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    office = subprocess.Popen([*command, profile, f"--accept=pipe,name={pipe};urp;"], stderr=subprocess.DEVNULL)
    driver = subprocess.Popen(
        [SYSTEM_PYTHON, str(DRIVER), pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield LibreOffice(driver, folder)
    finally:
        end(driver, office)


def end(driver: "subprocess.Popen[str]", office: "subprocess.Popen[bytes]") -> None:
    """Let the driver end LibreOffice, now that there is nothing more to do; what hangs is killed."""
    try:
        driver.communicate(timeout=TIMEOUT)
        office.wait(timeout=TIMEOUT)
    finally:
        for process in (driver, office):
            process.kill()
            process.wait()
