"""Papers put in place: the coordinator's part of a build.

Floor 3. For each paper the state first learns what is about to be put in place, then the files are replaced, then the
state learns that they are; a build that is killed between any two steps is understood by the next.
"""

from collections.abc import Generator
from pathlib import Path

from toolkit.build.interrupts import Interrupts
from toolkit.build.make import Made, Staged
from toolkit.build.places import issue_path, paper_path
from toolkit.build.run import Interrupted, Progress, Report
from toolkit.build.seen import MAX_PAPER
from toolkit.build.state import Output, Past, State
from toolkit.build.target import Plan, Target, Task
from toolkit.build.workspace import Workspace
from toolkit.diagnostics import Diagnostic
from toolkit.files import put, read_bytes, sha256, write_atomic


class Coordinator:
    """Puts finished papers in place, keeps the state, and adds what was done to a report."""

    def __init__(self, workspace: Workspace, state: State, made: Plan, report: Report) -> None:
        """Carry out the plan that was `made`."""
        self._workspace = workspace
        self._state = state
        self._plan = made
        self._report = report
        self._targets = {target.path: target for target in made.all() if target.reasons}
        self._findings: dict[Task, tuple[Diagnostic, ...]] = {}
        self._saved: set[str] = set()
        self._done = 0

    def carry_out(self, tasks: list[Task], results: Generator[Made, None, None], progress: Progress | None) -> None:
        """Place the `results` of all `tasks`; Ctrl-C lets what is begun be finished, and raises `Interrupted`."""
        if self._state.unfinished():
            self._workspace.clear_leftovers()
        self._state.begin()
        total = sum(len(task.formats) for task in tasks)
        with Interrupts() as interrupts:
            try:
                for result in results:
                    with interrupts.held():
                        self._place(result)
                    if progress:
                        progress(self._done, total)
            except KeyboardInterrupt as stop:
                interrupts.ignore()
                results.close()
                self._workspace.clear_leftovers()
                raise Interrupted(self._done, total) from stop
        self._move_on()
        self._plan.look.settle()  # so that the next build need not read them
        # in the order of the tasks, whichever was made first
        self._report.diagnostics += [finding for task in tasks for finding in self._findings[task]]

    def _place(self, result: Made) -> None:
        """Put the files of `result` in place."""
        self._findings[result.task] = result.diagnostics
        self._done += len(result.task.formats)
        if result.record and result.record.sheet.path not in self._saved:
            self._saved.add(result.record.sheet.path)
            self._state.save_sheet(result.record)
        if result.files:
            self._announce(result)
            for staged in result.files:
                self._replace(staged)
            self._state.confirm(staged.path for staged in result.files)
        if not result.unread:
            self._report.failed += self._failed(result)

    def _failed(self, result: Made) -> list[Target]:
        """Return the targets of `result` that have no file."""
        task, made = result.task, {staged.path for staged in result.files}
        sheet = self._plan.sheets[task.sheet].id
        paths = [paper_path(sheet, task.document, task.lang, form) for form in task.formats]
        return [self._targets[path] for path in paths if path not in made]

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
            issue=known.issue + (known.pending != staged.sha256) if known else 1,
        )

    def _replace(self, staged: Staged) -> None:
        target = self._targets[staged.path]
        place = self._workspace.output / staged.path
        there = sha256(read_bytes(place, MAX_PAPER)) if place.is_file() else ""
        if there == staged.sha256:
            staged.file.unlink()
            self._report.unchanged.append(target)
            return
        known = self._plan.known.get(staged.path)
        if there and (known is None or there not in (known.sha256, known.pending)):  # also if it came after the plan
            self._report.kept.append((staged.path, set_aside(place).relative_to(self._workspace.output).as_posix()))
        elif known and there:
            self._keep_issue(place, known, there)
        put(staged.file, place)
        self._report.made.append(target)
        self._plan.look.note(staged.path, staged.sha256)

    def _keep_issue(self, place: Path, known: Output, there: str) -> None:
        """Keep the `known` issue at `place`, which is about to be replaced and whose hash is `there`, in `history/`."""
        cut_off = known.pending != known.sha256 == there  # the issue that is counted never came to its place
        kept = archive(place, known.issue - cut_off)
        path = kept.relative_to(self._workspace.output).as_posix()
        self._state.save_past(Past(path, known.sheet, known.document, known.lang, known.snapshot))

    def _move_on(self) -> None:
        """Let the state know of papers that no change of their sheet concerns, and that the build came to its end."""
        for moved in self._plan.moved:
            self._state.save_sheet(moved.record)
            self._state.move(moved.paths, moved.record.sheet.digest)
        self._state.end()


def archive(place: Path, issue: int) -> Path:
    """Keep the file at `place` as its issue number `issue` under `history/`, and return where; it stays at `place`.

    The same content is kept once; another file of that name is never replaced.
    """
    data = read_bytes(place, MAX_PAPER)
    copy = 1
    while (kept := issue_path(place, issue, copy)).is_file() and read_bytes(kept, MAX_PAPER) != data:
        copy += 1
    if not kept.is_file():
        write_atomic(kept, data)
    return kept


def set_aside(place: Path) -> Path:
    """Give the file at `place`, which others wrote, a name that no file has: `minutes.vi.edited-1.docx`; return it."""
    number = 1
    while (kept := place.with_name(f"{place.stem}.edited-{number}{place.suffix}")).exists():
        number += 1
    place.rename(kept)
    return kept
