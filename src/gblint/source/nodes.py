"""LibCST nodes made quickly: what a node says is given, its whitespace and punctuation are shared by all of its kind.

A node made through its class costs 1 to 2.5 us: a frozen dataclass sets its fields by a slow way, makes whitespace of
its own, and checks what it was given. The functions here go around ``__init__`` and fill the slots: 0.3 to 0.6 us
(0.5 to 0.8 by a loop over the fields, without ``exec``).

That skips LibCST's checks. They are of two sorts: that a space parts two words, and that a tree could be written as
Python. Nothing of the first is said by a node without spaces of its own, and the second holds of a tree that Python's
own parser has read. So these functions are for such trees alone, and their nodes are for reading: whoever asked one for
its code would get it without the parentheses, comments and spaces that stand in the source (``Tree.text`` has these).
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, TypeVar

import libcst as cst

_Node = TypeVar("_Node", bound=cst.CSTNode)


def _maker(kind: type[_Node], *given: str) -> Callable[..., _Node]:
    """A function of the fields that are ``given``, in that order, for a node whose other fields are as by default."""
    own = {field.name: _default(field) for field in fields(kind) if field.name not in given}
    setters = [getattr(kind, name).__set__ for name in (*given, *own)]
    make: Callable[..., _Node] = _written(given, tuple(own))(kind, object.__new__, *setters, *own.values())
    return make


@cache
def _written(given: tuple[str, ...], own: tuple[str, ...]) -> Callable[..., Callable[..., Any]]:
    """What makes the function for classes with these fields, as text, in the way that dataclasses make ``__init__``:
    so that each field is one call of its slot's setter."""
    names = [*given, *own]
    lines = [
        f"def maker({', '.join(['kind', 'new', *(f'set_{name}' for name in names), *own])}):",
        f"    def make({', '.join(given)}):",
        "        node = new(kind)",
        *(f"        set_{name}(node, {name})" for name in names),
        "        return node",
        "    return make",
    ]
    scope: dict[str, Any] = {}
    exec("\n".join(lines), scope)
    maker: Callable[..., Callable[..., Any]] = scope["maker"]
    return maker


def _default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


# --- expressions

name = _maker(cst.Name, "value")
integer = _maker(cst.Integer, "value")
floating = _maker(cst.Float, "value")
imaginary = _maker(cst.Imaginary, "value")
string = _maker(cst.SimpleString, "value")
strings = _maker(cst.ConcatenatedString, "left", "right")
formatted = _maker(cst.FormattedString, "parts", "start", "end")
formatted_text = _maker(cst.FormattedStringText, "value")
formatted_field = _maker(cst.FormattedStringExpression, "expression")
ellipsis = _maker(cst.Ellipsis)
attribute = _maker(cst.Attribute, "value", "attr")
subscript = _maker(cst.Subscript, "value", "slice")
subscript_element = _maker(cst.SubscriptElement, "slice")
index = _maker(cst.Index, "value", "star")
slice_ = _maker(cst.Slice, "lower", "upper", "step")
call = _maker(cst.Call, "func", "args")
argument = _maker(cst.Arg, "value", "keyword", "star")
binary = _maker(cst.BinaryOperation, "left", "operator", "right")
boolean = _maker(cst.BooleanOperation, "left", "operator", "right")
unary = _maker(cst.UnaryOperation, "operator", "expression")
comparison = _maker(cst.Comparison, "left", "comparisons")
comparison_target = _maker(cst.ComparisonTarget, "operator", "comparator")
conditional = _maker(cst.IfExp, "test", "body", "orelse")
lambda_ = _maker(cst.Lambda, "params", "body")
named = _maker(cst.NamedExpr, "target", "value")
await_ = _maker(cst.Await, "expression")
yield_ = _maker(cst.Yield, "value")
from_ = _maker(cst.From, "item")
element = _maker(cst.Element, "value")
starred_element = _maker(cst.StarredElement, "value")
tuple_ = _maker(cst.Tuple, "elements")
list_ = _maker(cst.List, "elements")
set_ = _maker(cst.Set, "elements")
dict_ = _maker(cst.Dict, "elements")
dict_element = _maker(cst.DictElement, "key", "value")
starred_dict_element = _maker(cst.StarredDictElement, "value")
list_comp = _maker(cst.ListComp, "elt", "for_in")
set_comp = _maker(cst.SetComp, "elt", "for_in")
dict_comp = _maker(cst.DictComp, "key", "value", "for_in")
generator = _maker(cst.GeneratorExp, "elt", "for_in")
comp_for = _maker(cst.CompFor, "target", "iter", "ifs", "inner_for_in", "asynchronous")
comp_if = _maker(cst.CompIf, "test")
asynchronous = _maker(cst.Asynchronous)

