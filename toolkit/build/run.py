"""Build what is stale: papers made in this process or in several, put in place by one.

Floor 3. For each paper the state first learns what is about to be put in place, then the files are replaced, then the
state learns that they are; a build that is killed between any two steps is understood by the next.
"""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from toolkit.build.executors import Batch, Executor, Processes, Serial
from toolkit.build.make import Made, Maker, Staged, Task
from toolkit.build.plan import MAX_PAPER, Plan, Target, Wanted, plan
from toolkit.build.state import KnownSheet, Output, Past, State
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic
from toolkit.files import read_bytes, sha256, write_atomic

_FEW_TASKS = 8
"""Below this many papers, starting worker processes takes longer than making them."""


@dataclass(slots=True)
class Report:
    """What a build did: targets made, those whose bytes stayed the same, those that were current, those that failed.

    `kept` pairs each hand-edited paper with the name under which it was kept.
    """

    made: list[Target] = field(default_factory=list)
    unchanged: list[Target] = field(default_factory=list)
    current: list[Target] = field(default_factory=list)
    failed: list[Target] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


Progress = Callable[[int, int], None]
"""Called with the number of papers done and of all papers."""


def build(workspace: Workspace, wanted: Wanted, jobs: int = 0, progress: Progress | None = None) -> Report:
    """Make every stale target of `wanted` and return what was done; `jobs` 0 chooses the number of processes."""
    with State(workspace.output) as state:
        made = plan(workspace, state, wanted)
        report = Report(diagnostics=list(made.diagnostics))
        report.current.extend(target for target in made.all() if target.current)
        tasks = _tasks(made)
        builder = _Builder(workspace, state, made, report)
        builder.clear_leftovers()
        workers = min(jobs or (multiprocessing.cpu_count() if len(tasks) >= _FEW_TASKS else 1), len(tasks))
        results = _executor(workspace, made, workers).results(_batches(tasks, workers))
        for number, result in enumerate(results, start=1):
            builder.place(result)
            if progress:
                progress(number, len(tasks))
        builder.refresh_current()
        report.diagnostics = list(dict.fromkeys(report.diagnostics))
        return report


def _tasks(made: Plan) -> list[Task]:
    """Return a task for each paper with a stale target; its formats are the stale ones."""
    tasks: dict[tuple[Path, str, str], list[str]] = {}
    for path, targets in made.targets.items():
        for target in targets:
            if not target.current:
                tasks.setdefault((path, target.document, target.lang), []).append(target.format)
    return [Task(key[0], made.sheets[key[0]].file.digest, key[1], key[2], tuple(forms)) for key, forms in tasks.items()]


def _batches(tasks: list[Task], workers: int) -> list[Batch]:
    """Return the tasks of each sheet together; of few sheets in parts, so that every worker has something to do."""
    sheets = [tuple(group) for _, group in groupby(tasks, key=lambda task: task.sheet)]
    parts = -(-workers // len(sheets)) if sheets else 1
    return [sheet[start::parts] for sheet in sheets for start in range(min(parts, len(sheet)))]


def _executor(workspace: Workspace, made: Plan, workers: int) -> Executor:
    if workers > 1:
        return Processes(workspace, workers)
    maker = Maker(workspace)
    for path, sheet in made.sheets.items():
        if sheet.is_read:
            maker.know(path, sheet.file.digest, sheet.sheet)
    return Serial(maker)


class _Builder:
    """Puts finished papers in place and keeps the state; the coordinator's part of a build."""

    def __init__(self, workspace: Workspace, state: State, made: Plan, report: Report) -> None:
        self._workspace = workspace
        self._state = state
        self._plan = made
        self._report = report
        self._targets = {target.path: target for target in made.all()}
        self._known = state.outputs()
        self._saved: set[Path] = set()

    def clear_leftovers(self) -> None:
        """Remove the unfinished files of a build that was cut off."""
        for sheet in self._plan.sheets.values():
            for leftover in (self._workspace.output / sheet.id).glob(".*.part"):
                leftover.unlink(missing_ok=True)

    def place(self, result: Made) -> None:
        """Put the files of `result` in place."""
        self._report.diagnostics.extend(result.diagnostics)
        if not result.files:
            sheet = self._plan.sheets[result.task.sheet].id
            paths = [f"{sheet}/{result.task.document}.{result.task.lang}.{form}" for form in result.task.formats]
            self._report.failed.extend(self._targets[path] for path in paths)
            return
        self._save_sheet(result.task.sheet)
        outputs = [self._output(result.task, staged) for staged in result.files]
        self._state.save(outputs)
        for staged in result.files:
            self._replace(staged)
        self._state.save(replace(output, sha256=output.pending) for output in outputs)

    def _output(self, task: Task, staged: Staged) -> Output:
        known = self._known.get(staged.path)
        sheet = self._plan.sheets[task.sheet]
        issue = known.issue + (known.sha256 != staged.sha256) if known else 1
        return Output(
            path=staged.path,
            sheet=sheet.id,
            document=task.document,
            lang=task.lang,
            format=staged.format,
            sha256=known.sha256 if known else "",
            pending=staged.sha256,
            snapshot=task.digest,
            recipe=staged.recipe,
            depends=staged.depends,
            issue=issue,
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

    def _keep_issue(self, place: Path, target: Target) -> None:
        """Keep the issue at `place`, which is about to be replaced, under `history/`."""
        known = self._known[target.path]
        kept = archive(place, known.issue)
        path = kept.relative_to(self._workspace.output).as_posix()
        self._state.save_past(Past(path, known.sheet, known.document, known.lang, known.snapshot))

    def _save_sheet(self, path: Path) -> None:
        if path in self._saved:
            return
        self._saved.add(path)
        planned = self._plan.sheets[path]
        file, sheet = planned.file, planned.sheet
        facts = {name: sheet.state(name) for name in (*sheet.facts, *sheet.containers)}
        self._state.save_sheet(KnownSheet(file.shown, sheet.id, sheet.languages, file.digest), facts, file.text)

    def refresh_current(self) -> None:
        """Move papers that no change of their sheet concerns to the sheet's present reading."""
        moved: list[Output] = []
        for path, targets in self._plan.targets.items():
            digest = self._plan.sheets[path].file.digest
            for target in targets:
                known = self._known.get(target.path)
                if target.current and known and known.snapshot != digest:
                    self._save_sheet(path)
                    moved.append(replace(known, snapshot=digest))
        self._state.save(moved)
        self._state.forget_unused()


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
