"""The commands by name: a command's module is loaded when the command is asked for.

Floor 6. To show the help, or to complain of a misspelt command, none of them is needed; and none of the libraries that
read sheets and write papers.
"""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

_NEGATIVE = re.compile(r"-(?:[A-Z]{2,3})?[^\w-]?\s?\d")
"""How a negative number begins, `-4,5%` or `-US$20 million`, and no option."""


class Place(NamedTuple):
    """The module below `toolkit.cli` that holds a command, and the first sentence of its help."""

    module: str
    summary: str


COMMANDS = {
    "new": Place(
        "new", "Make a workspace: an example sheet, the templates, and the schema that lets an editor complete sheets."
    ),
    "check": Place("inspect", "Find every problem of the sheets at once."),
    "build": Place("build", "Make the papers that are out of date."),
    "status": Place("build", "Say of every paper whether it is current, and if not, why."),
    "trace": Place("inspect", "Say where a fact appears, or which facts a paper shows."),
    "correct": Place("correct", "Correct facts of a sheet, record it, and make every paper that shows them anew."),
    "redline": Place("redline", "Show what changed between two issues of a paper, as tracked changes."),
    "ledger": Place("correct", "List the corrections of a sheet, and verify that its ledger is whole."),
    "pull": Place("pull", "Bring a colleague's edits in a Word file back as corrections."),
    "patch": Place("pull", "Put the sheet's present values into a Word file that people have edited by hand."),
    "verify": Place("verify", "Say what a paper is: current, stale, superseded, altered or unknown."),
    "schema": Place("inspect", "Print the JSON Schema of a fact sheet, for editors."),
}


_TEXT = (str, list[str])
"""The kinds of parameters that are words as they stand."""


class _Taken(NamedTuple):
    """How a parameter takes its value: text, and what is not given, as it is; all else as Typer reads it.

    Typer reads every value through pydantic, which takes longer to load than a command with nothing to do takes.
    """

    param: Any
    read: Callable[[Any, Any], Any]

    def __call__(self, ctx: Any, value: Any) -> Any:
        """Return `value` as the command gets it; what is missing or wrong is Typer's error."""
        given = value is not None and value is not self.param.default
        kind = getattr(self.param, "type_descriptor", None)  # no documented name: without it, all is left to Typer
        if (given and getattr(kind, "annotation", None) not in _TEXT) or (self.param.required and not value):
            return self.read(ctx, value)
        return self.param.callback(ctx, self.param, value) if self.param.callback else value


def _lightly(params: list[Any]) -> list[Any]:
    """Return `params`, each of which takes its value as `_Taken` says."""
    for param in params:
        if not isinstance(param.process_value, _Taken):
            param.process_value = _Taken(param, param.process_value)
    return params


class Commands(TyperGroup):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        """Know the commands by name."""
        super().__init__(**settings)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)  # Typer looks here for names that are nearly right

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the group's own options and `--help`."""
        return _lightly(super().get_params(ctx))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - Typer has no public name for its context
        """Return the command `cmd_name`, `None` if there is none."""
        if cmd_name in self.commands and self.commands[cmd_name] is None:
            self.commands[cmd_name] = _loaded(cmd_name)
        return self.commands.get(cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as above
        """Write each command's name and summary into the help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in COMMANDS.items()])


class Command(TyperCommand):
    """A command that takes a negative number for a value, not for options."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the command's arguments and options and `--help`."""
        return _lightly(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command, those that are negative numbers last."""
        options = [each for each in self.params if isinstance(each, TyperOption) and not each.is_flag]
        taking = [[name] for option in options for name in option.opts]
        values = [n for n, word in enumerate(args) if _NEGATIVE.match(word) and args[n - 1 : n] not in taking]
        if "--" in args or not values:
            return super().parse_args(ctx, args)
        others = [word for n, word in enumerate(args) if n not in values]
        return super().parse_args(ctx, [*others, "--", *(args[n] for n in values)])


def _loaded(name: str) -> Any:
    module = import_module(f"toolkit.cli.{COMMANDS[name].module}")
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    single.command(name, cls=Command)(getattr(module, name))
    return typer.main.get_command(single)
