"""Python's builtins and the standard library: callables whose meaning the tracer has to know."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gblint.tracing import attributes, expressions, narrowing, tensors
from gblint.tracing.frame import Frame
from gblint.tracing.handlers import HANDLERS, Handler, gives, handles
from gblint.tracing.joins import join, join_all
from gblint.tracing.values import (
    BOOL,
    FALSE,
    INT,
    NONE,
    STR,
    TRUE,
    UNKNOWN,
    Arguments,
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
    Super,
    Tensor,
    Value,
    Wrapped,
    options,
    strong_tensor,
    type_of_constant,
)  # fmt: skip

# --- numbers

for _name, _drawn in (("uniform", "float"), ("randint", "int"), ("randrange", "int")):
    gives(Tensor(_drawn, 0, drawn=True), f"random.{_name}", f"random.Random.{_name}")
gives(Tensor("float", 0, drawn=True), "random.Random.random")
gives(Scalar("data pointer"), "torch.Tensor.data_ptr")
gives(Scalar("float"), "random.random")


def _number(kind: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        value = arguments.get(0)
        if isinstance(value, Constant) and kind == "bool":
            return TRUE if value.value else FALSE
        if isinstance(value, Constant) and isinstance(value.value, (int, float)) and abs(value.value) < 1e15:
            return Constant(int(value.value) if kind == "int" else float(value.value))
        read = any(isinstance(v, Tensor) for v in options(value)) if value is not None else False
        captured = frame.options.compiled and frame.options.scalars_captured and not tensors.guardable(value)
        if value is not None and any(isinstance(v, DataScalar) for v in options(value)):
            return DataScalar(kind)
        return DataScalar(kind) if read and captured else Scalar(kind)

    return handle


for _kind in ("int", "float", "bool"):
    HANDLERS[f"builtins.{_kind}"] = _number(_kind)


@handles("builtins.str", "builtins.repr", "builtins.format")
def _str(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0)
    return value if isinstance(value, Constant) and isinstance(value.value, str) else STR


@handles("builtins.open", "io.open")
def _open(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return ExternalInstance("io.TextIOWrapper")


@handles("builtins.str.format")
def _format(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    lazy = any(strong_tensor(v) is not None for v in arguments.values)
    return Scalar("tensor string") if lazy else STR


@handles("builtins.abs", "builtins.round", "math.floor", "math.ceil", "math.trunc", "operator.neg")
def _rounded(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Constant) and isinstance(value.value, (int, float)):
        return type_of_constant(value)
    if isinstance(value, Tensor):
        return replace(value, computed=True)
    return value if isinstance(value, (Scalar, DataScalar)) else UNKNOWN


@handles("builtins.max", "builtins.min")
def _extreme(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 1:
        return expressions.iterate(frame, arguments.args[0])
    values = [type_of_constant(v) if isinstance(v, Constant) else v for v in arguments.args]
    if any(isinstance(v, Tensor) for v in values):
        kinds = tensors.promoted(values)
        return Tensor(kinds, tensors.broadcast(values), weak=all(v.weak for v in values if isinstance(v, Tensor)))
    if any(isinstance(v, DataScalar) for v in values):
        return DataScalar(None)
    return join_all(values)


@handles("builtins.sum")
def _sum(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    element = expressions.iterate(frame, value)
    if isinstance(element, Tensor):
        return replace(element, dtype="int" if element.dtype == "bool" else element.dtype, computed=True)
    if isinstance(element, Constant):
        return type_of_constant(element)
    return element


@handles("builtins.any", "builtins.all")
def _any(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return BOOL


@handles("builtins.pow", "math.pow")
def _pow(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2 or node is None:
        return UNKNOWN
    return tensors.binary(frame, node, "Power", arguments.args[0], arguments.args[1])


# --- objects


@handles("builtins.isinstance")
def _isinstance(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) != 2:
        return BOOL
    classes = narrowing.class_options(arguments.args[1])
    outcomes = {narrowing.is_instance(frame, v, classes) for v in options(arguments.args[0])}
    known = outcomes.pop() if len(outcomes) == 1 else None
    return BOOL if known is None else (TRUE if known else FALSE)


@handles("torch.is_tensor")
def _is_tensor(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    return _isinstance(frame, node, None, Arguments((value, External("torch.Tensor"))))


@handles("builtins.hasattr")
def _hasattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 2 and isinstance(arguments.args[1], Constant):
        subject, name = arguments.args[0], arguments.args[1].value
        if isinstance(subject, Tensor) and not subject.weak and isinstance(name, str):
            known = frame.tracer.facts.returns(f"torch.Tensor.{name}") is not None
            return TRUE if known else BOOL
        if isinstance(subject, External) and frame.tracer.facts.exists(f"{subject.name}.{name}"):
            return TRUE
        if isinstance(subject, Instance) and subject.of_class(frame.tracer.classes.home, str(name)):
            return TRUE
    return BOOL


@handles("builtins.callable")
def _callable(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, (Function, Bound, Partial, Class, Wrapped)):
        return TRUE
    if isinstance(value, (Constant, Scalar, Tensor, Sequence, Mapping, Shape)):
        return FALSE
    return BOOL


@handles("builtins.len")
def _len(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0) or UNKNOWN
    if isinstance(value, Sequence) and value.items is not None:
        return Constant(len(value.items))
    if isinstance(value, Mapping) and value.rest is None:
        return Constant(len(value.items))
    if isinstance(value, Constant) and isinstance(value.value, str):
        return Constant(len(value.value))
    return INT


@handles("builtins.getattr")
def _getattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) < 2:
        return UNKNOWN
    subject = arguments.args[0]
    default = arguments.args[2] if len(arguments.args) > 2 else None
    names = [v.value for v in options(arguments.args[1]) if isinstance(v, Constant) and isinstance(v.value, str)]
    if not names or len(names) != len(options(arguments.args[1])):
        return UNKNOWN
    value = join_all(attributes.get(frame, subject, name, node) for name in names)
    if default is None or (isinstance(value, External) and frame.tracer.facts.exists(value.name)):
        return value
    return join(value, default)


@handles("builtins.setattr")
def _setattr(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 3 and isinstance(node, cst.Call) and isinstance(arguments.args[1], Constant):
        attributes.store(frame, node.args[0].value, arguments.args[0], arguments.args[1].value, arguments.args[2])
    return NONE


@handles("builtins.super")
def _super(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if len(arguments.args) == 2 and isinstance(arguments.args[0], Class):
        return Super(arguments.args[0].itself, arguments.args[1])
    if frame.owner is None or frame.receiver is None:
        return UNKNOWN
    return Super(frame.owner, frame.env.get(frame.receiver, frame.cells.get(frame.receiver, UNKNOWN)))


@handles("builtins.type")
def _type(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0)
    if isinstance(value, Instance) and len(arguments.args) == 1:
        return value.type
    return UNKNOWN


@handles("typing.cast", "typing_extensions.cast")
def _cast(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return arguments.get(1, "val") or UNKNOWN


@handles("copy.copy", "copy.deepcopy", "dataclasses.replace", "typing.NewType", "warnings.catch_warnings")
def _same(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return arguments.get(0) or UNKNOWN
