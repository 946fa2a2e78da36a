"""The sandbox that templates run in: lenses, and nothing of what stands behind values.

Floor 2. Attributes are facts only, and nothing can be made to fill the memory or to go on for ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from decimal import Decimal
from functools import cached_property
from operator import add, mul, sub
from types import CodeType
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.environment import TemplateExpression, TemplateModule
from jinja2.parser import Parser
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from toolkit.compose.labels import SingleWords
from toolkit.compose.lens import Collection, Derived, Lens, Shown, plain
from toolkit.compose.syntax import BEYOND, ExactLexer, Generator, readable
from toolkit.compose.view import MARK, Absent
from toolkit.diagnostics import error
from toolkit.yamltext import MAX_DIGITS

_MOST = 10_000_000
"""Letters of a text that a template puts together, or entries of a list: far more than a paper has."""

_MOST_STEPS = 5_000_000
"""Turns of loops in a template, likewise: a paper has at most 200,000 lines."""

_CALL = 25
"""Turns that a call counts as, by the time it takes."""

_DEEPEST = 4
"""Lists within lists: more than rows of cells need."""

_SIZED = (str, list, tuple)
_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul}


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which `a.b` is the fact b of a, whatever it is called."""

    code_generator_class = Generator
    intercepted_binops = frozenset({*_ARITHMETIC, "/", "//", "**", "%"})
    exact = staticmethod(Decimal)
    _steps = 0

    @cached_property
    def lexer(self) -> ExactLexer:
        """Return what reads the numbers of templates."""
        return ExactLexer(self)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        with readable(name, filename):
            return super()._parse(source, name, filename)

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        with readable(name, filename):
            return super()._generate(source, name, filename, defer_init)

    def _compile(self, source: str, filename: str) -> CodeType:
        with readable(filename=filename):
            return super()._compile(source, filename)

    def compile_expression(self, source: str, undefined_to_none: bool = True) -> TemplateExpression:
        """Return the function that an expression is."""
        with readable():
            return super().compile_expression(source, undefined_to_none)

    def sides(self, source: str, names: Mapping[str, object]) -> tuple[object, ...]:
        """Return both sides of the comparison that alone makes the expression `source` false; nothing if none does."""
        parts = _conjuncts(Parser(self, source, state="variable").parse_expression())
        false = next((part for part in parts if not self._value(part, names)), None)
        deciding = false.node if isinstance(false, nodes.Not) else false
        match deciding:
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=sign, expr=right)]) if sign not in ("in", "notin"):
                return self._value(left, names), self._value(right, names)
        return ()

    def _value(self, node: nodes.Expr, names: Mapping[str, object]) -> object:
        """Return what a part of an expression comes to."""
        self.start()
        body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), node, lineno=1)]
        made = nodes.Template(body, lineno=1)
        made.set_environment(self)
        return TemplateExpression(self.from_string(made), undefined_to_none=False)(**names)

    def start(self) -> None:
        """Begin a paper: count what its template does, and let it find nothing that another left in what it imports."""
        self._steps = 0
        for template in self.cache.values() if self.cache else ():
            template._module = None  # Jinja keeps what was imported without context

    def _step(self, steps: int) -> None:
        self._steps += steps
        if self._steps > _MOST_STEPS:
            hint = "a macro calls itself, or loops stand within loops"
            raise error("template-error", "too many calls or turns of loops come about", hint=hint)

    def call(self, context: Context, thing: Any, /, *args: Any, **named: Any) -> Any:
        """Return what `thing` gives, which counts."""
        self._step(_CALL)
        return super().call(context, thing, *args, **named)

    def counted(self, things: Iterable[object]) -> Iterable[object]:
        """Return what a loop goes over; each turn counts."""
        kept = things if isinstance(things, Sized) else list(things)
        self._step(len(kept))
        return kept

    @staticmethod
    def comparable(thing: object) -> object:
        """Return what is to be compared, unless it is text that facts were put into: only a reader sees its words."""
        if isinstance(thing, str) and MARK.search(thing):
            hint = "compare the fact itself, or what a formatter makes of it: `event.date | year`"
            raise error("template-error", "text that a fact was put into cannot be compared", hint=hint)
        return thing

    @staticmethod
    def shallow(made: object) -> object:
        """Return the list `made` unless lists stand in it too deep: to compare them would take for ever."""
        if _deep(made, _DEEPEST):
            message = f"lists stand within lists more than {_DEEPEST} deep"
            raise error("template-error", message, hint="put one after the other: `a + b`")
        return made

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
        if isinstance(obj, Lens | Absent | SingleWords):
            return obj.field(attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a member of a collection by number, or a field by name."""
        if isinstance(obj, Collection) and isinstance(argument, int):
            return obj.item(argument)
        if isinstance(obj, Lens | Absent | SingleWords):
            return obj.field(str(plain(argument)))
        return super().getitem(obj, argument)

    def call_binop(self, _context: Any, operator: str, left: Any, right: Any) -> Any:
        """Add, subtract and multiply numbers and add lists, within bounds; repeat no text, and nothing else."""
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


def _conjuncts(node: nodes.Expr) -> Iterator[nodes.Expr]:
    """Yield the parts of an expression that must all be true, in the order in which they are looked at."""
    if isinstance(node, nodes.And):
        yield from _conjuncts(node.left)
        yield from _conjuncts(node.right)
    else:
        yield node


def _bounded(parts: list[Any]) -> list[Any]:
    """Return `parts` unless the texts or lists among them are too long together: each may hold the last one twice."""
    if sum(len(part) for part in parts if isinstance(part, _SIZED)) > _MOST:
        message, hint = f"a text or list of over {_MOST:,} letters or entries comes about", "it grows by holding itself"
        raise error("template-error", message, hint=hint)
    return parts


def _deep(thing: object, levels: int) -> bool:
    """Return whether lists stand in `thing` on more than so many levels."""
    parts = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list | tuple) else None
    return parts is not None and (levels == 0 or any(_deep(part, levels - 1) for part in parts))


def _within(result: Any) -> Any:
    """Return `result` unless it is a number that no sheet could hold."""
    value = result.value if isinstance(result, Derived) else result
    if isinstance(value, int | Decimal) and not -BEYOND < value < BEYOND:
        message, hint = f"a number of over {MAX_DIGITS} digits comes about", "it grows by what it is multiplied by"
        raise error("template-error", message, hint=hint)
    return result


def printable(thing: object) -> object:
    """Return `thing` as it is to be printed: facts, words and whole numbers only."""
    if isinstance(thing, str | Lens | Shown | Undefined) or type(thing) is int:
        return thing
    kind = "decimal" if isinstance(thing, Decimal) else type(thing).__name__
    hint = "call it: `{{ table(…) }}`" if callable(thing) else "print a fact, or words"
    raise error("template-error", f"a {kind} cannot be printed", hint=hint)
