"""What a condition tells of the values in it, on the side where it holds and on the side where it does not."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gblint.tracing import comparisons, expressions
from gblint.tracing.frame import Frame
from gblint.tracing.joins import one_of
from gblint.tracing.values import (
    NONE,
    TENSOR,
    UNKNOWN,
    Bound,
    Class,
    Constant,
    DataScalar,
    External,
    ExternalInstance,
    Function,
    Instance,
    Mapping,
    Partial,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    is_none,
    list_of,
    options,
)  # fmt: skip


def assume(frame: Frame, test: cst.CSTNode, outcome: bool) -> bool:
    """Narrows the frame's environment to where ``test`` came out as ``outcome``. False: it cannot."""
    if type(test) is cst.UnaryOperation and type(test.operator) is cst.Not:
        return assume(frame, test.expression, not outcome)
    if type(test) is cst.BooleanOperation:
        # Both sides are known only where an `and` holds or an `or` does not.
        if (type(test.operator) is cst.And) == outcome:
            return assume(frame, test.left, outcome) and assume(frame, test.right, outcome)
        return True
    known = comparisons.truth(frame.values[id(test)]) if id(test) in frame.values else None
    if known is not None and known != outcome:
        return False
    if type(test) is cst.Comparison:
        return _assume_comparison(frame, test, outcome)
    if type(test) is cst.Call:
        return _assume_call(frame, test, outcome)
    if type(test) is cst.NamedExpr:
        test = test.target
    return _keep(frame, test, comparisons.truthy_part if outcome else comparisons.falsy_part)


def _keep(frame: Frame, node: cst.CSTNode, part: Callable[[Value], Value | None]) -> bool:
    path = expressions.path_of(node)
    if path is None:
        return True
    value = frame.env[path] if path in frame.env else frame.values.get(id(node))
    if value is None or isinstance(value, Unknown):
        return True
    kept = part(value)
    if kept is None:
        return False
    if kept != value:
        frame.env.note(path, kept)
    return True


def _assume_comparison(frame: Frame, test: cst.Comparison, outcome: bool) -> bool:
    if len(test.comparisons) != 1:
        return True
    target = test.comparisons[0]
    operator, left, right = type(target.operator), test.left, target.comparator
    if operator not in _EQUALITY:
        return True
    if type(left) is cst.NamedExpr:
        left = left.target
    equal = outcome == _EQUALITY[operator]
    if type(right) is cst.Name and right.value == "None":
        return _keep(frame, left, _only_none if equal else comparisons.not_none)
    constant = frame.values.get(id(right))
    if isinstance(constant, Constant) and isinstance(constant.value, str):
        return _keep(frame, left, lambda v: _matching(v, constant) if equal else _without(v, constant))
    return True


_EQUALITY: dict[type[cst.CSTNode], bool] = {cst.Is: True, cst.Equal: True, cst.IsNot: False, cst.NotEqual: False}


def _only_none(value: Value) -> Value | None:
    possible = any(
        isinstance(v, (Unknown, External, Scalar)) or is_none(v) or (isinstance(v, Tensor) and v.weak)
        for v in options(value)
    )
    return NONE if possible else None


def _matching(value: Value, constant: Constant) -> Value | None:
    if any(v == constant or (isinstance(v, Scalar) and v.type in (None, "str")) for v in options(value)):
        return constant
    return value


def _without(value: Value, constant: Constant) -> Value | None:
    kept = [v for v in options(value) if v != constant]
    return one_of(kept) if kept else None


def _assume_call(frame: Frame, test: cst.Call, outcome: bool) -> bool:
    names = {t.name for t in frame.targets.get(id(test), ())}
    if not test.args:
        return True
    subject = test.args[0].value
    if type(subject) is cst.NamedExpr:
        subject = subject.target
    if "torch.is_tensor" in names:
        return _keep(frame, subject, lambda v: of_class(frame, v, [External("torch.Tensor")], outcome))
    if "builtins.isinstance" in names and len(test.args) == 2:
        classes = class_options(frame.value(test.args[1].value))
        return _keep(frame, subject, lambda v: of_class(frame, v, classes, outcome))
    if "builtins.callable" in names:
        return True
    return True


