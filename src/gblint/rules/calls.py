"""Calls and attributes that Dynamo cannot trace, by the measured facts: one rule for everything outside the project."""

from __future__ import annotations

import ast
from functools import cache
from typing import ClassVar

import libcst as cst

from gblint.dynamo.facts import FAILS, Facts, Outcome
from gblint.dynamo.facts import Arguments as Kind
from gblint.rules import Rule, wording
from gblint.rules.logs import silenced
from gblint.rules.names import names
from gblint.rules.ordering import SORTS
from gblint.rules.scalars import DRAWS, SIZED, plain_numpy
from gblint.tracing.frame import Target
from gblint.tracing.joins import element_of, mapping_element
from gblint.tracing.values import (
    Bound,
    Class,
    Constant,
    Instance,
    Mapping,
    Sequence,
    Tensor,
    Unknown,
    Value,
    any_option,
    options,
)  # fmt: skip

# Decided by rules of their own, which know more than the kind of the arguments.
_ONE_BY_ONE = names(
    "builtins.any builtins.all builtins.filter torch.compiler.disable torch.nn.Module torch.Tensor.tolist "
    "builtins.super random.uniform random.randint random.randrange random.Random.uniform random.Random.randint "
    "random.Random.randrange random.Random.random torch.Tensor.requires_grad_ torch.Tensor.data_ptr "
    "torch.Tensor.resize_ torch.Tensor.resize_as_ torch.Tensor.set_ torch.Tensor.unsqueeze_ torch.Tensor.t_ "
    "torch.Tensor.transpose_ torch.Tensor.swapaxes_ torch.nn.functional.one_hot torch._check torch._check_value "
    "torch.cond torch.nn.Module.requires_grad_ torch.sparse.mm "
    "torch.Tensor.to_dense torch.nested.nested_tensor"
)
ELSEWHERE = _ONE_BY_ONE | SORTS | SIZED | DRAWS
# Ids of operators whose result has a shape that depends on the data: another flag captures them.
SHAPE_IDS = frozenset({"GB0036", "GB0034", "GB0035"})
# Ids that only say that the call itself failed: the measured arguments did not suit, those in the source may.
OF_THE_ARGUMENTS = frozenset({"error", FAILS, "GB0112", "GB0088", "GB2078"})
# Ids that a callable gives whatever it is handed: they hold for kinds of argument that were not measured, too.
OF_THE_CALLABLE = frozenset(
    "GB0007 GB0008 GB0291 GB0156 GB0025 GB0142 GB4841 GB0262 GB9193 GB9493".split()  # the last two from 2.15 on
)
CONVERSIONS = frozenset(("builtins.int", "builtins.float"))
# Methods that nothing but a tensor bears -> what they do there.
ONLY_TENSORS = {"item": "GB0124", "nonzero": "GB0036"}
_ARITHMETIC = (
    ast.Expression, ast.UnaryOp, ast.BinOp, ast.UAdd, ast.USub, ast.Invert, ast.Add, ast.Sub, ast.Mult, ast.Div,
    ast.FloorDiv, ast.Mod, ast.BitOr, ast.BitXor, ast.BitAnd,
)  # fmt: skip
_CLEAN = Outcome(None)


class MeasuredCall(Rule):
    """A call whose outcome under Dynamo has been measured.

    What happens depends on the callable, on what it is handed (tensors, arrays, plain values) and on the options.
    Breaks that only show that the measured call itself failed are not reported, nor those that wait for a use of the
    result: how the result is used stands elsewhere in the code, and is looked at there.
    """

    codes = frozenset()
    subjects: ClassVar = {cst.Attribute: (Tensor,)}

    def wants(self, name: str) -> bool:
        if name.startswith("?."):
            return name.removeprefix("?.") in ONLY_TENSORS
        return name not in ELSEWHERE and may_break(self.trace.facts, name)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.kind == "external":
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

    def visit_Attribute(self, node: cst.Attribute) -> None:
        for option in options(self.trace.value(node.value)):
            if isinstance(option, Tensor) and not option.weak:
                home = "numpy.ndarray" if option.array else "torch.Tensor"
                name = _breaking_attribute(self.trace.facts, home, node.attr.value)
                if name is not None:
                    self._report(node, name, self._code(name, _kind(option) or "tensor"))

    def _look(self, node: cst.CSTNode, target: Target) -> None:
        name = _way_of_calling(target)
        if self.trace.options.fullgraph and name.endswith("tqdm.__iter__"):
            return  # the call before it has raised already
        if name == "copy.copy" and any_option(target.arguments.get(0) or Unknown(), Instance):
            return  # the copying of such an object is Python code, which is traced
        if name == "torch.Tensor.as_subclass" and any_option(target.arguments.get(0) or Unknown(), Class):
            return  # a subclass of the project; only torch's own classes are refused
        if silenced(self.trace, target.name):
            return
        converted = node.args[0].value if isinstance(node, cst.Call) and node.args and name in CONVERSIONS else None
        if converted is not None and plain_numpy(self.trace, converted):
            return
        outcomes = {self._code(name, kind) for kind in kinds_of(target)}
        if name == "builtins.callable" and any_option(target.arguments.get(0) or Unknown(), Bound):
            outcomes = {self._method_tested(target.arguments.args[0])}
        if len(outcomes) == 1:
            self._report(node, target.name, outcomes.pop())

    def _report(self, node: cst.CSTNode, name: str, outcome: Outcome | None) -> None:
        if outcome is None or outcome.code is None:
            return
        if outcome.code in OF_THE_ARGUMENTS and not (outcome.code == FAILS and self.trace.facts.fails(name)):
            return
        if not self._switched_off(outcome.code):
            message, hint = wording.for_call(self.trace, node, name, outcome.code)
            # Export has an id of its own for parameters made on the way.
            code = "GB0244" if outcome.code == "GB0264" and self.trace.options.export else outcome.code
            self.trace.report(node, code, message, hint)

    def _code(self, name: str, kind: Kind) -> Outcome | None:
        facts, opts = self.trace.facts, self.trace.options
        outcome = facts.outcome(name, kind, "default")
        if outcome is None and kind != "const":
            # What breaks whatever it is handed was measured with something else.
            for other in ("const", "array"):
                plain = facts.outcome(name, other, opts.mode)
                if plain is not None and plain.code in OF_THE_CALLABLE:
                    return plain
            return None
        if outcome is None or outcome.only_if_used:
            return _CLEAN if outcome is not None else None
        captured = opts.shapes_captured if outcome.code in SHAPE_IDS else opts.scalars_captured
        if captured:
            return facts.outcome(name, kind, "fullgraph" if opts.fullgraph else "captured")
        return Outcome(outcome.code)

    def _switched_off(self, code: str) -> bool:
        """Whether a setting makes Dynamo trace what breaks with this id by default."""
        opts = self.trace.options
        return (
            (code == "GB0014" and opts.allow_rnn)
            or (code == "GB0264" and not opts.parameter_breaks)
            or (code in ("GB9186", "GB0123") and opts.trace_autograd)
        )

    def _method_tested(self, value: Value) -> Outcome:
        """``callable(t.method)``: Dynamo knows it of functions, not of a tensor's methods."""
        tensor = any(isinstance(v, Bound) and any_option(v.receiver, Tensor) for v in options(value))
        return Outcome("GB0059") if tensor else _CLEAN

    def _unknown(self, node: cst.Call, target: Target) -> None:
        """A method that only tensors bear, on a value of which nothing is known."""
        method = target.name.removeprefix("?.")
        if node.args or self.trace.project_has_method(method):
            return
        code = ONLY_TENSORS[method]
        captured = self.trace.options.shapes_captured if code in SHAPE_IDS else self.trace.options.scalars_captured
        if not captured:
            self._report(node, f"torch.Tensor.{method}", Outcome(code))


