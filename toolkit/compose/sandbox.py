"""The sandbox that templates run in: lenses, and nothing of what stands behind values.

Floor 2. Attributes are facts only, and neither arithmetic nor joining can be made to fill the memory.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import add, mul, sub
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from toolkit.compose.labels import Words
from toolkit.compose.lens import Collection, Derived, Lens, Shown, plain
from toolkit.compose.view import Absent
from toolkit.diagnostics import error
from toolkit.yamltext import MAX_DIGITS

_MOST = 10_000_000
"""Letters of a text that a template puts together, or entries of a list: far more than a paper has."""

_SIZED = (str, list, tuple)
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


class _Joining(CodeGenerator):
    """Lets the sandbox join what a template joins by `~`."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write the call that joins."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which `a.b` is the fact b of a, whatever it is called."""

    code_generator_class = _Joining
    intercepted_binops = frozenset({*_ARITHMETIC, "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may look at `attr`: of a loop or an import only, never at a value's inside.

        The methods of text are closed as well, since `"".ljust(10 ** 9)` fills the memory.
        """
        open_to_templates = isinstance(obj, LoopContext | Namespace | TemplateModule)
        return open_to_templates and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Give text no `format` of its own: it is closed as every other method."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return the field `attribute` of a lens, or a word; of anything else what the sandbox allows."""
        if isinstance(obj, Lens | Absent | Words):
            return obj.field(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a collection by number, or a field by name."""
        if isinstance(obj, Collection) and isinstance(argument, int):
            return obj.item(argument)
        if isinstance(obj, Lens | Absent | Words):
            return obj.field(str(plain(argument)))
        return super().getitem(obj, argument)

    def call_binop(self, _context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add, subtract and multiply numbers and add lists, within bounds; repeat no text, take no powers or rests."""
        if operator not in _ARITHMETIC:
            hint = "`+`, `-` and `*` are, to compare with what comes of them"
            raise error("template-error", f"`{operator}` is not known here", hint=hint)
        if operator == "*" and (isinstance(left, _SIZED) or isinstance(right, _SIZED)):
            raise error("template-error", "`*` is only for numbers", hint="templates print facts, not sums")
        one, other = _bounded([left, right])
        return _within(_ARITHMETIC[operator](one, other))

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """Return what a template, macro or block has printed, within bounds."""
        return "".join(_bounded(list(parts)))

    def joined(self, parts: Iterable[object], between: object = "") -> str:
        """Return `parts` as one text, within bounds: `~`, and the filter `join`."""
        texts, glue = [str(printable(part)) for part in parts], str(printable(between))
        _bounded([*texts, *(glue for _ in texts)])
        return glue.join(texts)


def _bounded(parts: list[Any]) -> list[Any]:
    """Return `parts` unless the texts or lists among them are too long together: each may hold the last one twice."""
    if sum(len(part) for part in parts if isinstance(part, _SIZED)) > _MOST:
        message, hint = f"a text or list of over {_MOST:,} letters or entries comes about", "it grows by holding itself"
        raise error("template-error", message, hint=hint)
    return parts


def _within(result: Any) -> Any:
    """Return `result` unless it is a number that no sheet could hold."""
    value = result.value if isinstance(result, Derived) else result
    if isinstance(value, int | float | Decimal) and abs(value) >= 10**MAX_DIGITS:
        message, hint = f"a number of over {MAX_DIGITS} digits comes about", "it grows by what it is multiplied by"
        raise error("template-error", message, hint=hint)
    return result


def printable(thing: object) -> object:
    """Return `thing` as it is to be printed: facts, words and whole numbers only."""
    if isinstance(thing, str | Lens | Shown | Undefined) or type(thing) is int:
        return thing
    kind = type(thing).__name__
    hint = "call it: `{{ table(…) }}`" if callable(thing) else "print a fact, or words"
    raise error("template-error", f"a {kind} cannot be printed", hint=hint)