def class_options(value: Value) -> list[Value]:
    """The classes named by isinstance's second argument: one, a tuple, a union."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, Sequence):
            for item in option.items if option.items is not None else (option.element,):
                found.extend(class_options(item))
        else:
            found.append(option)
    return found


def of_class(frame: Frame, value: Value, classes: list[Value], outcome: bool) -> Value | None:
    """The alternatives that are (or are not) instances of the classes; None where there are none."""
    if any(isinstance(c, Unknown) for c in classes):
        return value
    kept: list[Value] = []
    for option in options(value):
        member = is_instance(frame, option, classes)
        if member is not None:
            if member == outcome:
                kept.append(option)
        elif not outcome:
            kept.append(option)
        else:
            kept.extend(_as_classes(option, classes))
    return one_of(kept) if kept else None


def _as_classes(value: Value, classes: list[Value]) -> list[Value]:
    """A value of unknown class, once isinstance has shown it to be of one of these."""
    made: list[Value] = []
    for cls in classes:
        if isinstance(value, Tensor) and _is_tensor_class(cls):
            made.append(Tensor(value.dtype, value.rank, value.computed, False, value.array))
        elif isinstance(value, (Unknown, Scalar)) or (isinstance(value, Tensor) and value.weak):
            made.append(instance_of(cls))
    return made or [value]


def instance_of(cls: Value) -> Value:
    """Some instance of a class."""
    if isinstance(cls, Class):
        return Instance(cls.itself)
    if isinstance(cls, External):
        name = cls.name
        if _is_tensor_class(cls):
            return TENSOR
        if name in ("numpy.ndarray",):
            return Tensor(array=True)
        short = name.rpartition(".")[2]
        if name.startswith("builtins."):
            if short in ("int", "float", "bool", "str", "complex", "bytes"):
                return Scalar(short)
            if short in ("list", "tuple", "set", "frozenset"):
                return list_of(UNKNOWN, short)
            if short == "dict":
                return Mapping((), UNKNOWN)
            return UNKNOWN
        if name.startswith(("collections.abc.", "typing.", "numbers.")):
            return Scalar(None) if name.startswith("numbers.") else UNKNOWN
        return ExternalInstance(name)
    return UNKNOWN


def _is_tensor_class(cls: Value) -> bool:
    return isinstance(cls, External) and cls.name in (
        "torch.Tensor",
        "torch.nn.Parameter",
        "torch.nn.parameter.Parameter",
    )


_PYTHON = {
    "int": ("int", "bool"),
    "float": ("float",),
    "bool": ("bool",),
    "str": ("str", "tensor string"),
    "complex": ("complex",),
    "bytes": ("bytes",),
}


def is_instance(frame: Frame, value: Value, classes: list[Value]) -> bool | None:
    """isinstance(value, classes) where it is decided, else None."""
    outcomes = [_is_one(frame, value, c) for c in classes]
    if any(o is True for o in outcomes):
        return True
    if all(o is False for o in outcomes):
        return False
    return None


def _is_one(frame: Frame, value: Value, cls: Value) -> bool | None:
    if isinstance(value, (Unknown, External)) or isinstance(cls, Unknown):
        return None
    if isinstance(value, Tensor):
        if value.weak:
            return None
        if _is_tensor_class(cls):
            return None if cls.name.endswith("Parameter") else not value.array  # type: ignore[union-attr]
        if isinstance(cls, External) and cls.name == "numpy.ndarray":
            return value.array
        return False if isinstance(cls, (External, Class)) and _is_plain_class(cls) else None
    if isinstance(cls, External):
        if isinstance(value, Instance):
            return value.of_class(frame.tracer.classes.derives_from, cls.name)
        return _is_external(value, cls.name)
    if isinstance(cls, Class):
        if isinstance(value, Instance):
            return value.of_class(frame.tracer.classes.is_subclass, cls.definition)
        return False if isinstance(value, (Constant, Scalar, DataScalar, Sequence, Mapping, Shape)) else None
    return None


def _is_plain_class(cls: External | Class) -> bool:
    return isinstance(cls, Class) or cls.name.startswith(("builtins.", "numbers.", "collections.", "typing."))


def _is_external(value: Value, name: str) -> bool | None:
    short = name.rpartition(".")[2]
    if isinstance(value, (Constant, Scalar, DataScalar)):
        if isinstance(value, Constant):
            kind: str | None = type(value.value).__name__
        else:
            kind = value.type
        if kind is None:
            return None if not name.startswith("torch.") else False
        if name.startswith("builtins.") and short in _PYTHON:
            return kind in _PYTHON[short]
        if name.startswith("numbers."):
            return kind in ("int", "float", "bool")
        if name.startswith(("builtins.", "torch.", "numpy.")):
            return False
        return None
    if isinstance(value, Sequence):
        if value.kind in ("ModuleList", "Sequential", "ParameterList", "ModuleDict"):
            return True if short in (value.kind, "Module") else False if name.startswith("builtins.") else None
        if name.startswith("builtins."):
            return value.kind == short
        if short in ("Sequence", "Iterable", "Collection"):
            return True if value.kind in ("list", "tuple") else None
        return False if name.startswith("torch.") else None
    if isinstance(value, Shape):
        return short in ("tuple", "Size", "Sequence", "Iterable")
    if isinstance(value, Mapping):
        if short in ("dict", "Mapping", "MutableMapping"):
            return True
        return False if name.startswith(("builtins.", "torch.")) else None
    if isinstance(value, (Function, Bound, Partial, Wrapped)):
        return False if name.startswith("builtins.") or _is_tensor_class(External(name)) else None
    if isinstance(value, ExternalInstance):
        if value.name == name:
            return True
        return False if _is_tensor_class(External(name)) or name.startswith("builtins.") else None
    return None
