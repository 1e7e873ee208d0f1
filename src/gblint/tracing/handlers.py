"""The registries of what the tracer knows about callables outside the project.

A handler takes the frame, the call's node, the receiver (of a method) and the arguments, and gives the value. What
breaks is none of its business: the rules see every call, whether or not it has a handler.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gblint.tracing.frame import Frame
from gblint.tracing.values import Arguments, Value

Handler = Callable[[Frame, "cst.CSTNode | None", "Value | None", Arguments], Value]

HANDLERS: dict[str, Handler] = {}
METHODS: dict[str, Handler] = {}
DECORATORS: dict[str, Callable[[Frame, cst.CSTNode, Value], Value]] = {}


def handles(*names: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        for name in names:
            HANDLERS[name] = handler
        return handler

    return register


def method(*names: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        for name in names:
            METHODS[name] = handler
        return handler

    return register


def gives(value: Value, *names: str) -> None:
    """Callables that always give the same value."""
    for name in names:
        HANDLERS[name] = lambda frame, node, receiver, arguments: value
