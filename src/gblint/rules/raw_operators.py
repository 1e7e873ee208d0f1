"""Higher-order operators called by themselves, ``torch.ops.higher_order.<name>(...)``, and ``scan``.

What the public functions around them (``torch.cond``, ``scan``, ...) arrange, a direct call has to arrange itself.
"""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from gblint.rules import Rule
from gblint.rules.branches import own_names
from gblint.rules.higher_order import always, is_tensor, leaves, structure
from gblint.rules.names import names
from gblint.source.walk import walk
from gblint.tracing.joins import element_of
from gblint.tracing.values import (
    Arguments,
    Bound,
    Constant,
    External,
    Function,
    Instance,
    Mapping,
    Partial,
    Scalar,
    Sequence,
    Tensor,
    Value,
    options,
)  # fmt: skip

_RAW = "torch.ops.higher_order."
_SCANS = names("torch._higher_order_ops.scan torch._higher_order_ops.scan.scan")
# Where the operators themselves can be imported from.
_HOMES = {
    "torch._higher_order_ops.hints_wrap.hints_wrapper": "hints_wrapper",
    "torch._higher_order_ops.hints_wrapper": "hints_wrapper",
    "torch._higher_order_ops.out_dtype.out_dtype": "out_dtype",
    "torch._higher_order_ops.out_dtype": "out_dtype",
    "torch._higher_order_ops.strict_mode.strict_mode": "strict_mode",
    "torch._higher_order_ops.strict_mode": "strict_mode",
    "torch._higher_order_ops.wrap_with_set_grad_enabled": "wrap_with_set_grad_enabled",
    "torch._higher_order_ops.wrap_with_autocast": "wrap_with_autocast",
    "torch._higher_order_ops.executorch_call_delegate": "executorch_call_delegate",
    "torch._higher_order_ops.executorch_call_delegate.executorch_call_delegate": "executorch_call_delegate",
}
# Operators that come into graphs by other ways, and that Dynamo does not take from the code it traces.
_NOT_TAKEN = names("flat_apply with_effects aoti_call_delegate run_const_graph run_and_save_rng_state")
_PUBLIC = "use the public function instead, which hands the operator what it wants"
Fault = tuple[str, str, str]


def _operator(name: str) -> str:
    """The operator that a dotted name stands for; "" for what is none."""
    return name.removeprefix(_RAW) if name.startswith(_RAW) else _HOMES.get(name, "")


class RawOperator(Rule):
    """A direct call of a higher-order operator with arguments that it does not take."""

    codes = frozenset(
        names(
            "GB0301 GB0303 GB0304 GB0306 GB0309 GB0315 GB0316 GB0318 GB0319 GB0320 GB0321 GB0322 GB0323 GB0325 GB0326 "
            "GB0327 GB0330 GB0331 GB0333 GB0335 GB0336 GB0337 GB0341 GB0342 GB0344 GB0345 GB0351 GB6017"
        )
    )

    def wants(self, name: str) -> bool:
        operator = _operator(name)
        return operator in _NOT_TAKEN or operator in _CHECKS or operator == "associative_scan"

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            name = _operator(target.name)
            if target.arguments.more_args is not None or target.arguments.more_keywords is not None:
                continue
            fault: Fault | None = None
            if name in _NOT_TAKEN:
                fault = (
                    "GB0306",
                    "is an operator that Dynamo does not take from code",
                    "leave it to the library that uses it",
                )
            elif name in _CHECKS:
                fault = _CHECKS[name](target.arguments)
            elif name == "associative_scan":
                fault = self._associative_scan(target.arguments)
            if fault is not None:
                code, what, hint = fault
                self.trace.report(node, code, f"`{self.trace.text(node.func)}` {what}", hint)

    def _associative_scan(self, given: Arguments) -> Fault | None:
        function, xs, extra = given.get(0, "combine_fn"), given.get(1, "xs"), given.get(2, "additional_inputs")
        if isinstance(function, Partial) and len(given.args) != 2:
            return "GB0341", "is given a partial, and more than its two arguments", _PUBLIC
        if is_tensor(xs):
            return "GB0315", "is given a tensor to scan, where a list belongs", "put the tensors into a list: `[x]`"
        if any(isinstance(leaf, (Constant, Scalar)) for leaf in leaves(xs)) if xs is not None else False:
            return (
                "GB0301",
                "is given something else than tensors to scan",
                "hand over tensors only; close over the rest",
            )
        if is_tensor(extra):
            return "GB0316", "is given a tensor as additional inputs", "put the additional inputs into a tuple"
        if isinstance(function, (Function, Bound)) and isinstance(xs, Sequence) and xs.items:
            wanted = structure(xs)
            given_back = structure(self.trace.applied(function, *xs.items, *xs.items))
            if given_back == ("tuple", ()):
                return "GB0318", "is given a function that returns nothing to scan on", "return a list as long as `xs`"
            if wanted is not None and given_back is not None and wanted != given_back:
                return (
                    "GB0319",
                    "is given a function that returns another container than it gets",
                    "return a list as long as `xs`",
                )
        return None


