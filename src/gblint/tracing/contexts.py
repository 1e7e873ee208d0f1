"""With statements: what entering a context manager gives, and what holds inside."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gblint.tracing import attributes, calls
from gblint.tracing.frame import Frame, Target
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    UNKNOWN,
    Arguments,
    Constant,
    External,
    ExternalInstance,
    Instance,
    Sequence,
    Unknown,
    Value,
    Wrapped,
    options,
)  # fmt: skip

CONFIG_PATCH = "torch._dynamo.config.patch"
_SWALLOWING = frozenset(("contextlib.suppress",))


def show(frame: Frame, item: cst.WithItem, manager: Value) -> None:
    """Lets the rules see what is entered: a Target of kind "enter" on the with item."""
    if not frame.options.compiled:
        return
    seen = [
        Target(option.name, Arguments(), option, "enter")
        for option in options(manager)
        if isinstance(option, ExternalInstance)
    ]
    if seen:
        frame.targets[id(item)] = seen
    frame.tracer.visitors.show(frame, item)


def enter(frame: Frame, node: cst.CSTNode, manager: Value) -> Value:
    """What ``with manager as name`` binds; options that the manager sets hold in the frame from here on."""
    if isinstance(manager, Instance):
        method = attributes.get(frame, manager, "__enter__")
        if not isinstance(method, Unknown):
            entered = calls.call(frame, node, method, Arguments())
            leave = attributes.get(frame, manager, "__exit__")
            none = Constant(None)
            calls.call(frame, node, leave, Arguments((none, none, none)))
            return entered
        return manager
    if isinstance(manager, Wrapped) and manager.kind == "entered":
        return manager.inner
    if isinstance(manager, Wrapped) and manager.kind == "config":
        frame.options = replace(
            frame.options.with_config(dict(manager.detail)),
            patched=frame.options.patched | frozenset(name for name, _ in manager.detail),
        )
        return UNKNOWN
    if isinstance(manager, Sequence):
        return element_of(manager)
    if isinstance(manager, ExternalInstance) and not manager.name.startswith("io."):
        return manager
    return UNKNOWN


def swallows(manager: Value) -> bool:
    """Whether an exception in the body may end at the with statement."""
    return any(isinstance(v, ExternalInstance) and v.name in _SWALLOWING for v in options(manager))


def resumable(manager: Value) -> bool:
    """Whether Dynamo, after a break inside, can enter the manager anew: torch's own, and nullcontext."""
    return all(isinstance(v, (ExternalInstance, External, Wrapped)) and _reenters(v) for v in options(manager))


def _reenters(manager: ExternalInstance | External | Wrapped) -> bool:
    if isinstance(manager, Wrapped):
        return manager.kind == "config"
    return manager.name.startswith("torch.") or manager.name == "contextlib.nullcontext"
