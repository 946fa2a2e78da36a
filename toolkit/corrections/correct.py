"""One act of correction: facts of a sheet changed together, checked, recorded.

Floor 4. `prepare` says what an act would do and refuses what may not be done; `commit` does it. Papers are not made
here: the caller builds, as after any other change.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from toolkit.build.workspace import OFFICE, SheetFile, Workspace
from toolkit.corrections.lost import refuse_lost
from toolkit.corrections.record import open_ledger, record, refuse_other_text
from toolkit.corrections.splice import differences, splice
from toolkit.corrections.values import Habits, clean, form_of, is_about, understand
from toolkit.diagnostics import Diagnostic, Severity, ToolkitError, error, errors_of, nearest
from toolkit.facts.model import ABSENT, Fact, Form, Kind, Sheet, Value, stated
from toolkit.facts.shape import Anything, shape_at
from toolkit.files import locked
from toolkit.ledger import About, Act, Change, Ledger, text_hash
from toolkit.yamltext import with_excerpt


class Prepared(Struct, frozen=True):
    """An act ready to be committed: the sheet before and after, what goes into the ledger, and the acts before it.

    `seen` is the hash of the text that lay in the sheet's file; `unfit` are warnings of papers about corrected facts.
    """

    path: Path
    old: Sheet
    new: Sheet
    act: Act
    seen: str
    earlier: Sequence[Act] = ()
    unfit: Sequence[Diagnostic] = ()

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """Return what the act leaves for a person to look at: also quotes that were given for other values."""
        return (*self.unfit, *_old_evidence(self.new, self.act.changes, self.earlier))


def prepare(workspace: Workspace, path: Path, given: Mapping[str, str], about: About) -> Prepared:
    """Return the act that corrects the facts named in `given` to the values its words mean.

    Raises `ToolkitError` if a fact or value is not understood, if a check would fail, or if the sheet was edited by
    hand since its last recorded act.
    """
    file = workspace.open_sheet(path)
    old = file.read().sound()
    values = {resolve(old, name): words for name, words in given.items()}
    seen = _with_units(old, values)
    meant = {fact: _value(workspace, seen, fact, words) for fact, words in values.items()}
    return _prepare(workspace, file, old, meant, about)


def prepare_values(workspace: Workspace, path: Path, meant: Mapping[str, Value], about: About) -> Prepared:
    """Return the act that gives the facts named in `meant`, by their ids, these values; raises as `prepare` does."""
    file = workspace.open_sheet(path)
    return _prepare(workspace, file, file.read().sound(), meant, about)


def _prepare(workspace: Workspace, file: SheetFile, old: Sheet, meant: Mapping[str, Value], about: About) -> Prepared:
    ledger = _open_ledger(workspace, file.path, old.id, about)
    recorded = _recorded_text(ledger, file)
    same = [fact for fact, value in meant.items() if stated(value) == old.state(fact)]
    if same:
        raise error("no-change", f"`{same[0]}` is {old.state(same[0])} already", old.facts[same[0]].span)
    text, new = splice(old, meant, lambda changed: workspace.changed(file, changed).read())
    _refuse_failed_checks(new, workspace.composer.failed_checks(new), set(meant))
    unfit = _unfit(workspace, new, meant)
    changes = [Change(fact, old.state(fact), new.state(fact)) for fact in meant]
    act = ledger.next_act(recorded, text, changes, about)
    return Prepared(file.path, old, new, act, text_hash(old.text), ledger.acts, unfit)


def prepare_from_edit(workspace: Workspace, path: Path, before: str, about: About) -> Prepared:
    """Return the act that records how the sheet was edited by hand since its text was `before`."""
    file = workspace.open_sheet(path)
    new = workspace.read(file).sound()
    ledger = _open_ledger(workspace, path, new.id, about)
    old = file.with_text(before).read().understood()  # it need not keep the rules of now
    changed = differences(old, new)
    changes = [Change(fact, old.state(fact), new.state(fact)) for fact in _in_order(changed, old, new)]
    if not changes:
        hint = "comments, layout, checks and the order of entries need no record"
        raise error("no-change", f"no fact of {file.shown} differs from what was recorded last", hint=hint)
    unfit = _unfit(workspace, new, [change.fact for change in changes])
    act = ledger.next_act(before, new.text, changes, about)
    return Prepared(path, old, new, act, text_hash(new.text), ledger.acts, unfit)


def commit(prepared: Prepared) -> None:
    """Write the sheet and its ledger."""
    record(prepared.path, prepared.act, prepared.new.text, prepared.seen)


_BESIDE = ("source", "claims", "resolved", "label", "note")
"""The fields of an entry that no quote is given for."""

_NOTHING = ("~", ABSENT)


def _old_evidence(sheet: Sheet, changes: Sequence[Change], earlier: Sequence[Act]) -> Iterator[Diagnostic]:
    """Yield a warning for each quote that still stands beside a fact that was corrected."""
    settled = {change.fact for change in changes}
    for change in changes:
        for quote in _quotes(sheet, change.fact) if change.new not in _NOTHING else ():
            if quote.id not in settled and _stood_by_a_value(quote.id, change, earlier):
                settled.add(quote.id)
                message = f"“{quote.value}” was quoted for `{change.fact}` before it was corrected"
                hint = "if it does not support the new value, name the new source there; --from-edit records it"
                finding = Diagnostic("old-evidence", message, quote.span, hint, Severity.WARNING)
                yield with_excerpt(finding, sheet.text)


def _stood_by_a_value(quote: str, change: Change, earlier: Sequence[Act]) -> bool:
    """Return whether `quote` stood beside the fact when it had another value, were it before acts that left it open."""
    old = change.old
    for act in reversed(earlier):
        before = {changed.fact: changed.old for changed in act.changes}
        if old not in _NOTHING or quote in before:
            break
        old = before.get(change.fact, old)
    return old not in _NOTHING


def _quotes(sheet: Sheet, fact: str) -> Iterator[Fact]:
    """Yield the quotes that the entry of `fact` gives for it."""
    section, entry, *_ = f"{fact}.".split(".")
    for owner in (f"{section}.{entry}", section):
        container = sheet.containers.get(f"{owner}.source")
        if container and container.form is Form.QUOTES and fact.split(".")[owner.count(".") + 1] not in _BESIDE:
            quotes = (sheet.facts[f"{container.id}.{key}"] for key in container.keys)
            yield from (quote for quote in quotes if quote.value is not None)


def _in_order(changed: set[str], old: Sheet, new: Sheet) -> Sequence[str]:
    """Return the changed facts, not the containers that hold them, in the order of the sheet."""
    known = dict.fromkeys((*new.facts, *old.facts))
    return [fact for fact in known if fact in changed]


def _open_ledger(workspace: Workspace, path: Path, sheet_id: str, about: About) -> Ledger:
    """Return the ledger of a sheet; refuse an act before its last: the order of acts tells what was so on a day."""
    refuse_lost(workspace, {workspace.shown(path): sheet_id})
    with locked(path.parent):  # not between the two steps of another act
        ledger = open_ledger(path, sheet_id)
    last = ledger.acts[-1] if ledger.acts else None
    if last and about.day < last.day:
        message = f"an act of {about.day} cannot follow act {last.number}, which is dated {last.day}"
        raise error("wrong-day", message, hint=f"--date {last.day}, or a later day")
    return ledger


def _recorded_text(ledger: Ledger, file: SheetFile) -> str:
    """Return the text that the next act starts from; refuse one where facts were changed since that was recorded."""
    if ledger.stands(file.text):
        return file.text
    if is_unrecorded(ledger, file):
        refuse_other_text(file.path, text_hash(file.text))
        message = f"{file.shown} was edited by hand since its last correction"
        hint = "record the edit first: toolkit correct SHEET --from-edit --reason …"
        raise error("unrecorded-edit", message, hint=hint)
    return ledger.text_at(ledger.revision)


def is_unrecorded(ledger: Ledger, file: SheetFile) -> bool:
    """Return whether facts of the sheet were changed since its last act; comments, layout and order are no facts."""
    if ledger.stands(file.text):
        return False
    recorded, present = file.with_text(ledger.text_at(ledger.revision)).read().sheet, file.read().sheet
    return recorded is None or present is None or bool(_in_order(differences(recorded, present), recorded, present))


def _refuse_failed_checks(sheet: Sheet, failed: Sequence[Diagnostic], corrected: set[str]) -> None:
    """Refuse an act after which a check fails, and name the figures to correct with it."""
    names = sheet.containers["figures"].keys if "figures" in sheet.containers else ()
    refused = []
    for finding in failed:
        named = [f"figures.{name}" for name in names if re.search(rf"\bfigures\.{name}\b", finding.message)]
        others = [name for name in named if f"{name}.value" not in corrected]
        hint = f"correct with it: {', '.join(others)}" if others else finding.hint
        refused.append(replace(finding, hint=hint))
    if refused:
        raise ToolkitError(refused)


def _unfit(workspace: Workspace, sheet: Sheet, corrected: Iterable[str]) -> tuple[Diagnostic, ...]:
    """Return what papers warn of in the facts `corrected`; refuse an act after which they could not be made."""
    found = workspace.composer.proofread(sheet)
    if errors := errors_of(found):
        raise ToolkitError(errors)
    places = {sheet.facts[fact].span for fact in corrected if fact in sheet.facts}
    return tuple(finding for finding in found if finding.span in places)


def resolve(sheet: Sheet, name: str) -> str:
    """Return the id of the one fact that `name` means: itself, a figure's value, or an entity's plain name."""
    if name in sheet.facts:
        return name
    container = sheet.containers.get(name)
    if container is None:
        above = sheet.facts.get(name.rpartition(".")[0])
        if above and above.value is None:
            hint = "write it into the sheet by hand; --from-edit records it"
            raise error("unknown-fact", f"`{name}` is not there yet: `{above.id}` is open", above.span, hint)
        raise error("unknown-fact", f"`{name}` is no fact of {sheet.file}", hint=_hint_of_unknown(sheet, name))
    shown = next((f"{name}.{field}" for field in container.shows if f"{name}.{field}" in sheet.facts), None)
    if shown:
        return shown
    below = [fact.id for fact in sheet.under(name)]
    hint = f"name one of {', '.join(below[:4])}" + (" …" if len(below) > 4 else "")  # noqa: PLR2004 - a few examples
    word = "language" if container.form is Form.WORDS else "fact"
    raise error("unknown-fact", f"`{name}` is more than one {word}", container.span, hint)


def _hint_of_unknown(sheet: Sheet, name: str) -> str:
    """Return what to do about a fact that the sheet does not have."""
    if name.partition(".")[0] in sheet.places:
        return "it is not printed and needs no record: edit the sheet by hand"
    owner = sheet.containers.get(name.rpartition(".")[0])
    if shape_at(name) is not None and ("." not in name or (owner and owner.form is Form.RECORD)):
        return "write it into the sheet by hand; --from-edit records it"
    return nearest(name, [*sheet.facts, *sheet.containers])


def _with_units(sheet: Sheet, values: Mapping[str, str]) -> Sheet:
    """Return `sheet` with the units among `values`: a number that is given beside its unit is understood in it."""
    units = {fact: clean(words) for fact, words in values.items() if fact.endswith(".unit")}
    given = {fact: replace(sheet.facts[fact], value=None if unit == "~" else unit) for fact, unit in units.items()}
    return replace(sheet, facts={**sheet.facts, **given}) if given else sheet


def _value(workspace: Workspace, sheet: Sheet, fact: str, words: str) -> Value:
    found = sheet.facts[fact]
    if found.span.file != sheet.file:
        message = f"`{fact}` stands in {found.span.file}, not in the sheet"
        is_own = (workspace.root / OFFICE).is_file()  # else it is the one that comes with the toolkit
        hint = "edit that file" if is_own else f"write {OFFICE}, which comes before it"
        raise error("not-in-sheet", message, found.span, f"{hint}; every paper that shows it follows")
    labels = {lang: workspace.library.labels(lang) for lang in sheet.languages}
    habits = Habits(sheet.languages, labels, unit_of(sheet, fact))
    kind = kind_meant(sheet, fact, words)
    if kind is Kind.NUMBER and is_about(words, habits):
        _refuse_about(sheet, fact)
    return understand(kind, words, habits)


def _refuse_about(sheet: Sheet, fact: str) -> None:
    """Refuse "about" for a number that is not said to be approximate: the value alone does not keep it."""
    path = f"{fact.rpartition('.')[0]}.approximate"
    found = sheet.facts.get(path)
    if not (found and found.value):
        hint = (
            f"set `{path}` to true first" if found else "write `approximate: true` beside it; --from-edit records both"
        )
        raise error("bad-value", f"`{fact}` is not said to be approximate", sheet.facts[fact].span, hint)


def unit_of(sheet: Sheet, fact: str) -> str:
    """Return the unit of the figure whose value `fact` is, if it has one that is known."""
    unit = sheet.facts.get(f"{fact.rpartition('.')[0]}.unit")
    return str(unit.value or "") if unit else ""


def kind_meant(sheet: Sheet, fact: str, words: str = "") -> Kind:
    """Return what `fact` holds; of an open figure its unit tells that a number is meant, or else the form of `words`.

    So it does of what stands open under `facts:`, as if the words had been written into the sheet.
    """
    found = sheet.facts[fact]
    if found.value is None and isinstance(shape_at(fact), Anything) and not unit_of(sheet, fact):
        return form_of(words.strip())
    is_figure = found.value is None and fact.endswith(".value") and unit_of(sheet, fact)
    return Kind.NUMBER if found.kind is Kind.TEXT and is_figure else found.kind