@cache
def may_break(facts: Facts, name: str) -> bool:
    """Whether a call of ``name`` breaks with some arguments, under some options."""
    if name == "builtins.callable":
        return True  # of a method, which the facts do not tell apart
    ways = (name, *(f"{name}#{variant}" for variant in _WAYS.get(name, ())))
    return facts.fails(name) or any(not facts.codes(way) <= OF_THE_ARGUMENTS for way in ways)


@cache
def _breaking_attribute(facts: Facts, home: str, attribute: str) -> str | None:
    """The dotted name of an attribute that breaks in some case; None for methods, and where another rule decides."""
    name = f"{home}.{attribute}"
    known = facts.returns(name)
    if known is None or known.attribute is None or attribute in ("data", "grad_fn"):
        return None
    return name if may_break(facts, name) else None


def kinds_of(target: Target) -> set[Kind]:
    """The columns of the facts that a call's arguments may fall into: several where a value may be of several kinds."""
    if target.receiver is not None:
        first = {k for o in options(target.receiver) if (k := _kind(o)) is not None}
        if first:
            return first
    values = [*([target.receiver] if target.receiver is not None else []), *target.arguments.values]
    found = {k for v in values for o in options(v) if (k := _kind(o)) is not None}
    if found:
        return {min(found, key=_STRENGTH.index)}
    uncertain = any(isinstance(o, Unknown) for v in values for o in options(v))
    return {"const", "tensor"} if uncertain else {"const"}


_STRENGTH: tuple[Kind, ...] = (
    "tensor", "input", "scalar", "scalar_input", "int", "int_scalar", "int_scalar_input", "bool", "array", "int_array",
    "const",
)  # fmt: skip


def _kind(value: Value) -> Kind | None:
    if isinstance(value, Tensor):
        if value.weak:
            return None
        if value.array:
            return "int_array" if value.dtype == "int" else "array"
        if value.rank == 0:
            if value.dtype == "int":
                return "int_scalar" if value.computed else "int_scalar_input"
            return "scalar" if value.computed else "scalar_input"
        if value.dtype in ("int", "bool"):
            return "int" if value.dtype == "int" else "bool"
        return "tensor" if value.computed else "input"
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
    if name not in _WAYS:
        return name
    if name == "copy.copy":
        return "copy.copy#dict" if given.args and isinstance(given.args[0], Mapping) else name
    if name == "builtins.eval":
        return "builtins.eval#literal" if len(given.args) == 1 and _computes(given.args[0]) else name
    count = len(given.args) + len(given.keywords)
    return f"{name}#one_argument" if count == 1 and given.more_args is None else f"{name}#three_arguments"


_WHERE = ("one_argument", "three_arguments")
# Callable -> the ways of calling it that the facts tell apart.
_WAYS = {
    "torch.where": _WHERE,
    "torch.Tensor.where": _WHERE,
    "numpy.where": _WHERE,
    "copy.copy": ("dict",),
    "builtins.eval": ("literal",),
}


def _computes(text: Value) -> bool:
    """Whether a string, as ``eval`` is handed it, is a literal or arithmetic on plain numbers: Dynamo folds these."""
    if not isinstance(text, Constant) or not isinstance(text.value, str):
        return False
    try:
        tree = ast.parse(text.value.strip(), mode="eval")
        ast.literal_eval(tree)
    except SyntaxError:
        return False
    except ValueError:
        numbers = (bool, int, float, complex)
        return all(
            isinstance(part.value, numbers) if isinstance(part, ast.Constant) else isinstance(part, _ARITHMETIC)
            for part in ast.walk(tree)
        )
    return True
