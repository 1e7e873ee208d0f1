"""What becomes of the rest of a frame after a break in it.

In a default region Dynamo runs the operation that broke and resumes the frame after it. It does not where it has no
way back in (a loop, a try, most with blocks), nor where nothing that is left holds a tensor: then the frame *gives up*.
Python runs the rest of it, no later line of it breaks anything, and the functions it still calls are compiled on their
own, if they hold a tensor. Sources: ``maybe_has_backedge`` and ``has_tensor_in_frame`` of torch 2.13, and
measurements of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.walk import children
from gblint.tracing.values import (
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
    Value,
    options,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.source.outline import Code
    from gblint.tracing.frame import Frame
    from gblint.tracing.tracer import Tracer

_OTHER_CODE = frozenset(
    (cst.FunctionDef, cst.Lambda, cst.ClassDef, cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp)
)
_BIND_LAST = frozenset((cst.Assign, cst.AugAssign, cst.NamedExpr))  # their target, which stands first in them
_NO_MODULES = (
    "torch.distributions.",
    "torch.optim.",
    "torch.utils.data.",
    "torch.Generator",
    "torch.dtype",
    "torch.device",
)
_HOLD_NOTHING = (Constant, Scalar, DataScalar, Shape, Function, Bound, Partial, External)


class Order:
    """The nodes of one function as Python evaluates them: a node after its parts, so that what has a higher number
    than a node runs after it. Nodes are known by their ids: they hash slowly."""

    def __init__(self, root: cst.CSTNode) -> None:
        self.root = root  # which keeps the nodes, and so their ids
        self.number: dict[int, int] = {}
        self.parent: dict[int, cst.CSTNode] = {}
        self.reads: dict[str, int] = {}  # name -> the last place where it is read
        self.returns: list[int] = []
        self._visit(root)

    def _visit(self, root: cst.CSTNode) -> None:
        pending: list[tuple[cst.CSTNode, bool]] = [(root, False)]
        while pending:
            node, done = pending.pop()
            below = () if done else children(node)
            if not below:
                self._leave(node)
                continue
            pending.append((node, True))
            for child in below:
                self.parent[id(child)] = node
            pending += [(child, False) for child in (below if type(node) in _BIND_LAST else reversed(below))]

    def _leave(self, node: cst.CSTNode) -> None:
        number = self.number[id(node)] = len(self.number)
        if type(node) is cst.Name:
            self.reads[node.value] = number
        elif type(node) is cst.Return:
            self.returns.append(number)

    def comes_back(self, node: cst.CSTNode, loop: cst.CSTNode) -> bool:
        """Whether a jump back to the head of a loop follows a node before any return does."""
        here, end = self.number.get(id(node)), self.number.get(id(loop))
        return here is None or end is None or not any(here <= number < end for number in self.returns)


@lru_cache(maxsize=256)
def order_of(root: cst.CSTNode) -> Order:
    return Order(root)


def gives_up(frame: Frame, node: cst.CSTNode, result: Value) -> bool:
    """Whether Dynamo gives up the frame when it breaks at a node of it. ``result``: what the operation gives then."""
    if frame.code is None:
        return False
    if frame.unresumable:
        return True
    order = order_of(frame.code.node)
    if frame.loops and order.comes_back(node, frame.loops[-1].node):
        return True
    if names_tensors(frame.tracer, frame.code):
        return False
    return not (_any_holds(frame.tracer, _entered(frame)) and _left(frame, order, node, result))


def _entered(frame: Frame) -> Iterable[Value]:
    return (*frame.entered.values(), *frame.cells.values())


def holds_tensors(tracer: Tracer, code: Code, arguments: Iterable[Value]) -> bool:
    """Whether Dynamo compiles a function that is called with these values from a frame that it does not trace."""
    return _any_holds(tracer, arguments) or names_tensors(tracer, code)


def names_tensors(tracer: Tracer, code: Code) -> bool:
    """Whether a function mentions torch, NumPy or a module of theirs."""

    def answer() -> bool:
        return any(
            _is_tensor_module(tracer, option)
            for name in _own_names(code.node.body)
            if name in code.module.names
            for option in options(tracer.global_value(code.module, name))
        )

    return tracer.memo.of(tracer.names_torch, code, answer, meanwhile=False)


def _own_names(body: cst.CSTNode) -> list[str]:
    """The names in a function's bytecode: not those of its header, nor of functions inside it."""
    found: set[str] = set()
    pending = [body]
    while pending:
        node = pending.pop()
        if type(node) is cst.Name:
            found.add(node.value)
        elif type(node) not in _OTHER_CODE:
            pending.extend(children(node))
    return sorted(found)


def _is_tensor_module(tracer: Tracer, value: Value) -> bool:
    if not isinstance(value, External):
        return False
    home, _, last = value.name.rpartition(".")
    if value.name in ("torch", "numpy"):
        return True
    known = tracer.facts
    return home.partition(".")[0] == "torch" and last.islower() and not (
        known.knows(value.name) or known.returns(value.name)
    )  # fmt: skip


def _left(frame: Frame, order: Order, node: cst.CSTNode, result: Value) -> bool:
    """Whether what is still needed after a node may hold a tensor: names read later, and operands that wait for it."""
    here = order.number.get(id(node))
    if here is None:
        return True
    live = [result, *(v for name, v in frame.env.items() if order.reads.get(_base(name), -1) > here)]
    return _any_holds(frame.tracer, live) or _any_holds(frame.tracer, _waiting(frame, order, node, here))


def _base(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]


def _waiting(frame: Frame, order: Order, node: cst.CSTNode, here: int) -> Iterable[Value]:
    """Operands already evaluated of the expressions around a node."""
    inner = node
    while isinstance(outer := order.parent.get(id(inner)), (cst.BaseExpression, cst.Arg, cst.ComparisonTarget)):
        for part in children(outer):
            if part is not inner and order.number[id(part)] < here:
                yield frame.value(part.value if isinstance(part, cst.Arg) else part)
        inner = outer


def _any_holds(tracer: Tracer, found: Iterable[Value]) -> bool:
    return any(_holds(tracer, option) for value in found for option in options(value))


def _holds(tracer: Tracer, value: Value) -> bool:
    """Whether a value is, or as a list, tuple or dict holds, a tensor, an array or a module; or may be anything."""
    if isinstance(value, Sequence):
        if value.kind not in ("list", "tuple"):
            return value.kind[:1].isupper()  # ModuleList and the like
        return _any_holds(tracer, value.items if value.items is not None else (value.element,))
    if isinstance(value, Mapping):
        known = [v for _, v in value.items]
        return _any_holds(tracer, known if value.rest is None else [*known, value.rest])
    if isinstance(value, Instance):
        return value.of_class(tracer.classes.is_module) or value.of_class(tracer.classes.is_record)
    if isinstance(value, Class):
        return tracer.classes.is_module(value.definition) or tracer.classes.is_record(value.definition)
    if isinstance(value, ExternalInstance):
        # Into an object Dynamo does not look; the library's own classes are known to be no modules.
        home = value.name.partition(".")[0]
        return home not in sys.stdlib_module_names and not value.name.startswith(_NO_MODULES)
    return not isinstance(value, _HOLD_NOTHING)
