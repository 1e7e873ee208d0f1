"""Calls that Dynamo cannot trace, by the measured facts: one rule for every callable outside the project."""

from __future__ import annotations

import libcst as cst

from gblint.dynamo.facts import Arguments as Kind, Outcome
from gblint.rules import Rule, wording
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    Constant, DataScalar, External, ExternalInstance, Function, Instance, Mapping, Scalar, Sequence, Shape, Tensor,
    Unknown, Value, element_of, mapping_element, options,
)  # fmt: skip

# Decided by rules of their own, which know more than the kind of the arguments.
ELSEWHERE = frozenset(
    "builtins.any builtins.all builtins.filter torch.compiler.disable torch.nn.Module torch.Tensor.tolist builtins.super "
    "random.uniform random.randint random.randrange random.Random.uniform random.Random.randint random.Random.randrange "
    "random.Random.random torch.Tensor.requires_grad_ torch.Tensor.data_ptr torch.Tensor.resize_ torch.Tensor.resize_as_ "
    "torch.Tensor.set_ torch.Tensor.unsqueeze_ torch.Tensor.t_ torch.Tensor.transpose_ torch.Tensor.swapaxes_ "
    "torch.nn.functional.one_hot torch._check torch._check_value torch.cond".split()
)
# Ids of operators whose result has a shape that depends on the data: another flag captures them.
SHAPE_IDS = frozenset({"GB0036", "GB0034", "GB0035"})
# Operators with such a result only in some ways of calling: name -> whether this call is one.
_LOGGING = ("logging.", "builtins.print", "warnings.warn")


class MeasuredCall(Rule):
    """A call whose outcome under Dynamo has been measured."""

    codes = frozenset()

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.kind == "external" and target.name not in ELSEWHERE:
                self._look(node, target)
            elif target.kind == "unknown":
                self._unknown(node, target)

    def visit_iteration(self, node: cst.CSTNode) -> None:
        for target in self.trace.targets(node):
            if target.kind == "iterate":
                self._look(node, target)

    def visit_WithItem(self, node: cst.WithItem) -> None:
        for target in self.trace.targets(node):
            if target.kind == "enter":
                self._look(node, Target(f"{target.name}.__enter__", target.arguments, None, "enter"))

    def _look(self, node: cst.CSTNode, target: Target) -> None:
        name = _way_of_calling(target)
        if name == "builtins.sorted" and (target.arguments.keyword("key") is not None or not _sorts_tensors(target)):
            return
        if self.trace.options.fullgraph and name.endswith("tqdm.__iter__"):
            return  # the call before it has raised already
        if self._silenced(target.name):
            return
        codes = {self._code(name, kind, node) for kind in kinds_of(target)}
        if len(codes) != 1:
            return
        outcome = codes.pop()
        if outcome is None or outcome.code is None or outcome.code == "error":
            return
        message, hint = wording.for_call(self.trace, node, target.name, outcome.code)
        self.trace.report(node, outcome.code, message, hint)

    def _code(self, name: str, kind: Kind, node: cst.CSTNode) -> Outcome | None:
        facts, opts = self.trace.facts, self.trace.options
        outcome = facts.outcome(name, kind, "default")
        if outcome is None or outcome.code is None:
            if outcome is not None and opts.scalars_captured:
                return facts.outcome(name, kind, opts.mode)
            return outcome
        if outcome.only_if_used and not self.trace.result_used(node):
            return Outcome(None)
        captured = opts.shapes_captured if outcome.code in SHAPE_IDS else opts.scalars_captured
        if captured:
            return facts.outcome(name, kind, "fullgraph" if opts.fullgraph else "captured")
        return Outcome(outcome.code)

    def _silenced(self, name: str) -> bool:
        opts = self.trace.options
        if name in opts.reorderable or name in opts.ignored:
            return True
        # Logger methods are ignored one by one, whichever logger they are taken from.
        short = name.rpartition(".")[2]
        return name.startswith("logging.Logger.") and any(
            i.startswith("logging.Logger.") and i.rpartition(".")[2] == short for i in opts.ignored
        )

    def _unknown(self, node: cst.Call, target: Target) -> None:
        """A method that only tensors bear, on a value of which nothing is known."""
        method = target.name.removeprefix("?.")
        if method not in _ONLY_TENSORS or node.args or self.trace.project_has_method(method):
            return
        code = _ONLY_TENSORS[method]
        captured = self.trace.options.shapes_captured if code in SHAPE_IDS else self.trace.options.scalars_captured
        if captured:
            return
        message, hint = wording.for_call(self.trace, node, f"torch.Tensor.{method}", code)
        self.trace.report(node, code, message, hint)


_ONLY_TENSORS = {"item": "GB0124", "nonzero": "GB0036"}


def kinds_of(target: Target) -> set[Kind]:
    """The columns of the facts that a call's arguments may fall into: several where a value may be of several kinds."""
    values = [*([target.receiver] if target.receiver is not None else []), *target.arguments.values]
    found: set[Kind] = set()
    uncertain = False
    for value in values:
        for option in options(value):
            kind = _kind(option)
            if kind is not None:
                found.add(kind)
            elif isinstance(option, (Unknown, Instance, ExternalInstance, External, Function)):
                uncertain = uncertain or isinstance(option, Unknown)
    if target.receiver is not None and (first := {k for o in options(target.receiver) if (k := _kind(o)) is not None}):
        return first
    if found:
        return {sorted(found, key=_strength)[0]} if len(found) > 1 else found
    return {"const", "tensor"} if uncertain else {"const"}


def _sorts_tensors(target: Target) -> bool:
    """Whether sorting compares tensors: a list of them, not a dict with tensor values."""
    value = target.arguments.get(0)
    return any(isinstance(v, Sequence) and _first_kind(element_of(v)) for v in options(value)) if value else False


def _strength(kind: Kind) -> int:
    return ("tensor", "scalar", "int", "int_scalar", "bool", "array", "int_array", "const").index(kind)


def _kind(value: Value) -> Kind | None:
    if isinstance(value, Tensor):
        if value.weak:
            return None
        if value.array:
            return "int_array" if value.dtype == "int" else "array"
        if value.rank == 0:
            return "int_scalar" if value.dtype == "int" else "scalar"
        return "int" if value.dtype == "int" else "bool" if value.dtype == "bool" else "tensor"
    if isinstance(value, Sequence) and value.items != ():
        return _first_kind(element_of(value))
    if isinstance(value, Mapping) and (value.items or value.rest is not None):
        return _first_kind(mapping_element(value))
    return None


def _first_kind(value: Value) -> Kind | None:
    return next((k for v in options(value) if (k := _kind(v)) is not None), None)


def _way_of_calling(target: Target) -> str:
    """The name in the facts, with the way of calling where that decides."""
    name, given = target.name, target.arguments
    if name in ("torch.where", "torch.Tensor.where", "numpy.where"):
        count = len(given.args) + len(given.keywords)
        return f"{name}#one_argument" if count == 1 and given.more_args is None else f"{name}#three_arguments"
    if name == "copy.copy" and given.args and isinstance(given.args[0], Mapping):
        return "copy.copy#dict"
    return name


__all__ = ["Constant", "DataScalar", "MeasuredCall", "Scalar", "Shape"]
