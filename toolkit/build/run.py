"""Build what is stale, and say what was done.

Floor 3. What makes papers, and what starts processes for it, is loaded only when there is a paper to make: most builds
find little or nothing to do.
"""

from collections.abc import Callable, Generator, Iterator
from itertools import groupby
from os import cpu_count
from typing import TYPE_CHECKING

from msgspec import Struct, field

from toolkit.build.plan import Wanted, plan
from toolkit.build.state import State
from toolkit.build.target import Batch, Plan, Target, Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic

if TYPE_CHECKING:
    from toolkit.build.executors import Executor
    from toolkit.build.make import Made

_FEW_TASKS = 8
"""Below this many papers, starting worker processes takes longer than making them."""


class Report(Struct):
    """What a build did: targets made, those whose bytes stayed the same, those that were current, those that failed.

    `kept` pairs each hand-edited paper with the name under which it was kept; `sheets` are the ids of the sheets built
    from, by what messages call them.
    """

    made: list[Target] = field(default_factory=list)
    unchanged: list[Target] = field(default_factory=list)
    current: list[Target] = field(default_factory=list)
    failed: list[Target] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    sheets: dict[str, str] = field(default_factory=dict)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a build: `done` of `total` papers are made and in place, and no other was touched."""

    def __init__(self, done: int, total: int) -> None:
        """Tell how far the build came."""
        super().__init__(f"stopped: {done} of {total} papers are made, the next build goes on from there")


Progress = Callable[[int, int], None]
"""Called with the number of papers done and of all papers."""


def build(
    workspace: Workspace,
    wanted: Wanted,
    jobs: int = 0,
    progress: Progress | None = None,
    executor: "Executor | None" = None,
) -> Report:
    """Make every stale target of `wanted` and return what was done.

    Papers are made by `executor`, or else in `jobs` processes; 0 chooses their number.
    """
    with State(workspace.output) as state:
        made = plan(workspace, state, wanted, ahead=True)
        report = Report(
            current=[target for target in made.all() if not target.reasons],
            diagnostics=list(made.diagnostics),
            sheets={sheet.shown: sheet.id for sheet in made.sheets.values()},
        )
        tasks = _tasks(made)
        if tasks or made.moved or state.unfinished():
            from toolkit.build.coordinator import Coordinator  # noqa: PLC0415 - as said above

            coordinator = Coordinator(workspace, state, made, report)
            chosen = executor if executor and tasks else jobs
            coordinator.carry_out(tasks, _results(workspace, made, tasks, chosen), progress)
        made.remember_marks(state)
        report.diagnostics = list(dict.fromkeys(report.diagnostics))
        return report


def _tasks(made: Plan) -> list[Task]:
    """Return a task for each paper with a stale target; its formats are the stale ones."""
    papers: dict[tuple[str, str, str], list[str]] = {}
    for shown, targets in made.targets.items():
        for target in targets:
            if target.reasons:
                papers.setdefault((shown, target.document, target.lang), []).append(target.format)
    return [
        Task(shown, made.sheets[shown].sha256, document, lang, tuple(forms))
        for (shown, document, lang), forms in papers.items()
    ]


def _batches(tasks: list[Task], workers: int) -> Iterator[Batch]:
    """Yield the tasks of each sheet together; of few sheets in parts, so that every worker has something to do."""
    sheets = [tuple(group) for _, group in groupby(tasks, key=lambda task: task.sheet)]
    parts = 1 if workers == 1 else -(-2 * workers // max(1, len(sheets)))
    return (sheet[start::parts] for sheet in sheets for start in range(min(parts, len(sheet))))


def _results(
    workspace: Workspace, made: Plan, tasks: list[Task], chosen: "Executor | int"
) -> "Generator[Made, None, None]":
    """Return what becomes of the tasks, as it is made by the `chosen` executor or number of processes."""
    from toolkit.build.executors import Processes, Serial  # noqa: PLC0415 - as said above
    from toolkit.build.make import Maker  # noqa: PLC0415 - as said above

    if isinstance(chosen, int):
        workers = min(chosen or ((cpu_count() or 1) if len(tasks) >= _FEW_TASKS else 1), len(tasks))
        chosen = Processes(workspace, workers) if workers > 1 else Serial(Maker(workspace, made.reader))
    return chosen.results(_batches(tasks, chosen.workers))
