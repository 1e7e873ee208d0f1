"""LibCST's nodes for the tree that ``ast`` has made of some lines: a fifth of the time that LibCST's parser takes.

Node for node they are what LibCST would say, without whitespace and punctuation. Where ``ast`` does not tell two
spellings apart that LibCST does, the source is looked at; what is rare or cannot be told is ``Unsure``, and left to
LibCST. Strings of several parts and f-strings are read from the source: ``ast`` does not keep their spelling, and
before Python 3.12 has the wrong places in them. Those that hold more than names are left to LibCST one by one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Union

import libcst as cst

from gblint.source import nodes
from gblint.source.code_text import STRING

Place = tuple[int, int, int, int]  # first and last line and column; lines from 1, columns from 0

_ONE_STRING = re.compile(f"[a-zA-Z]*(?:{STRING})", re.DOTALL)
_PIECE = re.compile(f"([a-zA-Z]*)({STRING})\\s*", re.DOTALL)
_FIELD = re.compile(r"\{([a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)\}")
_NO_TEXT = re.compile(r"[{}\\]")

# The fields of ast's classes, up to Python 3.14, but for those of pattern matching. A class that has another one by now
# says something that is not known here.
_FIELDS = frozenset(
    "annotation args attr bases body cause comparators conversion ctx decorator_list elt elts exc finalbody func "
    "generators handlers id items iter key keys keywords kind left level lower module msg name names op operand ops "
    "orelse returns right simple slice step target targets test type_comment type_params upper value values".split()
)


def between(lines: Sequence[str], place: Place) -> str:
    """What stands in a place whose columns count characters."""
    line, column, end_line, end_column = place
    if line == end_line:
        return lines[line - 1][column:end_column]
    return "".join((lines[line - 1][column:], *lines[line : end_line - 1], lines[end_line - 1][:end_column]))


def in_characters(lines: Sequence[str], place: Place) -> Place:
    """A place whose columns count bytes of UTF-8, as those of ``ast`` do."""
    line, column, end_line, end_column = place
    return line, _characters(lines[line - 1], column), end_line, _characters(lines[end_line - 1], end_column)


def _characters(text: str, count: int) -> int:
    return count if text.isascii() else len(text.encode()[:count].decode())


class Unsure(Exception):
    """What LibCST would make of a text cannot be told from its ``ast``."""


class Table(dict[type[ast.AST], Callable[..., Any]]):
    """How the nodes of each class are made."""

    def __init__(self, makers: Mapping[type[ast.AST], Callable[..., Any]]) -> None:
        super().__init__((kind, make) for kind, make in makers.items() if _FIELDS.issuperset(kind._fields))

    def __missing__(self, kind: type[ast.AST]) -> Callable[..., Any]:
        raise Unsure(kind.__name__)


class Expressions:
    """Makes the expressions of ``lines``, which are ``plain`` where all of them are ASCII. Raises Unsure.

    ``places`` says by the nodes' ids where they stand as ``ast`` has it, which counts columns in bytes of UTF-8.
    """

    def __init__(self, lines: Sequence[str], plain: bool) -> None:
        self.lines = lines
        self.plain = plain
        self.places: dict[int, Place] = {}

    def expression(self, node: ast.expr) -> Any:
        made = _EXPRESSIONS[type(node)](self, node)
        self.places[id(made)] = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[assignment]
        return made

    def optional(self, node: ast.expr | None) -> Any:
        return None if node is None else self.expression(node)

    def elements(self, found: Iterable[ast.expr]) -> tuple[cst.BaseElement, ...]:
        return tuple(
            [
                nodes.starred_element(self.expression(node.value))
                if type(node) is ast.Starred
                else nodes.element(self.expression(node))
                for node in found
            ]
        )

    def source(self, node: _Placed) -> str:
        """The node as it is written."""
        line = node.lineno
        if self.plain and line == node.end_lineno:
            return self.lines[line - 1][node.col_offset : node.end_col_offset]
        return self.between(*start(node), *_end(node))

    def between(self, line: int, column: int, end_line: int, end_column: int) -> str:
        """What stands there, as ``ast`` counts."""
        return between(self.lines, in_characters(self.lines, (line, column, end_line, end_column)))

    def parameters(self, node: ast.arguments) -> cst.Parameters:
        positional = [*node.posonlyargs, *node.args]
        defaults = [*[None] * (len(positional) - len(node.defaults)), *node.defaults]
        made = tuple([self.parameter(*pair) for pair in zip(positional, defaults, strict=True)])
        only = len(node.posonlyargs)
        keywords = tuple([self.parameter(*pair) for pair in zip(node.kwonlyargs, node.kw_defaults, strict=True)])
        if node.vararg is not None:
            star: Any = self.parameter(node.vararg, None, "*")
        else:
            star = nodes.parameter_star() if keywords else cst.MaybeSentinel.DEFAULT
        return nodes.parameters(
            made[only:],
            star,
            keywords,
            self.parameter(node.kwarg, None, "**") if node.kwarg is not None else None,
            made[:only],
            nodes.parameter_slash() if only else cst.MaybeSentinel.DEFAULT,
        )

    def parameter(self, node: ast.arg, default: ast.expr | None, star: str = "") -> cst.Param:
        annotation = node.annotation
        return nodes.parameter(
            nodes.name(node.arg),
            nodes.annotation(self.expression(annotation)) if annotation is not None else None,
            self.expression(default) if default is not None else None,
            star,
        )

    def arguments(self, given: Sequence[ast.expr], keywords: Sequence[ast.keyword]) -> tuple[cst.Arg, ...]:
        """The arguments of a call, as they stand in it."""
        made = [
            nodes.argument(self.expression(node.value), None, "*")
            if type(node) is ast.Starred
            else nodes.argument(self.expression(node), None, "")
            for node in given
        ]
        for word in keywords:
            value = self.expression(word.value)
            made.append(
                nodes.argument(value, None, "**")
                if word.arg is None
                else nodes.argument(value, nodes.name(word.arg), "")
            )
        if keywords and given and start(given[-1]) > start(keywords[0]):  # f(a=1, *b)
            starts = [*map(start, given), *map(start, keywords)]
            made = [made[i] for i in sorted(range(len(made)), key=starts.__getitem__)]
        return tuple(made)

    def comprehension(self, generators: Sequence[ast.comprehension]) -> cst.CompFor | None:
        made: cst.CompFor | None = None
        for node in reversed(generators):
            made = nodes.comp_for(
                self.expression(node.target),
                self.expression(node.iter),
                tuple([nodes.comp_if(self.expression(test)) for test in node.ifs]),
                made,
                nodes.asynchronous() if node.is_async else None,
            )
        return made


_Placed = Union[ast.expr, ast.stmt, ast.keyword]


def start(node: _Placed) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _end(node: _Placed) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0


_OPERATORS = Table(nodes.OPERATORS)

# --- expressions


def _name(to: Expressions, node: ast.Name) -> cst.Name:
    return nodes.name(node.id)


def _constant(to: Expressions, node: ast.Constant) -> Any:
    value = node.value
    make = _CONSTANTS.get(type(value))
    if make is not None:
        return make(to.source(node))
    if value is ...:
        return nodes.ellipsis()
    if value is None or value is True or value is False:
        return nodes.name(str(value))
    source = to.source(node)
    quote = source[-1]
    if (source[0] == quote and source.count(quote) == 2) or _ONE_STRING.fullmatch(source):
        return nodes.string(source)
    return _in_parts(to, node)


_CONSTANTS: dict[type, Callable[[str], cst.BaseNumber]] = {
    int: nodes.integer, float: nodes.floating, complex: nodes.imaginary,
}  # fmt: skip


def _in_parts(to: Expressions, node: ast.expr) -> Any:
    """A string that holds expressions, or of which several parts stand side by side, perhaps on several lines."""
    source = to.source(node)
    made = _joined(source)
    return made if made is not None else cst.parse_expression(f"({source})")


def _joined(source: str) -> Any:
    """Strings that stand side by side; None where LibCST has to tell."""
    parts: list[Any] = []
    at = 0
    while at < len(source):
        piece = _PIECE.match(source, at)
        if piece is None:
            return None
        prefix, quoted = piece.groups()
        made = _formatted(prefix, quoted) if "f" in prefix.lower() else nodes.string(prefix + quoted)
        if made is None:
            return None
        parts.append(made)
        at = piece.end()
    while len(parts) > 1:
        right = parts.pop()
        parts[-1] = nodes.strings(parts[-1], right)
    return parts[0]


def _formatted(prefix: str, quoted: str) -> cst.FormattedString | None:
    """An f-string with one quote at each end that is filled with nothing but dotted names; None for others."""
    quote, inside = quoted[0], quoted[1:-1]
    texts = _FIELD.split(inside)  # every other one is what stands in braces
    if quote in inside or any(_NO_TEXT.search(text) for text in texts[::2]):
        return None
    parts: list[Any] = []
    for i, text in enumerate(texts):
        if i % 2:
            parts.append(nodes.formatted_field(dotted(text)))
        elif text:
            parts.append(nodes.formatted_text(text))
    return nodes.formatted(tuple(parts), prefix + quote, quote)


def dotted(name: str) -> cst.Name | cst.Attribute:
    first, *rest = name.split(".")
    made: cst.Name | cst.Attribute = nodes.name(first)
    for part in rest:
        made = nodes.attribute(made, nodes.name(part))
    return made


def _attribute(to: Expressions, node: ast.Attribute) -> cst.Attribute:
    return nodes.attribute(to.expression(node.value), nodes.name(node.attr))


def _call(to: Expressions, node: ast.Call) -> cst.Call:
    return nodes.call(to.expression(node.func), to.arguments(node.args, node.keywords))


def _subscript(to: Expressions, node: ast.Subscript) -> cst.Subscript:
    inside = node.slice
    parts = inside.elts if type(inside) is ast.Tuple and not _is_parenthesized(to, inside) else [inside]
    return nodes.subscript(
        to.expression(node.value), tuple([nodes.subscript_element(_index(to, part)) for part in parts])
    )


def _index(to: Expressions, node: ast.expr) -> cst.BaseSlice:
    if type(node) is ast.Slice:
        return nodes.slice_(to.optional(node.lower), to.optional(node.upper), to.optional(node.step))
    if type(node) is ast.Starred:
        return nodes.index(to.expression(node.value), "*")
    return nodes.index(to.expression(node), None)


def _is_parenthesized(to: Expressions, node: ast.Tuple) -> bool:
    """Whether the parentheses around a tuple that is a subscript are its own."""
    if not node.elts:
        return True
    first = node.elts[0]
    if start(first) == start(node):
        return False
    # Now an opening parenthesis stands first: that of the tuple, unless it is closed behind the first element.
    between = to.between(node.lineno, node.col_offset, first.lineno, first.col_offset)
    behind = to.between(*_end(first), *_end(node))
    after = behind.lstrip()[:1]
    if between.strip() != "(" or after not in (",", ")"):
        raise Unsure("parentheses in a subscript")
    return after == ","


def _binary(to: Expressions, node: ast.BinOp) -> cst.BinaryOperation:
    return nodes.binary(to.expression(node.left), _OPERATORS[type(node.op)](), to.expression(node.right))


def _boolean(to: Expressions, node: ast.BoolOp) -> cst.BooleanOperation:
    first, *rest = node.values
    operator = _OPERATORS[type(node.op)]
    made = to.expression(first)
    for value in rest:
        made = nodes.boolean(made, operator(), to.expression(value))
    return made  # type: ignore[no-any-return]


def _unary(to: Expressions, node: ast.UnaryOp) -> cst.UnaryOperation:
    return nodes.unary(_OPERATORS[type(node.op)](), to.expression(node.operand))


def _comparison(to: Expressions, node: ast.Compare) -> cst.Comparison:
    return nodes.comparison(
        to.expression(node.left),
        tuple(
            [
                nodes.comparison_target(_OPERATORS[type(operator)](), to.expression(side))
                for operator, side in zip(node.ops, node.comparators, strict=True)
            ]
        ),
    )


def _conditional(to: Expressions, node: ast.IfExp) -> cst.IfExp:
    return nodes.conditional(to.expression(node.test), to.expression(node.body), to.expression(node.orelse))


def _lambda(to: Expressions, node: ast.Lambda) -> cst.Lambda:
    return nodes.lambda_(to.parameters(node.args), to.expression(node.body))


def _dict(to: Expressions, node: ast.Dict) -> cst.Dict:
    return nodes.dict_(
        tuple(
            [
                nodes.starred_dict_element(to.expression(value))
                if key is None
                else nodes.dict_element(to.expression(key), to.expression(value))
                for key, value in zip(node.keys, node.values, strict=True)
            ]
        )
    )


_EXPRESSIONS = Table(
    {
        ast.Name: _name,
        ast.Constant: _constant,
        ast.JoinedStr: _in_parts,
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.Subscript: _subscript,
        ast.BinOp: _binary,
        ast.BoolOp: _boolean,
        ast.UnaryOp: _unary,
        ast.Compare: _comparison,
        ast.IfExp: _conditional,
        ast.Lambda: _lambda,
        ast.Dict: _dict,
        ast.Tuple: lambda to, node: nodes.tuple_(to.elements(node.elts)),
        ast.List: lambda to, node: nodes.list_(to.elements(node.elts)),
        ast.Set: lambda to, node: nodes.set_(to.elements(node.elts)),
        ast.ListComp: lambda to, node: nodes.list_comp(to.expression(node.elt), to.comprehension(node.generators)),
        ast.SetComp: lambda to, node: nodes.set_comp(to.expression(node.elt), to.comprehension(node.generators)),
        ast.GeneratorExp: lambda to, node: nodes.generator(to.expression(node.elt), to.comprehension(node.generators)),
        ast.DictComp: lambda to, node: nodes.dict_comp(
            to.expression(node.key), to.expression(node.value), to.comprehension(node.generators)
        ),
        ast.NamedExpr: lambda to, node: nodes.named(to.expression(node.target), to.expression(node.value)),
        ast.Await: lambda to, node: nodes.await_(to.expression(node.value)),
        ast.Yield: lambda to, node: nodes.yield_(to.optional(node.value)),
        ast.YieldFrom: lambda to, node: nodes.yield_(nodes.from_(to.expression(node.value))),
    }
)