class InvokeSubgraph(Rule):
    """``invoke_subgraph`` imported and called by its own name."""

    codes = frozenset({"GB0017"})

    def wants(self, name: str) -> bool:
        return name.endswith("invoke_subgraph")

    def visit_Call(self, node: cst.Call) -> None:
        value = self.trace.value(node.func)
        if isinstance(value, External) and value.name.startswith("torch._higher_order_ops."):
            if value.name.endswith(".invoke_subgraph"):
                message = f"`{self.trace.text(node.func)}` is an operator that Dynamo makes itself and does not take"
                hint = "decorate the function with `torch.compiler.nested_compile_region` and call it"
                self.trace.report(node, "GB0017", message, hint)


class ScanResult(Rule):
    """The function of ``scan`` has to return a pair: what is carried on, and what this step gives."""

    codes = frozenset({"GB0343"})
    calls = _SCANS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_args is None:
                given = target.arguments
                function, start, xs = given.get(0, "combine_fn"), given.get(1, "init"), given.get(2, "xs")
                if isinstance(function, (Function, Bound, Partial)) and start is not None and is_tensor(xs):
                    result = self.trace.applied(function, start, Tensor())
                    if is_tensor(result) or (isinstance(result, Sequence) and len(result.items or (0, 0)) != 2):
                        self.trace.report(
                            node,
                            "GB0343",
                            "the function handed to `scan` does not return a pair",
                            "return `(carry, output)`: the carry in the form of `init`, and this step's output",
                        )


class FreeVariables(Rule):
    """The body of ``wrap_with_set_grad_enabled`` or ``wrap_with_autocast`` uses a tensor from around it."""

    codes = frozenset({"GB0332", "GB0334"})

    def wants(self, name: str) -> bool:
        return _operator(name) in _BODIES

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            name = _operator(target.name)
            position, code = _BODIES[name]
            body = target.arguments.get(position)
            if isinstance(body, Function) and (used := _tensor_used(body)) is not None:
                message = f"the body of `{name}` uses `{used}`, a tensor of the function around it"
                self.trace.report(node, code, message, "hand it to the body as an argument")


def _tensor_used(body: Function) -> str | None:
    """The first tensor of the function around it that a body uses."""
    own = own_names(body.code)
    parts = list(walk(body.code.node.body))
    members = {id(part.attr) for part in parts if isinstance(part, cst.Attribute)}
    used = {part.value for part in parts if isinstance(part, cst.Name) and id(part) not in members}
    return next((name for name, value in body.cells if name in used - own and is_tensor(value)), None)


_BODIES = {"wrap_with_set_grad_enabled": (1, "GB0332"), "wrap_with_autocast": (4, "GB0334")}


def _cond(given: Arguments) -> Fault | None:
    own = names("pred true_fn false_fn operands")
    if len(given.args) + len(given.keywords) != 4 or any(name not in own for name, _ in given.keywords):
        return (
            "GB0309",
            "takes `pred`, `true_fn`, `false_fn` and `operands`, all four and no other",
            "call `torch.cond`",
        )
    return None


def _while_loop(given: Arguments) -> Fault | None:
    if len(given.args) == 4 and given.keywords:
        return "GB0303", "takes four arguments and no keywords", _PUBLIC
    if len(given.args) == 4 and is_tensor(given.args[3]):
        return "GB0304", "is given a tensor as additional inputs", "put the additional inputs into a tuple"
    return None


