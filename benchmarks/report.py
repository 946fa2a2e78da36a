"""The figures as a Markdown table and as a chart."""

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from xml.sax.saxutils import escape

from papers import Work

PACKAGES = ("official-summaries", "typst", "docxtpl", "python-docx", "reportlab", "weasyprint", "typer", "PyYAML")
HEAD = """\
| Work | Tool | Wall s | × the first | Processor s | Peak MB | File MB | Pages | Rounds |
| :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""

_WIDTH, _LINE, _NAMES, _ROOM = 860, 17, 330, 440
_OURS, _THEIRS = "#1f5fa8", "#b9c2cc"


def machine() -> str:
    """Return a line about when and on what the figures were taken."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    today = datetime.now(UTC).date()
    return f"{today}, {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}; {packages}."


def rows(work: Work) -> Iterator[str]:
    """Yield a line of the Markdown table for each tool."""
    for number, tool in enumerate(work.tools):
        title = work.title if number == 0 else ""
        if not tool.runs:
            yield f"| {title} | {tool.name} | {tool.failure} | | | | | | |"
            continue
        figures = (
            f"{tool.median('wall'):.3f}",
            f"{tool.times(work.tools[0]):.2f}",
            f"{tool.median('cpu'):.2f}",
            f"{tool.median('peak') / 1e6:.0f}",
            f"{tool.size / 1e6:.2f}" if tool.size else "",
            str(tool.pages or ""),
            str(len(tool.runs)),
        )
        yield f"| {title} | {tool.name} | {' | '.join(figures)} |"


def chart(works: Sequence[Work], caption: str) -> str:
    """Return an SVG: for each work a bar for each tool, as long as its time beside the slowest one's."""
    lines: list[str] = []
    y = 24
    for work in works:
        measured = [tool for tool in work.tools if tool.runs]
        slowest = max(tool.median("wall") for tool in measured)
        lines.append(f'<text x="0" y="{y}" font-weight="bold">{escape(work.title)}</text>')
        for tool in measured:
            y += _LINE
            seconds = tool.median("wall")
            length = max(1, round(_ROOM * seconds / slowest))
            color = _OURS if tool is work.tools[0] else _THEIRS
            lines.append(f'<text x="{_NAMES - 8}" y="{y}" text-anchor="end">{escape(tool.name)}</text>')
            lines.append(f'<rect x="{_NAMES}" y="{y - 11}" width="{length}" height="13" fill="{color}"/>')
            lines.append(f'<text x="{_NAMES + length + 6}" y="{y}">{seconds:.2f} s</text>')
        y += 2 * _LINE
    lines.append(f'<text x="0" y="{y}" fill="#555">{escape(caption)}</text>')
    size = f'width="{_WIDTH}" height="{y + 12}" viewBox="0 0 {_WIDTH} {y + 12}"'
    form = 'font-family="sans-serif" font-size="12"'
    ground = f'<rect width="{_WIDTH}" height="{y + 12}" fill="white"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {form}>{ground}\n' + "\n".join(lines) + "\n</svg>\n"
