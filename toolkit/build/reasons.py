"""Why an output is not current: the file, the facts it depends on, and all else that made it. Floor 3."""

from collections.abc import Mapping
from pathlib import PurePath

from toolkit import __version__
from toolkit.build.places import paper_path
from toolkit.build.state import Output, State
from toolkit.build.target import EDITED, LOST, MISSING, NOT_BUILT, Plan, PlannedSheet, Target
from toolkit.build.workspace import Workspace
from toolkit.facts.model import ABSENT
from toolkit.ledger import Change

FONTS = "fonts/"
"""What stands for the names of the workspace's own fonts there: a new one may be a better choice."""

NONE = ""
"""The hash of a file that is not there."""

FONT = "font:"
"""What the name of a font begins with where the files that made a paper are listed."""


class Reasons:
    """Holds the outputs that the state knows against what they are and what they are made of."""

    def __init__(self, workspace: Workspace, state: State, plan: Plan) -> None:
        """Look at the outputs of `plan`, and read its sheets where their facts may have changed."""
        self._workspace = workspace
        self._state = state
        self._plan = plan
        self._before: tuple[str, Mapping[str, str]] = ("", {})
        self._recipes: dict[tuple[str, str, str], tuple[str, ...]] = {}

    def target(self, sheet: PlannedSheet, document: str, lang: str, form: str) -> Target:
        """Return the output with the reasons to make it."""
        path = paper_path(sheet.id, document, lang, form)
        known = self._plan.known.get(path)
        if known is None:
            there = self._plan.look.mark(path) is not None and (self._workspace.output / path).is_file()
            reason = "a file of this name was not built here" if there else NOT_BUILT
            return Target(path, sheet.id, document, lang, form, (reason,), edited=there)
        present = self._plan.look.sha256(path, known)
        changes = self._changes(known, sheet)
        edited = present not in ("", known.sha256, known.pending)
        reasons = (
            *self._faults(known, present, edited),
            *((LOST,) if changes is None else (change.told() for change in changes)),
            *self._recipe_changes(known.recipe, document, lang),
        )
        return Target(path, sheet.id, document, lang, form, reasons, changes or (), edited)

    def _faults(self, known: Output, present: str, edited: bool) -> tuple[str, ...]:
        if not present:
            return (MISSING,)
        if edited:
            return (EDITED,)
        if known.pending != known.sha256:  # the old file or the new one: either way the build did not finish
            return ("the last build was cut off",)
        return ()

    def _changes(self, known: Output, sheet: PlannedSheet) -> tuple[Change, ...] | None:
        """Return the facts that differ from those it was made of; `None` if those are lost."""
        sheet.digest = sheet.digest or self._plan.reader.open(sheet.shown).digest
        if known.snapshot == sheet.digest:
            return ()
        depends = self._state.depends(known.depends)
        if depends is None:
            return None
        if known.snapshot != self._before[0]:
            self._before = (known.snapshot, self._state.snapshot(known.snapshot))
        now, _ = self._plan.reader.read(sheet.shown)
        pairs = ((fact, self._before[1].get(fact, ABSENT), now.state(fact)) for fact in depends)
        return tuple(Change(*pair) for pair in pairs if pair[1] != pair[2])

    def _recipe_changes(self, recipe: str, document: str, lang: str) -> tuple[str, ...]:
        """Return what changed of all that is no fact; papers of one recipe have these reasons in common."""
        key = (recipe, document, lang)
        if key not in self._recipes:
            self._recipes[key] = tuple(self._recipe_reasons(self._state.recipe(recipe), document, lang))
        return self._recipes[key]

    def _recipe_reasons(self, recipe: Mapping[str, str], document: str, lang: str) -> list[str]:
        library, hashes = self._workspace.library, self._workspace.hashes
        reasons = []
        if recipe.get("toolkit") != __version__:
            reasons.append(f"toolkit {recipe.get('toolkit')} → {__version__}")
        template = library.template(document, lang)
        if template not in recipe:
            reasons.append(f"its template is now {template}")
        if FONTS in recipe and recipe[FONTS] != self._workspace.fonts_hash:
            reasons.append("there are other fonts in fonts/")
        for name, digest in recipe.items():
            if name not in ("toolkit", FONTS) and not name.startswith(FONT) and hashes.get(name, NONE) != digest:
                change = "is new" if digest == NONE else "changed" if name in hashes else "is gone"
                reasons.append(f"{library.place(name)} {change}")
        fonts = [name for name in recipe if name.startswith(FONT)]
        changed = [name for name in fonts if self._workspace.hash_of(name.removeprefix(FONT)) != recipe[name]]
        return reasons + [f"the font {PurePath(name).name} changed" for name in changed]
