"""The toolkit against the tools one might use instead: the same work, fresh processes, in turn.

    python benchmarks/run.py [--quick] [--only NAMES] [--rounds N]

Prints a Markdown table; a full run also writes it to benchmarks/results.md, and a chart to benchmarks/results.svg. Each
figure is the median of the rounds; "× the first" is how many times as long as the first tool of its work a tool takes,
taken within each round, so that a machine that slows down meanwhile does not bend it. Needs the environment that
`make bench` sets up.
"""

import argparse
import compileall
import sys
import tempfile
from itertools import chain
from pathlib import Path

from archive import Archive
from measure import compare
from papers import Papers, Work
from report import HEAD, chart, machine, rows

HERE = Path(__file__).resolve().parent


def measured(work: Work, rounds: int) -> Work:
    """Run the tools of `work`; one whose first tool fails ends the benchmark."""
    compare(work.tools, rounds)
    if work.tools[0].failure:
        sys.exit(f"{work.tools[0].name}: {work.tools[0].failure}")
    print(*rows(work), sep="\n", flush=True)
    return work


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description="Measure the toolkit against its rivals.")
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds; nothing is written")
    parser.add_argument(
        "--only", default="", help="only the works whose names begin so, with commas between: pdf,many-docx"
    )
    parser.add_argument("--rounds", type=int, help="counted rounds, instead of each work's own number")
    asked = parser.parse_args()
    names = tuple(name for name in asked.only.split(",") if name)
    compileall.compile_dir(HERE.parent / "toolkit", quiet=1)  # as pip has done with the others
    print(machine(), "", HEAD, sep="\n", flush=True)
    done: list[Work] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name, make in chain(Papers(Path(folder)).work(asked.quick), Archive(Path(folder)).work(asked.quick)):
            if names and not name.startswith(names):
                continue
            work = make()
            done.append(measured(work, asked.rounds or (min(work.rounds, 3) if asked.quick else work.rounds)))
    if not asked.quick and not names:
        lines = ["# Results of the last full run", "", machine(), "", HEAD, *chain.from_iterable(map(rows, done)), ""]
        (HERE / "results.md").write_text("\n".join(lines), encoding="utf-8")
        (HERE / "results.svg").write_text(chart(done, machine().partition(";")[0]), encoding="utf-8")


if __name__ == "__main__":
    main()
