"""Annotations: what a declared type says of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.outline import Assignment
from gblint.tracing.joins import exact, one_of
from gblint.tracing.values import (
    NONE,
    UNKNOWN,
    Class,
    External,
    ExternalInstance,
    Instance,
    Mapping,
    Scalar,
    Shape,
    Tensor,
    Value,
    list_of,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.source.outline import ModuleOutline
    from gblint.tracing.tracer import Tracer

_TENSORS: dict[str, Tensor] = {
    "torch.Tensor": Tensor(),
    "torch.FloatTensor": Tensor("float"),
    "torch.HalfTensor": Tensor("float"),
    "torch.DoubleTensor": Tensor("float"),
    "torch.BFloat16Tensor": Tensor("float"),
    "torch.LongTensor": Tensor("int"),
    "torch.IntTensor": Tensor("int"),
    "torch.ShortTensor": Tensor("int"),
    "torch.ByteTensor": Tensor("int"),
    "torch.CharTensor": Tensor("int"),
    "torch.BoolTensor": Tensor("bool"),
    "torch.nn.Parameter": Tensor("float", computed=False),
    "torch.nn.parameter.Parameter": Tensor("float", computed=False),
    "numpy.ndarray": Tensor(array=True),
    "numpy.typing.NDArray": Tensor(array=True),
}
for _name in [n for n in _TENSORS if n.startswith("torch.") and n.endswith("Tensor")]:
    _TENSORS[_name.replace("torch.", "torch.cuda.")] = _TENSORS[_name]
_JAXTYPING = {
    "Float": "float",
    "Int": "int",
    "Bool": "bool",
    "Num": None,
    "Shaped": None,
    "Integer": "int",
    "Float32": "float",
}
_PLAIN = {"int", "float", "bool", "str", "bytes", "complex"}
_SEQUENCES = {
    "list": "list", "tuple": "tuple", "set": "set", "frozenset": "set", "List": "list", "Tuple": "tuple", "Set": "set",
    "Sequence": "list", "Iterable": "list", "Collection": "list", "MutableSequence": "list", "Iterator": "iterator",
    "Generator": "iterator",
}  # fmt: skip
_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict", "defaultdict"}


def value_of(tracer: Tracer, module: ModuleOutline, node: cst.CSTNode, depth: int = 0) -> Value:
    """The value that an annotation declares; Unknown where it says nothing that matters. ``Tracer.declared`` keeps the
    answers."""
    if depth > 6:
        return UNKNOWN
    if type(node) is cst.Subscript:
        return _generic(tracer, module, node, depth)
    if type(node) is cst.SimpleString or type(node) is cst.ConcatenatedString:
        text = node.evaluated_value
        if not isinstance(text, str) or len(text) > 500:
            return UNKNOWN
        try:
            return value_of(tracer, module, cst.parse_expression(text.strip()), depth + 1)
        except (cst.ParserSyntaxError, RecursionError):
            return UNKNOWN
    if type(node) is cst.Name and node.value == "None":
        return NONE
    if type(node) is cst.BinaryOperation and type(node.operator) is cst.BitOr:
        sides = (value_of(tracer, module, side, depth + 1) for side in (node.left, node.right))
        return _union(sides)
    if type(node) is cst.Name or type(node) is cst.Attribute:
        value = named(tracer, tracer.dotted_value(module, node))
        if value == UNKNOWN and type(node) is cst.Name:
            return _alias(tracer, module, node.value, depth)
        return value
    return UNKNOWN


def _alias(tracer: Tracer, module: ModuleOutline, name: str, depth: int) -> Value:
    """What a name stands for that is bound to a type: ``OptTensor = Optional[Tensor]``, here or where it is from."""
    for target in tracer.project.lookup(module, name):
        parsed = target.statement if isinstance(target, Assignment) else None
        statement = parsed[0].body[0] if parsed is not None and isinstance(parsed[0], cst.SimpleStatementLine) else None
        if isinstance(target, Assignment) and isinstance(statement, (cst.Assign, cst.AnnAssign)) and statement.value:
            if isinstance(statement.value, (cst.Subscript, cst.BinaryOperation, cst.Name)):
                return value_of(tracer, target.module, statement.value, depth + 1)
    return UNKNOWN


def _union(values: object) -> Value:
    return one_of(values)  # type: ignore[arg-type]


def named(tracer: Tracer, value: Value) -> Value:
    """An instance of the class that an annotation names."""
    if isinstance(value, Class):
        return Instance(value) if not tracer.classes.is_abstract_type(value.definition) else UNKNOWN
    if not isinstance(value, External):
        return UNKNOWN
    name = tracer.facts.canonical(value.name)
    if name in _TENSORS:
        return _TENSORS[name]
    home, _, short = name.rpartition(".")
    if home == "builtins" and short in _PLAIN:
        return Scalar(short)
    if short in _SEQUENCES and _is_typing(home):
        return list_of(UNKNOWN, _SEQUENCES[short])
    if short in _MAPPINGS and _is_typing(home):
        return Mapping((), UNKNOWN)
    if name == "torch.Size":
        return Shape()
    if home.startswith("jaxtyping"):
        return UNKNOWN
    if home == "numpy" and short[:3] in ("flo", "int", "uin"):
        return Scalar(None)
    if name in ("torch.dtype", "torch.device", "torch.Generator", "logging.Logger"):
        return ExternalInstance(name)
    if name.startswith("torch.nn.") and short[:1].isupper() and short not in ("Module", "ModuleList"):
        return ExternalInstance(name)
    if name.startswith(("torch.optim.", "torch.utils.data.", "torch.distributions.")) and short[:1].isupper():
        return ExternalInstance(name)
    return UNKNOWN


def _is_typing(home: str) -> bool:
    return home in ("builtins", "typing", "collections", "collections.abc", "typing_extensions")


def _generic(tracer: Tracer, module: ModuleOutline, node: cst.Subscript, depth: int) -> Value:
    base = tracer.dotted_value(module, node.value)
    if not isinstance(base, External):
        return named(tracer, base)
    home, _, short = base.name.rpartition(".")
    parts = [e.slice.value for e in node.slice if isinstance(e.slice, cst.Index)]

    def part(i: int) -> Value:
        return value_of(tracer, module, parts[i], depth + 1) if i < len(parts) else UNKNOWN

    if home.startswith("jaxtyping"):
        inner = part(0)
        if isinstance(inner, Tensor):
            return Tensor(_JAXTYPING.get(short), array=inner.array)
        return inner
    if not _is_typing(home):
        return named(tracer, base)
    if short == "Optional":
        return one_of([part(0), NONE])
    if short == "Union":
        return one_of(part(i) for i in range(len(parts)))
    if short in ("Annotated", "Final", "ClassVar", "Required", "NotRequired"):
        return part(0)
    if short in ("tuple", "Tuple"):
        if len(parts) == 2 and isinstance(parts[1], cst.Ellipsis):
            return list_of(part(0), "tuple")
        return exact("tuple", (part(i) for i in range(len(parts))))
    if short in _SEQUENCES:
        return list_of(part(0), _SEQUENCES[short])
    if short in _MAPPINGS:
        return Mapping((), part(1))
    if short == "Literal":
        return Scalar("str") if all(isinstance(p, cst.SimpleString) for p in parts) else Scalar(None)
    return UNKNOWN
