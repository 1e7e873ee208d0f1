"""``torch.cond`` and ``while_loop``: what they demand of their arguments, and of what their functions return.

Dynamo checks these before it makes the graph, and raises where they do not hold, with or without ``fullgraph``.
"""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gblint.rules import Rule
from gblint.rules.branches import CONDS
from gblint.rules.members import outside_bases
from gblint.rules.names import names
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    NONE,
    Bound,
    Class,
    Constant,
    ExternalInstance,
    Function,
    Instance,
    Mapping,
    Partial,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Value,
    options,
    type_of_constant,
)  # fmt: skip

WHILE_LOOPS = names("torch._higher_order_ops.while_loop torch._higher_order_ops.while_loop.while_loop")
_OBJECTS = (Instance, ExternalInstance, Function, Bound, Partial, Class)
_NOT_CALLABLE = (Sequence, Mapping, Constant, Scalar, Shape)
_LEAF = "leaf"
# A leaf; or a container's kind (and keys) with the structure of its parts.
Structure = str | tuple[object, ...]


class CondArguments(Rule):
    """``torch.cond(pred, true_fn, false_fn, operands)`` with arguments that it does not take.

    A predicate that Dynamo knows while tracing picks a branch, and nothing is demanded of the rest.
    """

    codes = frozenset({"GB0302", "GB0310", "GB0311", "GB0312"})
    calls = CONDS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_args is None:
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        given = target.arguments
        predicate, operands = given.get(0, "pred"), given.get(3, "operands")
        if predicate is None or always(predicate, (Constant, Scalar)):
            return
        operator = self.trace.text(node.func)
        if always(predicate, (Sequence, Mapping, *_OBJECTS)):
            message = f"the predicate of `{operator}` is neither a tensor nor a bool"
            self.trace.report(node, "GB0310", message, "hand over one tensor of one bool, such as `(x > 0).any()`")
        elif operands is not None and (is_tensor(operands) or always(operands, Mapping) or _is_set(operands)):
            message = f"the operands of `{operator}` are no tuple or list"
            self.trace.report(node, "GB0311", message, "put the operands into a tuple, even a single one: `(x,)`")
        elif operands is not None and any(self._is_object(leaf) for leaf in leaves(operands)):
            message = f"an operand of `{operator}` is an object, where only tensors and numbers can go"
            self.trace.report(
                node, "GB0312", message, "use the object inside the branches as a closure, and pass tensors"
            )
        else:
            for position, name in ((1, "true_fn"), (2, "false_fn")):
                function = given.get(position, name)
                if function is not None and (is_tensor(function) or always(function, _NOT_CALLABLE)):
                    message = f"`{name}` of `{operator}` is a value, not a function"
                    self.trace.report(
                        node, "GB0302", message, "hand over the function itself, not the result of calling it"
                    )
                    return

    def _is_object(self, value: Value) -> bool:
        """A module, a function or an object; named tuples and the like are containers, tensor subclasses tensors."""
        if isinstance(value, ExternalInstance):
            return value.name.startswith("torch.nn.")
        if isinstance(value, Instance):
            made_of = outside_bases(self.trace, value.cls.definition)
            return not self.trace.is_record(value) and "torch.Tensor" not in made_of
        return isinstance(value, _OBJECTS)


class CondResults(Rule):
    """The branches of ``torch.cond`` return None, or containers that differ."""

    codes = frozenset({"GB0313", "GB0350"})
    calls = CONDS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_args is None:
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        given = target.arguments
        predicate, operands = given.get(0, "pred"), given.get(3, "operands")
        inner = operands.items if isinstance(operands, Sequence) else () if operands is None else None
        functions = [given.get(1, "true_fn"), given.get(2, "false_fn")]
        if inner is None or predicate is None or not is_tensor(predicate):
            return
        results = [self.trace.applied(f, *inner) for f in functions if isinstance(f, (Function, Bound, Partial))]
        operator = self.trace.text(node.func)
        if any(leaf == NONE for result in results for leaf in leaves(result)):
            message = f"a branch of `{operator}` returns None"
            self.trace.report(
                node, "GB0350", message, "return a tensor from both branches, such as the operand unchanged"
            )
        elif len(results) == 2 and _differ(structure(results[0]), structure(results[1])):
            message = f"the branches of `{operator}` return containers of different structure"
            self.trace.report(
                node, "GB0313", message, "return the same kind of container, with the same parts, from both"
            )


class WhileLoopCondition(Rule):
    """``cond_fn`` of ``while_loop`` has to give one bool that can change."""

    codes = frozenset({"GB0308", "GB0339"})
    calls = WHILE_LOOPS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_args is None:
                condition, carried = target.arguments.get(0, "cond_fn"), target.arguments.get(2, "carried_inputs")
                if condition is not None and isinstance(carried, Sequence) and carried.items is not None:
                    # A number that is carried changes from step to step, whatever it starts from.
                    start = [type_of_constant(v) if isinstance(v, Constant) else v for v in carried.items]
                    self._look(node, self.trace.applied(condition, *start))

    def _look(self, node: cst.Call, result: Value) -> None:
        if isinstance(result, Tensor) and not result.weak:
            if result.rank not in (0, None) or result.dtype in ("int", "float"):
                message = "the condition of the `while_loop` gives a tensor that is not one bool"
                self.trace.report(
                    node, "GB0308", message, "reduce it to one bool, with `.all()`, `.any()` or a comparison"
                )
        elif isinstance(result, Constant) and result.value:
            message = f"the condition of the `while_loop` is always {result.value!r}"
            self.trace.report(
                node, "GB0339", message, "compare a tensor among the carried inputs, which the body changes"
            )


def always(value: Value, kind: type | tuple[type, ...]) -> bool:
    """Whether a value is of a kind whatever option it takes."""
    return all(isinstance(v, kind) for v in options(value))


def leaves(value: Value) -> Iterator[Value]:
    """The values in a container of containers; of a container whose parts are not known one by one, none."""
    if isinstance(value, Sequence):
        for item in value.items or ():
            yield from leaves(item)
    elif isinstance(value, Mapping):
        for _, item in value.items:
            yield from leaves(item)
    else:
        yield value


def structure(value: Value) -> Structure | None:
    """The containers that a value is made of; None where they are not known."""
    if isinstance(value, (Tensor, Scalar, Constant)):
        return _LEAF
    if isinstance(value, Sequence) and value.items is not None and value.kind in ("tuple", "list"):
        parts = [structure(item) for item in value.items]
        return (value.kind, value.fields, *parts) if None not in parts else None
    if isinstance(value, Mapping) and value.rest is None and value.kind == "dict":
        known = sorted(((repr(key.value), structure(item)) for key, item in value.items), key=lambda pair: pair[0])
        return ("dict", *known) if None not in [part for _, part in known] else None
    return None


def _differ(true: Structure | None, false: Structure | None) -> bool:
    """Two known containers that differ; where only one side is a container, the branches fail in another way."""
    if true is None or false is None or _LEAF in (true, false) or true == false:
        return False
    # With keys missing on the false side Dynamo fails before it compares.
    return not (true[0] == false[0] == "dict" and len(true) > len(false))


def is_tensor(value: Value | None) -> bool:
    """Whether a value is a tensor whatever way the program went, and by strong evidence."""
    return isinstance(value, Tensor) and not value.weak


def _is_set(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind in ("set", "frozenset")
