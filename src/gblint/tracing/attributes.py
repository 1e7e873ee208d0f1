"""Attributes: reading them off any kind of value, and setting them."""

from __future__ import annotations

import libcst as cst

from gblint.tracing import assignment, expressions, tensors
from gblint.tracing.frame import Frame
from gblint.tracing.joins import as_input, join_all, one_of
from gblint.tracing.values import (
    STR,
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
    Namespace,
    OneOf,
    Partial,
    Scalar,
    Sequence,
    Shape,
    Super,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    is_none,
    options,
)  # fmt: skip

# Kinds of Sequence that are modules: their methods and attributes are those of nn.Module.
MODULE_KINDS = ("Sequential", "ModuleList", "ModuleDict", "ParameterList")


def get(frame: Frame, base: Value, name: str, node: cst.CSTNode | None = None) -> Value:
    """``base.name``; ``node`` is where it stands, for what a property or ``__getattr__`` calls."""
    if type(base) is not OneOf:
        return _get_one(frame, base, name, node)
    found = [v for v in base.options if not is_none(v)]
    read = [_get_one(frame, option, name, node) for option in found]
    known = [v for v in read if not isinstance(v, Unknown)]
    if known and len(known) < len(read) and all(isinstance(v, (Function, Bound, Wrapped)) for v in known):
        return join_all(known)  # a method that some of the candidates do not have
    return join_all(read)


def _get_one(frame: Frame, base: Value, name: str, node: cst.CSTNode | None) -> Value:
    if isinstance(base, Tensor):
        return _of_tensor(frame, base, name)
    if isinstance(base, Instance):
        return frame.tracer.classes.attribute(frame, base, name, node)
    if isinstance(base, Namespace):
        return frame.tracer.member_value(base.module.name, name)
    if isinstance(base, External):
        return _of_external(frame, base, name)
    if isinstance(base, ExternalInstance):
        return _of_external_instance(frame, base, name)
    if isinstance(base, Class):
        return frame.tracer.classes.class_attribute(frame, base, name)
    if isinstance(base, Super):
        return frame.tracer.classes.super_attribute(frame, base, name, node)
    if isinstance(base, Shape):
        return Bound(External(f"torch.Size.{name}"), base)
    if isinstance(base, Sequence):
        if name in base.fields and base.items is not None:
            return base.items[base.fields.index(name)]
        home = f"torch.nn.{base.kind}" if base.kind in MODULE_KINDS else f"builtins.{base.kind}"
        return Bound(External(f"{home}.{name}"), base)
    if isinstance(base, Mapping):
        if base.kind == "Namespace" and base.get(Constant(name)) is not None:
            return base.get(Constant(name)) or UNKNOWN
        home = "torch.nn.ModuleDict" if base.kind == "ModuleDict" else "builtins.dict"
        return Bound(External(f"{home}.{name}"), base)
    if isinstance(base, (Constant, Scalar, DataScalar)):
        return _of_plain(base, name)
    if isinstance(base, (Function, Bound)) and name in ("__name__", "__qualname__", "__doc__", "__module__"):
        return STR
    if isinstance(base, Bound) and name == "__self__":
        return base.receiver
    if isinstance(base, Partial) and name == "func":
        return base.function
    if isinstance(base, Wrapped):
        if name in ("__wrapped__", "fn", "_orig_mod", "_torchdynamo_orig_callable"):
            return base.inner
        return get(frame, base.inner, name, node)
    return UNKNOWN


def _of_plain(base: Constant | Scalar | DataScalar, name: str) -> Value:
    if isinstance(base, Constant):
        if base.value is None:
            return UNKNOWN
        kind: str | None = type(base.value).__name__
    else:
        kind = base.type
    if kind is None:
        return UNKNOWN
    if kind in ("int", "float", "bool") and name in ("real", "imag"):
        return Scalar(kind)
    return Bound(External(f"builtins.{kind}.{name}"), base)


def _of_tensor(frame: Frame, base: Tensor, name: str) -> Value:
    home = "numpy.ndarray" if base.array else "torch.Tensor"
    known = frame.tracer.facts.returns(f"{home}.{name}")
    if known is not None and known.attribute is not None:
        return tensors.apply(frame, known.attribute, [base], {})
    if known is not None or frame.tracer.facts.knows(f"{home}.{name}"):
        return Bound(External(f"{home}.{name}"), base)
    return UNKNOWN


def _of_external(frame: Frame, base: External, name: str) -> Value:
    dotted = f"{base.name}.{name}"
    known = frame.tracer.facts.returns(dotted)
    if known is not None and known.attribute is not None:
        return tensors.apply(frame, known.attribute, [], {})
    return frame.tracer.external(dotted)


def _of_external_instance(frame: Frame, base: ExternalInstance, name: str) -> Value:
    known = frame.tracer.facts.returns(f"{base.name}.{name}")
    if known is None and base.name.startswith("torch.nn."):
        known = frame.tracer.facts.returns(f"torch.nn.Module.{name}")
        if known is not None and known.attribute is None:
            return Bound(External(f"torch.nn.Module.{name}"), base)
    if known is not None and known.attribute is not None:
        return as_input(tensors.apply(frame, known.attribute, [base], {}))
    return Bound(External(f"{base.name}.{name}"), base)


def set(frame: Frame, target: cst.Attribute, base: Value, value: Value) -> None:
    """``base.name = value``: objects of the project are rebound to what they have become."""
    name = target.attr.value
    path = expressions.path_of(target)
    if path is not None:
        frame.env.forget_paths(path)
        frame.env.pop(path, None)
    changed = False
    new: list[Value] = []
    for option in options(base):
        if isinstance(option, External) and option.name.startswith("torch._dynamo.config"):
            frame.tracer.regions.config_assigned(frame, name, value)
        if isinstance(option, Instance):
            setter = frame.tracer.classes.setter(option, name)
            if setter is None:
                option = option.with_attribute(name, value)
                changed = True
        new.append(option)
    if changed:
        assignment.rebind(frame, target.value, one_of(new))
    elif path is not None and isinstance(base, (Function, Wrapped)):
        frame.env.note(path, value)


def store(frame: Frame, node: cst.CSTNode, subject: Value, name: object, value: Value) -> None:
    """``setattr(subject, name, value)``, where ``node`` is the subject."""
    if isinstance(name, str) and isinstance(subject, Instance):
        assignment.rebind(frame, node, subject.with_attribute(name, value))
