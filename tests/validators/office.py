"""LibreOffice without a window, in a profile of its own, and poppler's pages as pictures."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.validators.tools import ToolFailedError, executable, run

FILTERS = {"pdf": "pdf:writer_pdf_Export", "txt": "txt:Text (encoded):UTF8", "docx": "docx:MS Word 2007 XML"}


def convert(path: Path, target: str, folder: Path) -> Path:
    """Return the file that LibreOffice makes of `path` in `folder`; `target` is one of `FILTERS`."""
    soffice = executable("soffice", "libreoffice-writer-nogui")
    made = folder / f"{path.stem}.{target}"
    with TemporaryDirectory(dir=folder, prefix="office-profile-") as profile:
        flags = ["--headless", "--norestore", f"-env:UserInstallation={Path(profile).resolve().as_uri()}"]
        said = run([soffice, *flags, "--convert-to", FILTERS[target], "--outdir", str(folder), str(path)])
    if not made.is_file():  # LibreOffice ends with 0 even where it could not read the file
        raise ToolFailedError(f"LibreOffice made nothing of {path.name}: {said}")
    return made


def pdf_to_png(path: Path, folder: Path, dpi: int = 70) -> list[Path]:
    """Return the pages of the PDF at `path` as pictures in `folder`, in page order."""
    run([executable("pdftoppm", "poppler-utils"), "-r", str(dpi), "-png", str(path), str(folder / path.stem)])
    pages = sorted(folder.glob(f"{path.stem}-*.png"))
    if not pages:
        raise ToolFailedError(f"pdftoppm made no page of {path.name}")
    return pages
