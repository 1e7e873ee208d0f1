"""LibCST's statements for the tree that ``ast`` has made of some lines; see ``convert_expressions``."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from unicodedata import is_normalized

import libcst as cst

from gblint.source import nodes
from gblint.source.code_text import code_of
from gblint.source.convert_expressions import Expressions, Table, Unsure, dotted, start

# A line that is joined to the next one where statements part: ast does not tell which of them share a line.
_JOINED = re.compile(r"[:;][ \t\f]*\\[\r\n]|\\(?:\r\n?|\n)[ \t\f]*;")
_BLANKS = re.compile(r"[ \t\f]*$")


class Converter(Expressions):
    """Makes the statements of ``text``. ``lines`` are those that the line numbers of its trees count. Raises Unsure."""

    def __init__(self, lines: Sequence[str], text: str) -> None:
        super().__init__(lines, plain=text.isascii())
        if not (self.plain or is_normalized("NFKC", text) or code_of(text).isascii()):
            raise Unsure("perhaps a name of which ast changes the spelling")
        if "\\" in text and _JOINED.search(text):
            raise Unsure("joined lines")

    def statements(self, body: Iterable[ast.stmt]) -> tuple[Any, ...]:
        """The statements of a block: those without a body share a node where they share a line."""
        made: list[Any] = []
        row: list[Any] = []
        end: int | None = 0
        for statement in body:
            kind = type(statement)
            if kind in _SIMPLE:
                if row and statement.lineno != end:
                    made.append(nodes.line(tuple(row)))
                    row = []
                row.append(self.statement(statement, _SIMPLE))
                end = statement.end_lineno
            else:
                if row:
                    made.append(nodes.line(tuple(row)))
                    row = []
                made.append(self.statement(statement, _COMPOUND))
        if row:
            made.append(nodes.line(tuple(row)))
        return tuple(made)

    def statement(self, node: ast.stmt, table: Table) -> Any:
        made = table[type(node)](self, node)
        self.places[id(made)] = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[assignment]
        return made

    def suite(self, body: Sequence[ast.stmt]) -> Any:
        """The body of a statement, on lines of its own or on that of the colon."""
        first = body[0]
        if type(first) in _SIMPLE:
            before = self.lines[first.lineno - 1][: first.col_offset]
            if not before.isspace():
                before = self.between(first.lineno, 0, first.lineno, first.col_offset)
                space = _BLANKS.search(before)
                row = [self.statement(statement, _SIMPLE) for statement in body]
                return nodes.suite(tuple(row), nodes.whitespace(space.group() if space else ""))
        return nodes.block(self.statements(body))

    def otherwise(self, body: Sequence[ast.stmt]) -> cst.Else | None:
        return nodes.else_(self.suite(body)) if body else None

    def decorators(self, found: Iterable[ast.expr]) -> tuple[cst.Decorator, ...]:
        return tuple([nodes.decorator(self.expression(node)) for node in found])

    def aliases(self, names: Iterable[ast.alias]) -> tuple[cst.ImportAlias, ...]:
        return tuple(
            [nodes.import_alias(dotted(node.name), nodes.as_name(nodes.name(node.asname)) if node.asname else None)
            for node in names]
        )  # fmt: skip


_IN_PLACE = Table(nodes.IN_PLACE)

# --- statements without a body


def _assign(to: Converter, node: ast.Assign) -> cst.Assign:
    return nodes.assign(
        tuple([nodes.assign_target(to.expression(target)) for target in node.targets]), to.expression(node.value)
    )


def _augmented(to: Converter, node: ast.AugAssign) -> cst.AugAssign:
    return nodes.augmented(to.expression(node.target), _IN_PLACE[type(node.op)](), to.expression(node.value))


def _annotated(to: Converter, node: ast.AnnAssign) -> cst.AnnAssign:
    annotation = nodes.annotation(to.expression(node.annotation))
    return nodes.annotated(to.expression(node.target), annotation, to.optional(node.value))


def _raise(to: Converter, node: ast.Raise) -> cst.Raise:
    return nodes.raise_(
        to.optional(node.exc), nodes.from_(to.expression(node.cause)) if node.cause is not None else None
    )


def _delete(to: Converter, node: ast.Delete) -> cst.Del:
    targets = node.targets
    if len(targets) > 1:
        return nodes.del_(nodes.tuple_(to.elements(targets)))
    if to.source(node).endswith(","):
        raise Unsure("a comma in del")
    return nodes.del_(to.expression(targets[0]))


def _import_from(to: Converter, node: ast.ImportFrom) -> cst.ImportFrom:
    return nodes.import_from(
        dotted(node.module) if node.module else None,
        nodes.import_star() if node.names[0].name == "*" else to.aliases(node.names),
        tuple([nodes.dot() for _ in range(node.level)]),
    )


def _name_items(names: Iterable[str]) -> tuple[cst.NameItem, ...]:
    return tuple([nodes.name_item(nodes.name(name)) for name in names])


_SIMPLE = Table(
    {
        ast.Expr: lambda to, node: nodes.expression(to.expression(node.value)),
        ast.Assign: _assign,
        ast.AugAssign: _augmented,
        ast.AnnAssign: _annotated,
        ast.Return: lambda to, node: nodes.return_(to.optional(node.value)),
        ast.Raise: _raise,
        ast.Assert: lambda to, node: nodes.assert_(to.expression(node.test), to.optional(node.msg)),
        ast.Delete: _delete,
        ast.Pass: lambda to, node: nodes.pass_(),
        ast.Break: lambda to, node: nodes.break_(),
        ast.Continue: lambda to, node: nodes.continue_(),
        ast.Import: lambda to, node: nodes.import_(to.aliases(node.names)),
        ast.ImportFrom: _import_from,
        ast.Global: lambda to, node: nodes.global_(_name_items(node.names)),
        ast.Nonlocal: lambda to, node: nodes.nonlocal_(_name_items(node.names)),
    }
)

# --- statements with a body


def _if(to: Converter, node: ast.If) -> cst.If:
    test, body, rest = to.expression(node.test), to.suite(node.body), node.orelse
    if len(rest) == 1 and type(rest[0]) is ast.If:
        line, column = start(rest[0])
        if to.between(line, column, line, column + 4) == "elif":
            return nodes.if_(test, body, to.statement(rest[0], _COMPOUND))
    return nodes.if_(test, body, to.otherwise(rest))


def _while(to: Converter, node: ast.While) -> cst.While:
    return nodes.while_(to.expression(node.test), to.suite(node.body), to.otherwise(node.orelse))


def _for(to: Converter, node: ast.For | ast.AsyncFor) -> cst.For:
    return nodes.for_(
        to.expression(node.target),
        to.expression(node.iter),
        to.suite(node.body),
        to.otherwise(node.orelse),
        nodes.asynchronous() if type(node) is ast.AsyncFor else None,
    )


def _with(to: Converter, node: ast.With | ast.AsyncWith) -> cst.With:
    items = [
        nodes.with_item(
            to.expression(item.context_expr),
            nodes.as_name(to.expression(item.optional_vars)) if item.optional_vars is not None else None,
        )
        for item in node.items
    ]
    return nodes.with_(tuple(items), to.suite(node.body), nodes.asynchronous() if type(node) is ast.AsyncWith else None)


def _try(to: Converter, node: Any) -> cst.Try | cst.TryStar:
    starred = type(node) is not ast.Try
    handler = nodes.star_handler if starred else nodes.handler
    handlers = [
        handler(
            to.suite(part.body),
            to.optional(part.type),
            nodes.as_name(nodes.name(part.name)) if part.name is not None else None,
        )
        for part in node.handlers
    ]
    final = nodes.finally_(to.suite(node.finalbody)) if node.finalbody else None
    make: Callable[..., cst.Try | cst.TryStar] = nodes.try_star if starred else nodes.try_
    return make(to.suite(node.body), tuple(handlers), to.otherwise(node.orelse), final)


def _function(to: Converter, node: ast.FunctionDef | ast.AsyncFunctionDef) -> cst.FunctionDef:
    if getattr(node, "type_params", ()):
        raise Unsure("type parameters")
    return nodes.function(
        nodes.name(node.name),
        to.parameters(node.args),
        to.suite(node.body),
        to.decorators(node.decorator_list),
        nodes.annotation(to.expression(node.returns)) if node.returns is not None else None,
        nodes.asynchronous() if type(node) is ast.AsyncFunctionDef else None,
    )


def _class(to: Converter, node: ast.ClassDef) -> cst.ClassDef:
    if getattr(node, "type_params", ()):
        raise Unsure("type parameters")
    given = to.arguments(node.bases, node.keywords)
    count = len(node.bases)
    if any(argument.keyword is not None or argument.star == "**" for argument in given[:count]):
        raise Unsure("a base behind a keyword")
    return nodes.class_(
        nodes.name(node.name),
        to.suite(node.body),
        given[:count],
        given[count:],
        to.decorators(node.decorator_list),
    )


_COMPOUND = Table(
    {
        ast.If: _if,
        ast.While: _while,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.Try: _try,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
        **({ast.TryStar: _try} if hasattr(ast, "TryStar") else {}),  # Python 3.11
    }
)