# --- parameters and other parts

parameters = _maker(
    cst.Parameters, "params", "star_arg", "kwonly_params", "star_kwarg", "posonly_params", "posonly_ind"
)  # fmt: skip
parameter = _maker(cst.Param, "name", "annotation", "default", "star")
parameter_star = _maker(cst.ParamStar)
parameter_slash = _maker(cst.ParamSlash)
annotation = _maker(cst.Annotation, "annotation")
decorator = _maker(cst.Decorator, "decorator")
as_name = _maker(cst.AsName, "name")
import_alias = _maker(cst.ImportAlias, "name", "asname")
import_star = _maker(cst.ImportStar)
dot = _maker(cst.Dot)
name_item = _maker(cst.NameItem, "name")
with_item = _maker(cst.WithItem, "item", "asname")
assign_target = _maker(cst.AssignTarget, "target")
else_ = _maker(cst.Else, "body")
finally_ = _maker(cst.Finally, "body")
handler = _maker(cst.ExceptHandler, "body", "type", "name")
star_handler = _maker(cst.ExceptStarHandler, "body", "type", "name")
whitespace = _maker(cst.SimpleWhitespace, "value")

# --- statements

line = _maker(cst.SimpleStatementLine, "body")
suite = _maker(cst.SimpleStatementSuite, "body", "leading_whitespace")
block = _maker(cst.IndentedBlock, "body")
expression = _maker(cst.Expr, "value")
assign = _maker(cst.Assign, "targets", "value")
augmented = _maker(cst.AugAssign, "target", "operator", "value")
annotated = _maker(cst.AnnAssign, "target", "annotation", "value")
return_ = _maker(cst.Return, "value")
pass_ = _maker(cst.Pass)
break_ = _maker(cst.Break)
continue_ = _maker(cst.Continue)
raise_ = _maker(cst.Raise, "exc", "cause")
assert_ = _maker(cst.Assert, "test", "msg")
del_ = _maker(cst.Del, "target")
import_ = _maker(cst.Import, "names")
import_from = _maker(cst.ImportFrom, "module", "names", "relative")
global_ = _maker(cst.Global, "names")
nonlocal_ = _maker(cst.Nonlocal, "names")
if_ = _maker(cst.If, "test", "body", "orelse")
while_ = _maker(cst.While, "test", "body", "orelse")
for_ = _maker(cst.For, "target", "iter", "body", "orelse", "asynchronous")
with_ = _maker(cst.With, "items", "body", "asynchronous")
try_ = _maker(cst.Try, "body", "handlers", "orelse", "finalbody")
try_star = _maker(cst.TryStar, "body", "handlers", "orelse", "finalbody")
function = _maker(cst.FunctionDef, "name", "params", "body", "decorators", "returns", "asynchronous")
class_ = _maker(cst.ClassDef, "name", "body", "bases", "keywords", "decorators")

# --- operators, by their classes in ast

_BINARY = {
    ast.Add: "Add", ast.Sub: "Subtract", ast.Mult: "Multiply", ast.MatMult: "MatrixMultiply", ast.Div: "Divide",
    ast.FloorDiv: "FloorDivide", ast.Mod: "Modulo", ast.Pow: "Power", ast.LShift: "LeftShift",
    ast.RShift: "RightShift", ast.BitAnd: "BitAnd", ast.BitOr: "BitOr", ast.BitXor: "BitXor",
}  # fmt: skip
_OTHER = {
    ast.And: "And", ast.Or: "Or", ast.Not: "Not", ast.Invert: "BitInvert", ast.UAdd: "Plus", ast.USub: "Minus",
    ast.Eq: "Equal", ast.NotEq: "NotEqual", ast.Lt: "LessThan", ast.LtE: "LessThanEqual", ast.Gt: "GreaterThan",
    ast.GtE: "GreaterThanEqual", ast.Is: "Is", ast.IsNot: "IsNot", ast.In: "In", ast.NotIn: "NotIn",
}  # fmt: skip
OPERATORS: dict[type[ast.AST], Callable[[], Any]] = {
    kind: _maker(getattr(cst, name)) for kind, name in (*_BINARY.items(), *_OTHER.items())
}
IN_PLACE: dict[type[ast.AST], Callable[[], Any]] = {
    kind: _maker(getattr(cst, name + "Assign")) for kind, name in _BINARY.items()
}
