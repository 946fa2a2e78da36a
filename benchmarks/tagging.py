"""What tags cost: a register's PDF as the toolkit writes it, and from the same writer without any.

    python benchmarks/tagging.py [ROWS …]

Both are written in turn, in one process, from one document. Without tags there are no marks in the pages' content and
no structure elements, parent tree or rows of the index for them; all else is the same.
"""

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from unittest.mock import patch

from sheets import sheet

from toolkit.build.workspace import Workspace
from toolkit.writers.pdf import page, paper, setter, tags, write_pdf

ROUNDS = 15
ROWS = (1_000,)


class NoTree(tags.Tree):
    """A structure tree of which nothing is written but its root."""

    def open(self, tag: str, *_: object) -> tags.Element:
        """Return an element without a number."""
        return tags.Element(0, tag, 0)

    def close(self, element: tags.Element) -> None:
        """Write the one element that the root needs."""
        if element is self.document:
            super().close(element)

    def row(self, *_: object) -> int:
        """Return no number."""
        return 0


class BarePage(page.Page):
    """A page whose text belongs to nothing."""

    def mark(self, *_: object) -> None:
        """Mark nothing."""

    mark_artifact = end_artifact = mark

    def add_cell(self, shown: str, *_: object) -> None:
        """Add what is shown."""
        self.parts.append(shown + "\n")


def untagged(write: Callable[[], bytes]) -> bytes:
    """Return what `write` makes without tags."""
    bare = patch.object(page, "_artifacts", "\n".join)
    with patch.object(setter, "Tree", NoTree), patch.object(paper, "Page", BarePage), bare:
        return write()


def timed(write: Callable[[], bytes]) -> tuple[float, int]:
    """Return the processor seconds that `write` takes, and the size of what it makes."""
    started = process_time()
    made = write()
    return process_time() - started, len(made)


def main() -> None:
    """Print a line of Markdown for each number of rows."""
    print("| Rows | Tagged s | Untagged s | × time | Tagged KB | Untagged KB | × size |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for rows in map(int, sys.argv[1:] or ROWS):
        with tempfile.TemporaryDirectory(prefix="tagging-") as folder:
            path = Path(folder, "facts", "register.yaml")
            path.parent.mkdir()
            path.write_text(sheet(rows), encoding="utf-8")
            workspace = Workspace(Path(folder))
            made = workspace.composer.compose(workspace.load(path), "register", "vi")
        write = lambda made=made: write_pdf(made.document, made.style)  # noqa: E731
        write()  # finds the fonts
        pairs = [(timed(write), timed(lambda write=write: untagged(write))) for _ in range(ROUNDS)]
        tagged, bare = (statistics.median(pair[which][0] for pair in pairs) for which in (0, 1))
        times = statistics.median(with_tags[0] / without[0] for with_tags, without in pairs)
        size, bare_size = (pairs[0][which][1] / 1000 for which in (0, 1))
        sizes = f"{size:.0f} | {bare_size:.0f} | {size / bare_size:.2f}"
        print(f"| {rows:,} | {tagged:.3f} | {bare:.3f} | {times:.2f} | {sizes} |")


if __name__ == "__main__":
    main()
