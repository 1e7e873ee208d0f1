"""Functions of functions: decorators, boundaries around what Dynamo does not enter, higher-order operators."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gblint.tracing import calls
from gblint.tracing.frame import Frame
from gblint.tracing.handlers import DECORATORS, HANDLERS, Handler, handles
from gblint.tracing.joins import join_all
from gblint.tracing.values import (
    FALSE,
    UNKNOWN,
    Arguments,
    Bound,
    Class,
    Constant,
    ExternalInstance,
    Function,
    Partial,
    Sequence,
    Value,
    Wrapped,
)  # fmt: skip

# --- functions of functions


@handles("functools.partial", "functools.partialmethod")
def _partial(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return UNKNOWN
    function, *args = arguments.args
    return Partial(function, tuple(args), arguments.keywords)


def _decorator(wrap: Callable[[Value], Value]) -> Wrapped:
    return Wrapped("decorator", UNKNOWN, wrap)


def _keeps(function: Value) -> Value:
    return function


def _transparent(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    """A decorator, or decorator factory, whose function is traced as if it were not there."""
    first = arguments.get(0)
    if isinstance(first, (Function, Bound, Wrapped, Partial, Class)) and len(arguments.args) == 1:
        return first
    return _decorator(_keeps)


_TRANSPARENT = (
    "functools.lru_cache", "functools.cache", "functools.total_ordering", "functools.singledispatch",
    "torch.jit.script",
    "torch.jit.export", "torch.jit.unused", "torch.jit.ignore", "torch.jit.script_if_tracing",
    "torch.jit._overload_method",
    "dataclasses.dataclass", "typing.overload", "typing.final", "abc.abstractmethod",
    "torch.compiler.keep_portable_guards_unsafe",
    "torch.cuda.amp.custom_fwd", "torch.cuda.amp.custom_bwd", "typing.runtime_checkable", "typing.no_type_check",
    "torch.amp.custom_fwd", "torch.compiler.assume_constant_result",
)  # fmt: skip
for _name in _TRANSPARENT:
    HANDLERS[_name] = _transparent
    DECORATORS[_name] = lambda frame, node, function: function

# Context managers of torch that are decorators too: what they wrap is traced as it is.
_GRAD_MODES = (
    "torch.no_grad", "torch.inference_mode", "torch.enable_grad", "torch.set_grad_enabled", "torch.autocast",
    "torch.amp.autocast", "torch.cuda.amp.autocast", "torch.autograd.no_grad",
)  # fmt: skip


def _context(name: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        first = arguments.get(0)
        if isinstance(first, (Function, Bound, Wrapped)):
            return first
        return ExternalInstance(name)

    return handle


for _name in _GRAD_MODES:
    HANDLERS[_name] = _context(_name)
    DECORATORS[_name] = lambda frame, node, function: function


@handles("functools.wraps", "functools.update_wrapper")
def _wraps(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return _decorator(_keeps)


def _wraps_as(kind: str) -> Callable[[Frame, cst.CSTNode, Value], Value]:
    return lambda frame, node, function: Wrapped(kind, function)


for _name, _wrapped in (
    ("builtins.staticmethod", "static"), ("builtins.classmethod", "class"), ("builtins.property", "property"),
    ("abc.abstractproperty", "property"), ("functools.cached_property", "cached_property"),
    ("contextlib.contextmanager", "context"), ("contextlib.asynccontextmanager", "context"),
    ("torch.compiler.disable", "disabled"), ("torch._dynamo.disable", "disabled"),
    ("torch._disable_dynamo", "disabled"),
    ("torch.compiler.allow_in_graph", "opaque"), ("torch._dynamo.allow_in_graph", "opaque"),
    ("torch._dynamo.nonstrict_trace", "opaque"), ("torch.compiler.nonstrict_trace", "opaque"),
    ("torch._dynamo.mark_traceable", "opaque"), ("torch.compiler.leaf_function", "opaque"),
    ("torch._dynamo.decorators.leaf_function", "opaque"), ("torch._dynamo.leaf_function", "opaque"),
):  # fmt: skip
    DECORATORS[_name] = _wraps_as(_wrapped)


def _boundary(kind: str) -> Handler:
    def handle(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
        first = arguments.get(0, "fn")
        shallow = arguments.keyword("recursive") == FALSE
        if first is not None and not isinstance(first, Constant):
            return Wrapped(kind, first, shallow)
        return _decorator(lambda function: Wrapped(kind, function, shallow))

    return handle


for _name in (
    "torch.compiler.disable", "torch._dynamo.disable", "torch.compiler.allow_in_graph", "torch._dynamo.allow_in_graph",
    "torch._dynamo.nonstrict_trace", "torch.compiler.nonstrict_trace", "contextlib.contextmanager",
    "torch._dynamo.leaf_function", "torch.compiler.leaf_function", "torch._dynamo.decorators.leaf_function",
    "builtins.staticmethod", "builtins.classmethod", "builtins.property",
):  # fmt: skip
    _found = {
        "disable": "disabled", "contextmanager": "context", "staticmethod": "static", "classmethod": "class",
        "property": "property",
    }  # fmt: skip
    HANDLERS[_name] = _boundary(_found.get(_name.rpartition(".")[2], "opaque"))


@handles("torch.library.custom_op", "torch.library.triton_op")
def _custom_op(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    function = arguments.get(1, "fn")
    if isinstance(function, (Function, Bound)):
        return Wrapped("opaque", function)
    return _decorator(lambda inner: Wrapped("opaque", inner))


@handles("torch.utils.checkpoint.checkpoint", "torch.func.functional_call")
def _checkpoint(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return UNKNOWN
    own = ("use_reentrant", "context_fn", "determinism_check", "debug", "preserve_rng_state", "early_stop")
    keywords = tuple((k, v) for k, v in arguments.keywords if k not in own)
    given = Arguments(arguments.args[1:], keywords, arguments.more_args, arguments.more_keywords)
    return calls.call(frame, node, arguments.args[0], given)


@handles("torch.vmap", "torch.func.vmap", "torch.func.grad", "torch.func.jacrev", "torch.func.jacfwd", "torch.func.vjp")
def _transform(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return UNKNOWN


@handles("torch.cond", "torch._higher_order_ops.cond")
def _cond(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    operands = arguments.get(3, "operands")
    inner = operands.items if isinstance(operands, Sequence) and operands.items is not None else ()
    sides = [arguments.get(1, "true_fn"), arguments.get(2, "false_fn")]
    return join_all(calls.call(frame, node, side, Arguments(tuple(inner))) for side in sides if side is not None)
