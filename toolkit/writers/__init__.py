"""Writers: a document and its style to the bytes of one format.

Floor 2. `WRITERS` is the one table of formats; its names are the extensions of the files. A writer's module is
imported when it first writes, so that a command which makes no PDF loads nothing of a PDF library.
"""

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from msgspec import Struct

from toolkit.document.model import Document
from toolkit.style import Style


class Writer(Protocol):
    """Return the file that shows `document` in the form `style`; the same arguments give the same bytes."""

    def __call__(self, document: Document, style: Style, /) -> bytes:
        """Write the document."""


class _Lazy(Struct, frozen=True):
    """A writer known by its place in the code."""

    module: str
    function: str

    def __call__(self, document: Document, style: Style, /) -> bytes:
        write = cast(Writer, getattr(import_module(self.module), self.function))
        return write(document, style)


WRITERS: Mapping[str, Writer] = {
    "docx": _Lazy("toolkit.writers.docx", "write_docx"),
    "pdf": _Lazy("toolkit.writers.pdf", "write_pdf"),
    "html": _Lazy("toolkit.writers.html", "write_html"),
    "md": _Lazy("toolkit.writers.markdown", "write_markdown"),
}

_WEB = re.compile(r"(?i:https?://[\w.-]+(?::\d+)?(?:[/?#].*)?|mailto:[^@\s]+@[\w.-]+(?:\?.*)?)\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9:/?#@!$&'()*+,;=%~._-]")


def web_target(target: str) -> str:
    """Return the http, https or mailto URL `target` in plain ASCII (RFC 3986), or nothing for any other target."""
    return _UNSAFE.sub(_percent, target) if _WEB.match(target) else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))
