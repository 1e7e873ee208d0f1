"""What operations on tensors yield: dtype class, number of dimensions, origin."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as SequenceOf
from dataclasses import replace
from typing import TYPE_CHECKING

from gblint.dynamo.specs import Returns, Spec
from gblint.tracing.joins import element_of, exact, join_all, one_of, with_item
from gblint.tracing.values import (
    FALSE,
    INT,
    NONE,
    STR,
    TRUE,
    UNKNOWN,
    Arguments,
    Constant,
    DataScalar,
    External,
    ExternalInstance,
    Mapping,
    OneOf,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    list_of,
    options,
    some_tensor,
)  # fmt: skip

if TYPE_CHECKING:
    import libcst as cst

    from gblint.tracing.frame import Frame

_DTYPE_NAMES = {
    "float": ("float16", "float32", "float64", "half", "float", "double", "bfloat16", "float8_e4m3fn", "float8_e5m2"),
    "int": ("int8", "int16", "int32", "int64", "uint8", "short", "int", "long", "uint16", "uint32", "uint64"),
    "bool": ("bool", "bool_"),
}
_DTYPE_OF = {name: kind for kind, names in _DTYPE_NAMES.items() for name in names}


def dtype_of(value: Value | None) -> str | None:
    """The dtype class that ``torch.float32``, ``"float32"`` or ``int`` stands for, None where it is not known."""
    if isinstance(value, External):
        return _DTYPE_OF.get(value.name.rpartition(".")[2])
    if isinstance(value, Constant) and isinstance(value.value, str):
        return _DTYPE_OF.get(value.value)
    return None


def is_dtype(value: Value) -> bool:
    return isinstance(value, External) and value.name.startswith(("torch.", "numpy.")) and dtype_of(value) is not None


# --- operators

_INT_RESULT = {"FloorDivide", "Modulo", "Add", "Subtract", "Multiply", "LeftShift", "RightShift"}


def binary(frame: Frame, node: cst.CSTNode, operator: str, left: Value, right: Value) -> Value:
    """The value of ``left operator right``, by LibCST's name of the operator (without a trailing ``Assign``)."""
    if type(left) is not OneOf and type(right) is not OneOf:
        return _binary_one(frame, node, operator, left, right)
    return join_all([_binary_one(frame, node, operator, a, b) for a in options(left) for b in options(right)])


def _binary_one(frame: Frame, node: cst.CSTNode, operator: str, left: Value, right: Value) -> Value:
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        if operator == "Multiply" and isinstance(left, Sequence):
            return left
        other = right if isinstance(left, Tensor) else left
        if isinstance(other, Constant) and isinstance(other.value, str):
            return STR
        if isinstance(other, (Sequence, Mapping)) and not (isinstance(left, Tensor) and left.array):
            return UNKNOWN
        return _combined(operator, left, right)
    if isinstance(left, Sequence) and operator == "Add" and isinstance(right, (Sequence, Shape)):
        return _concatenated(left, right)
    if isinstance(left, Shape) and isinstance(right, (Sequence, Shape)):
        return list_of(INT, "tuple")
    if isinstance(left, Sequence) and operator == "Multiply":
        count = right.value if isinstance(right, Constant) and isinstance(right.value, int) else None
        if left.items is not None and count is not None and 0 <= count * len(left.items) <= 16:
            return exact(left.kind, left.items * count)
        return list_of(element_of(left), left.kind)
    if isinstance(right, Sequence) and operator == "Multiply":
        return _binary_one(frame, node, operator, right, left)
    if isinstance(left, Mapping) and isinstance(right, Mapping) and operator == "BitOr":
        merged = left
        for key, value in right.items:
            merged = with_item(merged, key, value)
        return merged if right.rest is None else merged.with_rest(right.rest)
    if isinstance(left, DataScalar) or isinstance(right, DataScalar):
        return DataScalar(_number(operator, left, right))
    if isinstance(left, Constant) and isinstance(right, Constant):
        folded = _fold(operator, left, right)
        if folded is not None:
            return folded
    if isinstance(left, (Constant, Scalar)) and isinstance(right, (Constant, Scalar)):
        settled = {"BitOr": TRUE, "BitAnd": FALSE}.get(operator)
        if settled is not None and settled in (left, right) and {_plain_type(left), _plain_type(right)} == {"bool"}:
            return settled
        kinds = {_plain_type(left), _plain_type(right)}
        if "tensor string" in kinds:
            return Scalar("tensor string")
        if "str" in kinds:
            return STR
        return Scalar(_number(operator, left, right))
    return UNKNOWN


