"""An issued PDF back to its text, page by page, and to the file that it carries.

Floor 2, the one home of pypdf.
"""

import io
import logging
from collections.abc import Callable
from typing import TypeVar

from pypdf import PdfReader

from toolkit.diagnostics import ToolkitError, error

T = TypeVar("T")

_MAX_PAGES = 5000
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it repairs it would tell on stderr


def page_texts(data: bytes, shown: str) -> tuple[str, ...]:
    """Return the text of each page of the PDF `data`, as a reader that knows no structure finds it.

    Raises `ToolkitError` if it is no PDF, is encrypted or damaged; `shown` names it in the message.
    """
    return _read(data, shown, lambda reader: tuple(page.extract_text() for page in reader.pages))


def attached(data: bytes, shown: str) -> bytes:
    """Return the first file attached to the PDF `data`, nothing if it has none; errors are those of `page_texts`."""
    return _read(data, shown, lambda reader: next((files[0] for files in reader.attachments.values()), b""))


def _read(data: bytes, shown: str, take: Callable[[PdfReader], T]) -> T:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted or len(reader.pages) > _MAX_PAGES:
            raise error("unreadable-paper", f"{shown} is encrypted or has over {_MAX_PAGES} pages")
        return take(reader)
    except ToolkitError:
        raise
    except Exception as problem:  # a damaged file makes the library fail in any way
        message = f"{shown} cannot be read as PDF: {str(problem) or type(problem).__name__}"
        raise error("unreadable-paper", message, hint="make the paper again: toolkit build") from problem
