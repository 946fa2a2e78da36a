"""Build what is stale: papers made in this process or in several, put in place by one.

Floor 3. For each paper the state first learns what is about to be put in place, then the files are replaced, then the
state learns that they are; a build that is killed between any two steps is understood by the next.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from toolkit.build.executors import Executor, Processes, Serial
from toolkit.build.interrupts import Interrupts
from toolkit.build.make import Batch, Made, Maker, Staged, Task
from toolkit.build.plan import Wanted, plan
from toolkit.build.seen import MAX_PAPER, Seen
from toolkit.build.state import Output, Past, State
from toolkit.build.target import Plan, Target
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic
from toolkit.files import read_bytes, sha256, write_atomic

_FEW_TASKS = 8
"""Below this many papers, starting worker processes takes longer than making them."""


@dataclass(slots=True)
class Report:
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
        self.done = done
        self.total = total


Progress = Callable[[int, int], None]
"""Called with the number of papers done and of all papers."""


def build(
    workspace: Workspace,
    wanted: Wanted,
    jobs: int = 0,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Report:
    """Make every stale target of `wanted` and return what was done.

    Papers are made by `executor`, or else in `jobs` processes; 0 chooses their number.
    """
    with State(workspace.output) as state:
        made = plan(workspace, state, wanted, ahead=True)
        tasks = _tasks(made)
        builder = _Builder(workspace, state, made)
        builder.begin()
        workers = min(jobs or (multiprocessing.cpu_count() if len(tasks) >= _FEW_TASKS else 1), len(tasks))
        chosen = executor if executor and tasks else _executor(workspace, made, workers)
        results = chosen.results(_batches(tasks, workers))
        done = 0
        with Interrupts() as interrupts:
            try:
                for result in results:
                    with interrupts.held():
                        builder.place(result)
                        done += 1
                    if progress:
                        progress(done, len(tasks))
            except KeyboardInterrupt as stop:
                interrupts.ignore()
                results.close()
                builder.clear_leftovers()
                raise Interrupted(done, len(tasks)) from stop
        return builder.end(tasks)


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


def _executor(workspace: Workspace, made: Plan, workers: int) -> Executor:
    return Processes(workspace, workers) if workers > 1 else Serial(Maker(workspace, made.reader))


class _Builder:
    """Puts finished papers in place and keeps the state; the coordinator's part of a build."""

    def __init__(self, workspace: Workspace, state: State, made: Plan) -> None:
        self._workspace = workspace
        self._state = state
        self._plan = made
        self._report = Report(
            current=[target for target in made.all() if not target.reasons],
            sheets={sheet.shown: sheet.id for sheet in made.sheets.values()},
        )
        self._targets = {target.path: target for target in made.all() if target.reasons}
        self._findings: dict[Task, tuple[Diagnostic, ...]] = {}
        self._saved: set[str] = set()
        self._placed: dict[str, str] = {}

    def begin(self) -> None:
        """Clear what a build that was cut off left, and let the state know that another is under way."""
        unfinished = self._state.unfinished()
        if unfinished:
            self.clear_leftovers()
        self._writes = bool(unfinished or self._targets or self._plan.moved)
        if self._writes:
            self._state.begin()

    def clear_leftovers(self) -> None:
        """Remove files that were not put in place."""
        for leftover in self._workspace.output.glob("*/.*.part"):
            leftover.unlink(missing_ok=True)

    def place(self, result: Made) -> None:
        """Put the files of `result` in place."""
        self._findings[result.task] = result.diagnostics
        if result.record and result.record.sheet.path not in self._saved:
            self._saved.add(result.record.sheet.path)
            self._state.save_sheet(result.record)
        if result.files:
            self._announce(result)
            for staged in result.files:
                self._replace(staged)
            self._state.confirm(staged.path for staged in result.files)
        elif not result.unread:
            task = result.task
            sheet = self._plan.sheets[task.sheet].id
            paths = [f"{sheet}/{task.document}.{task.lang}.{form}" for form in task.formats]
            self._report.failed.extend(self._targets[path] for path in paths)

    def _announce(self, result: Made) -> None:
        parts = {sha256(data): data for staged in result.files for data in (staged.recipe, staged.depends)}
        self._state.announce([self._output(result, staged) for staged in result.files], parts)

    def _output(self, result: Made, staged: Staged) -> Output:
        known = self._plan.known.get(staged.path)
        return Output(
            path=staged.path,
            sheet=self._plan.sheets[result.task.sheet].id,
            document=result.task.document,
            lang=result.task.lang,
            format=staged.format,
            sha256=known.sha256 if known else "",
            pending=staged.sha256,
            snapshot=result.digest,
            recipe=sha256(staged.recipe),
            depends=sha256(staged.depends),
            issue=known.issue + (known.sha256 != staged.sha256) if known else 1,
        )

    def _replace(self, staged: Staged) -> None:
        target = self._targets[staged.path]
        place = self._workspace.output / staged.path
        if place.is_file() and sha256(read_bytes(place, MAX_PAPER)) == staged.sha256:
            staged.file.unlink()
            self._report.unchanged.append(target)
            return
        if target.edited and place.is_file():
            kept = _free_name(place)
            place.rename(kept)
            self._report.kept.append((staged.path, kept.relative_to(self._workspace.output).as_posix()))
        elif place.is_file():
            self._keep_issue(place, target)
        staged.file.replace(place)
        self._report.made.append(target)
        self._placed[staged.path] = staged.sha256

    def _keep_issue(self, place: Path, target: Target) -> None:
        """Keep the issue at `place`, which is about to be replaced, under `history/`."""
        known = self._plan.known[target.path]
        kept = archive(place, known.issue)
        path = kept.relative_to(self._workspace.output).as_posix()
        self._state.save_past(Past(path, known.sheet, known.document, known.lang, known.snapshot))

    def _look_again(self) -> None:
        """Look at the papers that were made some time ago, so that the next build need not read them."""
        look = self._plan.look
        for path, digest in self._placed.items():
            if look.is_settled(path):
                look.sha256(path, Seen(digest))

    def end(self, tasks: Iterable[Task]) -> Report:
        """Let the state know what else was found, and return what was done; findings in the order of the tasks."""
        for moved in self._plan.moved:
            self._state.save_sheet(moved.record)
            self._state.move(moved.paths, moved.record.sheet.digest)
        if self._writes:
            self._state.end()
        self._look_again()
        self._plan.remember_marks(self._state)
        found = [finding for task in tasks for finding in self._findings[task]]
        self._report.diagnostics = list(dict.fromkeys([*self._plan.diagnostics, *found]))
        return self._report


def archive(place: Path, issue: int) -> Path:
    """Keep the file at `place` as its issue number `issue` under `history/`, and return where; it stays at `place`.

    The same content is kept once; another file of that name is never replaced.
    """
    data = read_bytes(place, MAX_PAPER)
    history = place.parent / "history"
    kept = history / f"{place.stem}.r{issue}{place.suffix}"
    number = 1
    while kept.is_file() and read_bytes(kept, MAX_PAPER) != data:
        number += 1
        kept = history / f"{place.stem}.r{issue}-{number}{place.suffix}"
    if not kept.is_file():
        write_atomic(kept, data)
    return kept


def _free_name(place: Path) -> Path:
    """Return a name beside `place` that no file has: `minutes.vi.edited-1.docx`."""
    number = 1
    while (kept := place.with_name(f"{place.stem}.edited-{number}{place.suffix}")).exists():
        number += 1
    return kept
