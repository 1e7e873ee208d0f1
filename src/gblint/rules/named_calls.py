"""Callables that break by what they are: Dynamo's own switches, the autograd engine, methods of NumPy's ufuncs."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.source.walk import walk
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    Bound,
    External,
    Function,
    Mapping,
    Sequence,
    Value,
    any_option,
    element_of,
    options,
    strong_tensor,
)  # fmt: skip

_ENGINE = "torch.autograd.Variable._execution_engine."
_UFUNC_METHODS = names("reduce accumulate outer at reduceat")
_NONSTRICT = names("torch._dynamo.nonstrict_trace torch.compiler.nonstrict_trace")


class DebuggingSwitch(Rule):
    """``torch._dynamo.skip_frame()`` and ``step_unsupported()``: breaks made on purpose, left over from debugging."""

    codes = frozenset({"GB4297", "GB4636", "GB0284"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "torch._dynamo.skip_frame":
                code = "GB4297"
            elif target.name == "torch._dynamo.step_unsupported":
                code = "GB0284" if self.trace.options.fullgraph else "GB4636"
            else:
                continue
            message = f"`{self.trace.text(node)}` makes Dynamo leave this function to Python"
            self.trace.report(node, code, message, "remove the call, which serves debugging only")


class AutogradEngine(Rule):
    """Calls of the autograd engine itself, mostly to run something at the end of the backward pass."""

    codes = frozenset({"GB0165", "GB0166"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name.startswith(_ENGINE):
                callback = target.name == f"{_ENGINE}queue_callback"
                self.trace.report(
                    node,
                    "GB0166" if callback else "GB0165",
                    f"`{self.trace.text(node)}` calls the autograd engine, which Dynamo does not trace",
                    "call it outside the region, in a function under `torch.compiler.disable`",
                )


class UfuncMethod(Rule):
    """``np.add.reduce(a)``: Dynamo has a counterpart of the ufunc, and none of its methods."""

    codes = frozenset({"GB0290"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            home, _, method = target.name.rpartition(".")
            if method in _UFUNC_METHODS and home.startswith("numpy.") and home.count(".") == 1 and home.islower():
                self.trace.report(
                    node,
                    "GB0290",
                    f"`{self.trace.text(node.func)}` is a method of a NumPy function, which Dynamo does not trace",
                    _INSTEAD.get(method, "use a torch function for this step"),
                )


_INSTEAD = {
    "reduce": "call the reduction itself (`np.sum`, `np.prod`, `np.max`, `np.any`), or its torch counterpart",
    "accumulate": "call `np.cumsum` or `np.cumprod`, or `torch.cummax` and `torch.cummin`",
    "outer": "call `np.outer`, or broadcast: `a[:, None] + b[None, :]`",
    "at": "use `torch.Tensor.index_add` or `scatter_add`",
}


class TypeInfoOfArray(Rule):
    """``np.finfo(array)``: the answer is wanted while the graph is made, and the array has no value then."""

    codes = frozenset({"GB0300"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name in ("numpy.finfo", "numpy.iinfo") and target.arguments.args:
                tensor = strong_tensor(target.arguments.args[0])
                if tensor is not None and tensor.array:
                    text = self.trace.text(node)
                    message = f"`{text}` asks for the type of an array by its value"
                    self.trace.report(node, "GB0300", message, "give the type itself: `np.finfo(np.float32)`")


class NonstrictInside(Rule):
    """``nonstrict_trace`` put around a function that is defined inside the compiled code."""

    codes = frozenset({"GB0078"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            first = target.arguments.get(0)
            if target.name in _NONSTRICT and first is not None:
                if any(isinstance(v, Function) and v.code.parent is self.trace.code for v in options(first)):
                    self._report(node)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value == "nonstrict_trace" and any(
            isinstance(v, External) and v.name in _NONSTRICT for v in options(self.trace.value(node))
        ):
            if self._decorates(node):
                self._report(node)

    def _decorates(self, node: cst.CSTNode) -> bool:
        code = self.trace.code
        parts = walk(code.node.body) if code is not None else ()
        return any(isinstance(n, cst.Decorator) and n.decorator is node for n in parts)

    def _report(self, node: cst.CSTNode) -> None:
        message = f"`{self.trace.text(node)}` is applied to a function defined inside the compiled code"
        self.trace.report(node, "GB0078", message, "define the function, with the decorator, at the top of the module")


class NamedTupleMade(Rule):
    """``namedtuple(...)`` called in the region with field names or defaults that are no constants."""

    codes = frozenset({"GB0201"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "collections.namedtuple" and any(_unfit(v) for v in target.arguments.values):
                self.trace.report(
                    node,
                    "GB0201",
                    f"`{self.trace.text(node)}` makes a class from values that are not constant",
                    "define the named tuple at the top of the module, or give the names as a list of strings",
                )


def _unfit(value: Value) -> bool:
    for option in options(value):
        if isinstance(option, Sequence):
            if option.kind == "iterator" or any(strong_tensor(v) is not None for v in options(element_of(option))):
                return True
        elif isinstance(option, Mapping) and any(strong_tensor(v) is not None for _, v in option.items):
            return True
    return False


class KeysNotHashable(Rule):
    """``dict.fromkeys`` of lists, sets or dicts, which cannot be keys."""

    codes = frozenset({"GB0183"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            keys = target.arguments.get(0) if target.name == "builtins.dict.fromkeys" else None
            for option in options(keys) if keys is not None else ():
                if isinstance(option, Sequence) and option.items and all(_unhashable(v) for v in option.items):
                    message = f"`{self.trace.text(node)}` makes keys of values that cannot be hashed"
                    self.trace.report(node, "GB0183", message, "make tuples of them first")


def _unhashable(value: Value) -> bool:
    return any_option(value, Mapping) or any(
        isinstance(v, Sequence) and v.kind in ("list", "set") for v in options(value)
    )


class ConstantResult(Rule):
    """A function under ``assume_constant_result`` handed a list or dict with tensors in it.

    Dynamo calls such a function for real and needs plain values for that; a tensor alone is one, a container is not.
    """

    codes = frozenset({"GB2520"})

    def visit_Call(self, node: cst.Call) -> None:
        for code in self.trace.inlined(node):
            if isinstance(code.node, cst.FunctionDef) and any(_assumes(d.decorator) for d in code.node.decorators):
                if any(_holds_tensor(self.trace.value(a.value)) for a in node.args):
                    self.trace.report(
                        node,
                        "GB2520",
                        f"`{self.trace.text(node)}` is handed a container of tensors, and its result taken as constant",
                        "hand it the tensors one by one, or only what it needs of them",
                    )


def _assumes(node: cst.BaseExpression) -> bool:
    name = node.attr if isinstance(node, cst.Attribute) else node
    return isinstance(name, cst.Name) and name.value == "assume_constant_result"


def _holds_tensor(value: Value) -> bool:
    return any(
        (isinstance(v, Sequence) and strong_tensor(element_of(v)) is not None)
        or (isinstance(v, Mapping) and any(strong_tensor(part) is not None for _, part in v.items))
        for v in options(value)
    )


class NonGeneratorContext(Rule):
    """``with f():`` of a function under ``contextlib.contextmanager`` that does not yield."""

    codes = frozenset({"GB0221", "GB0142"})

    def visit_WithItem(self, node: cst.WithItem) -> None:
        if not isinstance(node.item, cst.Call):
            return
        for code in self.trace.inlined(node.item):
            if code.generator or not isinstance(code.node, cst.FunctionDef):
                continue
            if any(_named(d.decorator) == "contextmanager" for d in code.node.decorators):
                message = f"`{self.trace.text(node.item)}` enters a `@contextmanager` function that has no `yield`"
                hint = "write it with `yield`, or return the context manager without the decorator"
                self.trace.report(node.item, "GB0221", message, hint)
                if not self.trace.options.fullgraph:
                    self.trace.report(node.item, "GB0142", message, hint)


def _named(node: cst.BaseExpression) -> str:
    name = node.attr if isinstance(node, cst.Attribute) else node
    return name.value if isinstance(name, cst.Name) else ""


class HookInGlobal(Rule):
    """``global handle; handle = t.register_hook(...)``: while tracing there is no handle that could be stored."""

    codes = frozenset({"GB0100", "GB0101"})

    def visit_Call(self, node: cst.Call) -> None:
        if not any(_registers(t) for t in self.trace.targets(node)) or not self._kept_globally(node):
            return
        inside = self._in_entered_module()
        message = f"the handle that `{self.trace.text(node)}` gives is stored in a global variable"
        hint = "keep the handle in a local variable or an attribute, or register the hook outside the region"
        if not inside:
            self.trace.report(node, "GB0101", message, hint)
        if inside or not self.trace.options.fullgraph:  # having broken, Dynamo tries the function on its own
            self.trace.report(node, "GB0100", message, hint)

    def _kept_globally(self, node: cst.Call) -> bool:
        code, declared = self.trace.code, self.trace.frame.globals
        if code is None or not declared:
            return False
        return any(
            isinstance(n, cst.Assign)
            and n.value is node
            and any(isinstance(t.target, cst.Name) and t.target.value in declared for t in n.targets)
            for n in walk(code.node.body)
        )

    def _in_entered_module(self) -> bool:
        """Whether a region is entered in this module: its globals are then those of the frame that Dynamo compiles."""
        specs = self.trace.frame.tracer.regions.specs.values()
        here = self.trace.frame.module
        return any(spec.code is not None and spec.code.module is here for spec in specs)


def _registers(target: Target) -> bool:
    return target.name in ("torch.Tensor.register_hook", "torch.Tensor.register_post_accumulate_grad_hook")


class TensorPartAssigned(Rule):
    """``z.real = ...``: attributes of a tensor whose setters are C code, which the graph has no operation for."""

    codes = frozenset({"GB0058"})

    def visit_Attribute(self, node: cst.Attribute) -> None:
        """Needed for ``visit_store``; reading the attribute is clean."""

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute) and node.attr.value in ("real", "imag"):
            base = self.trace.frame.value(node.value)
            if strong_tensor(base) is not None:
                text = self.trace.text(node)
                hint = f"copy in place, `{text}.copy_(value)`, or build the tensor with `torch.complex`"
                self.trace.report(node, "GB0058", f"`{text}`, a part of a tensor, is assigned", hint)


class TensorMethodAsKey(Rule):
    """``{x.sum: 1}``, ``{x.sin}``: a bound method of a tensor is hashed."""

    codes = frozenset({"GB0682"})

    def visit_Dict(self, node: cst.Dict) -> None:
        for element in node.elements:
            if isinstance(element, cst.DictElement):
                self._look(element.key)

    def visit_Set(self, node: cst.Set) -> None:
        for element in node.elements:
            self._look(element.value)

    def _look(self, node: cst.BaseExpression) -> None:
        if tensor_method(self.trace.value(node)):
            message = f"`{self.trace.text(node)}`, a method of a tensor, is hashed"
            self.trace.report(node, "GB0682", message, "use the method's name, a string, as the key")


def tensor_method(value: Value) -> bool:
    """Whether a value is a method taken off a tensor."""
    return any(
        isinstance(v, Bound) and isinstance(v.function, External) and strong_tensor(v.receiver) is not None
        for v in options(value)
    )


class PointToPoint(Rule):
    """``dist.isend``, ``irecv`` and ``batch_isend_irecv``, which Dynamo traces only where a setting allows it."""

    codes = frozenset({"GB2696", "GB9300"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            code = _POINT_TO_POINT.get(target.name.removeprefix("torch.distributed.distributed_c10d."))
            code = code or _POINT_TO_POINT.get(target.name.removeprefix("torch.distributed."))
            if code is not None and target.name.startswith("torch.distributed."):
                self.trace.report(
                    node,
                    code,
                    f"`{self.trace.text(node)}` sends between two ranks, which Dynamo does not trace by default",
                    "call it between compiled functions, or set `torch._dynamo.config.enable_p2p_compilation = True`",
                )


_POINT_TO_POINT = {"isend": "GB2696", "irecv": "GB2696", "batch_isend_irecv": "GB9300"}