def _map(given: Arguments) -> Fault | None:
    if given.keywords:
        return "GB0325", "takes no keywords", _PUBLIC
    xs = given.get(1)
    if isinstance(xs, Sequence) and any(isinstance(t, Tensor) and t.rank == 0 for t in (xs.items or ())[:1]):
        return "GB0326", "is given a tensor without dimensions to go along", "hand over a tensor with at least one row"
    return None


def _scan(given: Arguments) -> Fault | None:
    function, init, xs, extra = given.get(0), given.get(1), given.get(2), given.get(3)
    if isinstance(function, (Function, Bound)):
        return "GB0342", "wants a partial made by the public `scan`", "import `scan` from `torch._higher_order_ops`"
    if isinstance(function, Partial):
        return None
    if is_tensor(xs):
        return "GB0320", "is given a tensor to scan, where a list belongs", "put the tensors into a list: `[x]`"
    if is_tensor(init):
        return "GB0321", "is given a tensor as start, where a list belongs", "put the start values into a list"
    if isinstance(init, Sequence) and init.items == ():
        return "GB0322", "is given nothing to start from", "carry at least one tensor"
    if is_tensor(extra):
        return "GB0323", "is given a tensor as additional inputs", "put the additional inputs into a tuple"
    return None


def _set_grad_enabled(given: Arguments) -> Fault | None:
    if given.keywords:
        return "GB0330", "takes no keywords", "use `torch.set_grad_enabled` as a context manager"
    if is_tensor(given.get(0)):
        return "GB0331", "wants a bool that is known while tracing", "hand over a Python bool"
    return _objects(given.args[2:])


def _autocast(given: Arguments) -> Fault | None:
    if given.keywords:
        return "GB0333", "takes no keywords", "use `torch.autocast` as a context manager"
    if any(is_tensor(value) for value in given.args[:4]):
        return "GB0344", "wants settings that are known while tracing", "hand over Python values, no tensors"
    return _objects(given.args[5:])


def _objects(operands: tuple[Value, ...]) -> Fault | None:
    if any(isinstance(value, Instance) for value in operands):
        return (
            "GB0351",
            "is given an object, where only tensors and numbers can go",
            "let the body close over the object",
        )
    return None


def _hints_wrapper(given: Arguments) -> Fault | None:
    keywords = [name for name, _ in given.keywords]
    operands, extra = given.get(1), given.get(2)
    wrong = operands is not None and (is_tensor(operands) or always(operands, Mapping))
    wrong = wrong or (extra is not None and (is_tensor(extra) or always(extra, Sequence)))
    if len(given.args) != 3 or keywords != ["hints"] or wrong:
        usage = "`hints_wrapper(body, (x,), {}, hints={...})`"
        return "GB0335", "takes a body, a tuple, a dict and the keyword `hints`", f"call it as {usage}"
    return None


def _out_dtype(given: Arguments) -> Fault | None:
    if given.keywords:
        return "GB0336", "takes no keywords", "give operator, dtype and operands by position"
    return None


def _strict_mode(given: Arguments) -> Fault | None:
    operands = given.get(1)
    if isinstance(operands, Sequence) and any(
        isinstance(v, (Sequence, Mapping)) for v in operands.items or options(element_of(operands))
    ):
        return "GB0345", "is given a container inside its operands", "hand over the tensors one by one"
    if given.keywords and all(name not in ("callable", "operands") for name, _ in given.keywords):
        return "GB0337", "takes no keywords", "give the function and its operands by position"
    return None


def _delegate(given: Arguments) -> Fault | None:
    if given.keywords:
        return "GB0327", "takes no keywords", "give the module and its inputs by position"
    if is_tensor(given.get(0)):
        return "GB6017", "wants a lowered module first", "hand over the module that ExecuTorch has lowered"
    return None


_CHECKS: dict[str, Callable[[Arguments], Fault | None]] = {
    "cond": _cond,
    "while_loop": _while_loop,
    "map_impl": _map,
    "scan": _scan,
    "wrap_with_set_grad_enabled": _set_grad_enabled,
    "wrap_with_autocast": _autocast,
    "hints_wrapper": _hints_wrapper,
    "out_dtype": _out_dtype,
    "strict_mode": _strict_mode,
    "executorch_call_delegate": _delegate,
}
