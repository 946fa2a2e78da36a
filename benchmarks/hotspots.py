"""Where the toolkit's time goes: one large register, stage by stage, under cProfile.

    python benchmarks/hotspots.py [--rows N] [--top N] [--stage NAME] [--format docx]

`build` is the whole of it, in the last of the formats. First every stage is timed plainly, then again under the
profiler, whose overhead makes small functions look dearer than they are. "own" is a function's time without what it
calls; it includes the collection of garbage that happens to begin there.
"""

import argparse
import cProfile
import gc
import pstats
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sheets import sheet

from toolkit.build.plan import Wanted
from toolkit.build.run import build
from toolkit.build.workspace import Workspace
from toolkit.writers import WRITERS

Stage = Callable[[], object]


def stages(root: Path, formats: tuple[str, ...]) -> dict[str, Stage]:
    """Return the stages of one register, each ready to run; what one needs of an earlier one is made here."""
    space = Workspace(root)
    path = space.sheet_paths()[0]
    read = space.load(path)
    made = space.composer.compose(read, "register", "vi")

    def load() -> object:
        return Workspace(root).open_sheet(path).read()

    def check() -> object:
        return space.composer.failed_checks(read)

    def compose() -> object:
        return Workspace(root).composer.compose(read, "register", "vi")

    def writing(form: str) -> Stage:
        return lambda: WRITERS[form](made.document, made.style)

    def everything() -> object:
        shutil.rmtree(root / "output", ignore_errors=True)
        return build(Workspace(root), Wanted(documents=("register",), formats=formats[-1:]), jobs=1)

    written = {form: writing(form) for form in formats}
    return {"load": load, "check": check, "compose": compose, **written, "build": everything}


def profile(run: Stage, top: int) -> None:
    """Print the functions that take most of the time of `run`."""
    profiler = cProfile.Profile()
    profiler.runcall(run)
    stats = pstats.Stats(profiler).get_stats_profile()
    dearest = sorted(stats.func_profiles.items(), key=lambda item: item[1].tottime, reverse=True)[:top]
    print(f"{'own s':>8} {'all s':>8} {'calls':>12}  function")
    for name, one in dearest:
        place = Path(one.file_name)
        where = f"{place.parent.name}/{place.name}:{one.line_number}" if one.line_number else "built in"
        print(f"{one.tottime:8.3f} {one.cumtime:8.3f} {one.ncalls:>12}  {name}  {where}")


def main() -> None:
    """Time and profile what is asked for."""
    parser = argparse.ArgumentParser(description="Show where the toolkit's time goes.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--top", type=int, default=15, help="functions shown for each stage")
    parser.add_argument("--stage", default="", help="only this stage: load, check, compose, docx, pdf, build")
    parser.add_argument("--format", default="docx,pdf", help="formats written, with commas between")
    asked = parser.parse_args()
    gc.set_threshold(200_000, 20, 20)  # as the command line has it
    with tempfile.TemporaryDirectory(prefix="hotspots-") as folder:
        root = Path(folder)
        (root / "facts").mkdir()
        (root / "facts" / "so.yaml").write_text(sheet(asked.rows), encoding="utf-8")
        for name, run in stages(root, tuple(asked.format.split(","))).items():
            if asked.stage not in ("", name):
                continue
            start = time.perf_counter()
            run()
            taken = time.perf_counter() - start
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            print(f"\n{name}: {taken:.3f} s; peak so far {peak:.0f} MB")
            profile(run, asked.top)


if __name__ == "__main__":
    main()
