"""How templates and checks are read: numbers exactly, and nothing deeper than Python can run.

Floor 2. What Jinja makes of a template is Python. Here it is given decimals instead of binary fractions, and calls of
the sandbox wherever a template could fill the memory or go on for ever.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from jinja2 import TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.lexer import TOKEN_FLOAT, TOKEN_INTEGER, Lexer, Token

from toolkit.yamltext import MAX_DIGITS

BEYOND: int = 10**MAX_DIGITS
"""The first number that is too long for a sheet."""

TOO_LONG = f"a number has at most {MAX_DIGITS} digits"
TOO_DEEP = "this is too long or too deep to be read"
HINTS = {
    TOO_LONG: "no sheet has a longer one",
    TOO_DEEP: "let fewer brackets, blocks and signs stand within each other",
}

_OWN = re.compile(r"\bl_\d+_")
"""What Jinja puts before the names of a template."""


class ExactLexer(Lexer):
    """Reads `0.1` as a decimal, as a sheet does, and no longer number than a sheet may have."""

    def wrap(
        self, stream: Iterable[tuple[int, str, str]], name: str | None = None, filename: str | None = None
    ) -> Iterator[Token]:
        """Yield the tokens of `stream` with their values."""
        for line, kind, written in stream:
            if kind not in (TOKEN_INTEGER, TOKEN_FLOAT):
                yield from super().wrap([(line, kind, written)], name, filename)
                continue
            value = _number(kind, written)
            if value >= BEYOND:
                raise TemplateSyntaxError(TOO_LONG, line, name, filename)
            yield Token(line, kind, value)  # type: ignore[arg-type]  # Jinja's own are numbers as well


def _number(kind: str, written: str) -> int | Decimal:
    """Return the number `written`; of one that is far too long only that it is."""
    power = written.lower().partition("e")[2] if kind == TOKEN_FLOAT else ""
    if sum(map(str.isdigit, written)) > MAX_DIGITS or abs(int(power or 0)) > MAX_DIGITS:
        return BEYOND
    if kind == TOKEN_FLOAT:
        return Decimal(f"{Decimal(written):f}")
    return int(written, 0)


class Generator(CodeGenerator):
    """Lets the sandbox join, count and hold what a template joins by `~`, loops over and puts into lists."""

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write a constant; a decimal is made when the template runs."""
        if isinstance(node.value, Decimal):
            self.write(f"environment.exact({str(node.value)!r})")
        else:
            super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write the call that joins."""
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write the loop over what the sandbox has counted."""
        counted = nodes.EnvironmentAttribute("counted")
        node.iter = nodes.Call(counted, [node.iter], [], None, None, lineno=node.iter.lineno)
        super().visit_For(node, frame)

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write the comparison of what the sandbox lets through."""
        operands: list[nodes.Compare | nodes.Operand] = [node, *node.ops]
        for operand in operands:
            comparable = nodes.EnvironmentAttribute("comparable")
            operand.expr = nodes.Call(comparable, [operand.expr], [], None, None, lineno=node.lineno)
        super().visit_Compare(node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Write the call that looks how deep a list is."""
        self.write("environment.shallow(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Do likewise, if it is not the names of a loop or `set`."""
        self.write("environment.shallow(" if node.ctx == "load" else "(")
        super().visit_Tuple(node, frame)
        self.write(")")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802 - the library's name
        """Do likewise."""
        self.write("environment.shallow(")
        super().visit_Dict(node, frame)
        self.write(")")


@contextmanager
def readable(name: str | None = None, filename: str | None = None) -> Iterator[None]:
    """Say of a template that Python cannot read what is wrong with it."""
    try:
        yield
    except (RecursionError, MemoryError) as problem:
        raise TemplateSyntaxError(TOO_DEEP, 1, name, filename) from problem
    except SyntaxError as problem:
        message = TOO_DEEP if problem.msg.startswith("too many") else _OWN.sub("", problem.msg)
        raise TemplateSyntaxError(message, 1, name, filename) from problem