def _fold(operator: str, left: Constant, right: Constant) -> Value | None:
    a, b = left.value, right.value
    if not isinstance(a, (int, float, str)) or not isinstance(b, (int, float, str)):
        return None
    try:
        if operator == "Add":
            return Constant(a + b)  # type: ignore[operator]
        if isinstance(a, str) or isinstance(b, str):
            return STR
        if operator == "Subtract":
            return Constant(a - b)
        if operator == "Multiply":
            return Constant(a * b) if abs(a) < 1e9 and abs(b) < 1e9 else None
        if operator == "Divide":
            return Constant(a / b)
        if operator == "FloorDivide":
            return Constant(a // b)
        if operator == "Modulo":
            return Constant(a % b)
    except (ArithmeticError, TypeError):
        return None
    return None


def _plain_type(value: Value) -> str | None:
    if isinstance(value, Constant):
        return type(value.value).__name__
    return value.type if isinstance(value, (Scalar, DataScalar)) else None


def _number(operator: str, left: Value, right: Value) -> str | None:
    kinds = {_plain_type(left), _plain_type(right)}
    if operator == "Divide":
        return "float"
    if "float" in kinds:
        return "float"
    if kinds <= {"int", "bool"}:
        return "int" if operator in _INT_RESULT else ("bool" if kinds == {"bool"} else "int")
    return None


def _concatenated(left: Sequence, right: Value) -> Value:
    if isinstance(right, Shape):
        return list_of(join_all([element_of(left), INT]), left.kind)
    assert isinstance(right, Sequence)
    if left.items is not None and right.items is not None:
        return exact(left.kind, left.items + right.items)
    if left.items and left.kind == "tuple" and len(options(element_of(left))) > 1:
        # A record with a tail of unknown length: its own positions keep their kinds.
        return one_of([left, exact(left.kind, (*left.items, right.element))])
    parts = [element_of(s) for s in (left, right) if s.items != ()]
    return list_of(join_all(parts), left.kind)


def _combined(operator: str, left: Value, right: Value) -> Value:
    sides = [v for v in (left, right) if isinstance(v, Tensor)]
    if all(t.drawn for t in sides):
        return Scalar(promoted((left, right)))  # breaks, and goes on with a plain number
    dtype = promoted((left, right))
    if operator == "Divide" and dtype in ("int", "bool"):
        dtype = "float"
    elif dtype == "bool" and operator not in ("BitAnd", "BitOr", "BitXor"):
        dtype = "int" if operator != "Divide" else "float"
    rank = broadcast((left, right))
    if operator == "MatrixMultiply":
        rank = None
    weak = all(t.weak for t in sides)
    return Tensor(dtype, rank, weak=weak, array=all(t.array for t in sides))


def promoted(values: Iterable[Value]) -> str | None:
    """The dtype class of an operation on these: tensors decide, plain numbers only lift their class."""
    order = {"bool": 0, "int": 1, "float": 2}
    result: str | None = None
    unknown = False
    for value in values:
        for option in options(value):
            if isinstance(option, Tensor):
                kind = option.dtype
            elif isinstance(option, (Constant, Scalar, DataScalar)):
                kind = _plain_type(option)
                if kind not in order:
                    continue
            elif isinstance(option, Unknown):
                kind = None
            else:
                continue
            if kind is None:
                unknown = True
            elif result is None or order[kind] > order[result]:
                result = kind
    if unknown and result != "float":
        return None
    return result


def broadcast(values: Iterable[Value]) -> int | None:
    """The number of dimensions after broadcasting; plain numbers have none."""
    rank: int | None = 0
    for value in values:
        for option in options(value):
            if isinstance(option, Tensor):
                if option.rank is None:
                    rank = None if rank is None or rank == 0 else -1
                    if rank is None:
                        # Still at least one dimension if another side surely has one.
                        continue
                elif rank is None:
                    rank = -1 if option.rank != 0 else None
                elif option.rank == -1 or rank == -1:
                    rank = -1
                else:
                    rank = max(rank, option.rank)
            elif isinstance(option, (Unknown, Sequence)):
                rank = None if rank in (0, None) else -1
    return rank


def index_by_int(tensor: Tensor) -> Tensor:
    """``t[0]``, or one step of iterating over t."""
    rank = tensor.rank - 1 if tensor.rank is not None and tensor.rank > 0 else None
    return replace(tensor, rank=rank, computed=True)


# --- calls, by the harvested signatures


def bind(returns: Returns, arguments: Arguments, receiver: Value | None) -> dict[str, Value]:
    """Arguments by parameter name, as far as the harvested parameter list tells; a variadic one holds a tuple."""
    positional = ([receiver] if receiver is not None else []) + list(arguments.args)
    bound: dict[str, Value] = {}
    for i, name in enumerate(returns.params):
        if i >= len(positional):
            break
        if name.startswith("*"):
            rest = positional[i:]
            lone = rest[0]
            bound[name[1:]] = lone if len(rest) == 1 else exact("tuple", rest)
            break
        bound[name] = positional[i]
    bound.update(arguments.keywords)
    return bound


def result(frame: Frame, returns: Returns, arguments: Arguments, receiver: Value | None) -> Value:
    """The value that a callable with known signature gives for these arguments."""
    bound = bind(returns, arguments, receiver)
    inputs = ([receiver] if receiver is not None else []) + list(arguments.values)
    for case in returns.cases:
        if all(_holds(bound.get(name), condition) for name, condition in case.when):
            return _overridden(apply(frame, case.spec, inputs, bound), bound)
    return UNKNOWN


def _holds(value: Value | None, condition: str | bool) -> bool:
    if condition == "given":
        return value is not None and value != NONE
    if condition == "absent":
        return value is None or value == NONE
    if isinstance(condition, bool):
        return value == Constant(condition)
    if value is None:
        return False
    if isinstance(value, Sequence) and value.kind == "tuple" and value.items:
        value = value.items[0]
    if condition == "tensor":
        return some_tensor(value) is not None
    if condition == "int":
        return (
            isinstance(value, (Constant, Scalar, DataScalar))
            and _plain_type(value) in ("int", "bool", None)
            and value != NONE
        )
    return False


def _overridden(value: Value, bound: dict[str, Value]) -> Value:
    """A tensor result as ``dtype=`` and ``out=`` make it."""
    if not isinstance(value, Tensor):
        return value
    given = bound.get("dtype")
    if given is not None and given != NONE:
        return replace(value, dtype=dtype_of(given))
    return value


def apply(frame: Frame, spec: Spec, inputs: SequenceOf[Value], bound: dict[str, Value]) -> Value:
    """The value that a specification of a result stands for, given the inputs."""
    if spec.optional:
        return one_of([apply(frame, replace(spec, optional=False), inputs, bound), NONE])
    kind = spec.kind
    if kind in ("tensor", "array", "sparse"):
        return _tensor(spec, inputs, bound)
    if kind in ("int", "float", "bool", "str", "complex", "bytes"):
        return Scalar(kind)
    if kind == "datascalar":
        if frame.options.compiled and frame.options.scalars_captured and not guardable(inputs[0] if inputs else None):
            return DataScalar(_scalar_type(spec, inputs))
        return Scalar(_scalar_type(spec, inputs))
    if kind == "none":
        return NONE
    if kind == "shape":
        return Shape()
    if kind in ("dtype", "device"):
        return ExternalInstance(f"torch.{kind}")
    if kind in ("self", "same"):
        return inputs[0] if inputs else UNKNOWN
    if kind == "cls" and spec.name:
        return ExternalInstance(spec.name)
    if kind in ("tuple", "list"):
        if spec.open_ended:
            return list_of(join_all(apply(frame, s, inputs, bound) for s in spec.items), kind)
        return replace(exact(kind, (apply(frame, s, inputs, bound) for s in spec.items)), fields=spec.fields)
    return UNKNOWN


def guardable(value: Value | None) -> bool:
    """Whether a captured read of this tensor can be guarded on: a single integer that comes from outside."""
    return value is not None and all(
        isinstance(v, Tensor) and v.dtype == "int" and v.rank == 0 and not v.computed for v in options(value)
    )


def _scalar_type(spec: Spec, inputs: SequenceOf[Value]) -> str | None:
    if spec.dtype in ("int", "float", "bool"):
        return spec.dtype
    first = some_tensor(inputs[0]) if inputs else None
    return first.dtype if first is not None else None


def _first(inputs: SequenceOf[Value]) -> Tensor | None:
    for value in inputs:
        for option in options(value):
            if isinstance(option, Tensor):
                return option
            if isinstance(option, Sequence):
                inner = some_tensor(element_of(option))
                if inner is not None:
                    return inner
    return None


def _tensor(spec: Spec, inputs: SequenceOf[Value], bound: dict[str, Value]) -> Value:
    first = _first(inputs)
    if first is None and spec.dtype in ("promote", "div") and all(isinstance(v, (Constant, Scalar)) for v in inputs):
        return Scalar(promoted(inputs))  # torch.div(7, 2): a tensor of a known number, as good as the number
    dtype, rank = _dtype(spec, first, inputs, bound), _rank(spec, first, inputs, bound)
    return Tensor(dtype, rank, array=spec.kind == "array", sparse=spec.kind == "sparse")


def _dtype(spec: Spec, first: Tensor | None, inputs: SequenceOf[Value], bound: dict[str, Value]) -> str | None:
    token = spec.dtype
    if token in ("bool", "int", "float"):
        return token
    base = first.dtype if first is not None else None
    if token == "same":
        return base
    if token == "promote":
        # Tensors alone decide; a float hyperparameter still lifts integers.
        flat: list[Value] = []
        for value in inputs:
            flat.append(element_of(value) if isinstance(value, Sequence) else value)
        return promoted([v for v in flat if not isinstance(v, Unknown)])
    if token == "intsum":
        return "int" if base in ("int", "bool") else base
    if token == "div":
        return "float" if base in ("int", "bool") else base
    if token == "arg":
        return "float" if bound.get("dtype") in (None, NONE) else dtype_of(bound["dtype"])
    if token == "to":
        return _dtype_given(base, inputs[1:], bound)
    if token in ("numeric", "data", "fill"):
        return _dtype_of_data(bound.get("fill_value") if token == "fill" else None, inputs)
    return None


def _dtype_given(base: str | None, rest: SequenceOf[Value], bound: dict[str, Value]) -> str | None:
    """The dtype class after ``.to(...)``, ``.astype(...)``: that of a dtype or tensor among the arguments."""
    for value in (*rest, *([bound["dtype"]] if "dtype" in bound else [])):
        if dtype_of(value) is not None:
            return dtype_of(value)
        if isinstance(value, ExternalInstance) and value.name == "torch.dtype":
            return None if base == "bool" else base  # x.to(y.dtype): most often between floats
        tensor = some_tensor(value)
        if tensor is not None:
            return tensor.dtype
        if isinstance(value, Unknown):
            return base
    return base


def _dtype_of_data(value: Value | None, inputs: SequenceOf[Value]) -> str | None:
    kinds = [_data_kind(v) for v in ([value] if value is not None else inputs)]
    if "float" in kinds:
        return "float"
    if not kinds or None in kinds:
        return None
    return "int" if "int" in kinds else "bool"


def _data_kind(value: Value) -> str | None:
    if isinstance(value, Tensor):
        return value.dtype
    if isinstance(value, Sequence):
        return _data_kind(element_of(value))
    kind = _plain_type(value)
    return kind if kind in ("int", "float", "bool") else None


def _rank(spec: Spec, first: Tensor | None, inputs: SequenceOf[Value], bound: dict[str, Value]) -> int | None:
    token = spec.rank
    if spec.dtype == "data" and token is None:
        return _rank_of_data(inputs[0]) if inputs else None
    if isinstance(token, int):
        return token
    base = first.rank if first is not None else None
    if token == "same":
        return base
    if token == "reduce":
        dim = bound.get("dim", bound.get("axis"))
        if dim is None or dim == NONE:
            return 0
        if bound.get("keepdim") == Constant(True) or bound.get("keepdims") == Constant(True):
            return base if base is not None else -1
        if base is not None and base > 0 and _plain_type(dim) == "int":
            return base - 1
        return None
    if token == "broadcast":
        flat = [element_of(v) if isinstance(v, Sequence) and v.items != () else v for v in inputs]
        known = [v for v in flat if some_tensor(v) is not None]
        return broadcast(known) if known and not any(isinstance(v, Unknown) for v in flat) else None
    if token == "more":
        return -1
    if token == "size":
        return _rank_of_size(bound.get("size", bound.get("shape")))
    return None


def _rank_of_data(data: Value) -> int | None:
    """The dimensions of torch.tensor(data): how deeply its lists are nested."""
    if isinstance(data, (Constant, Scalar, DataScalar)):
        return 0
    if isinstance(data, Tensor):
        return data.rank
    if isinstance(data, Sequence):
        inner = _rank_of_data(element_of(data)) if data.items != () else 0
        return None if inner is None or inner < 0 else inner + 1
    return None


def _rank_of_size(size: Value | None) -> int | None:
    if isinstance(size, Sequence):
        return len(size.items) if size.items is not None else None
    if isinstance(size, (Constant, Scalar, DataScalar)) and size != NONE:
        return 1
    return None
