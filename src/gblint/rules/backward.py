"""The backward pass, started in compiled code: what ``backward`` and ``autograd.grad`` then demand."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.walk import walk
from gblint.tracing.frame import Target
from gblint.tracing.values import TRUE, Sequence, Value, options, strong_tensor

_ENGINE = "torch.autograd.Variable._execution_engine."


class AutogradEngine(Rule):
    """Calls of the autograd engine itself, mostly to run something at the end of the backward pass."""

    codes = frozenset({"GB0165", "GB0166"})

    def wants(self, name: str) -> bool:
        return name.startswith(_ENGINE)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            callback = target.name == f"{_ENGINE}queue_callback"
            self.trace.report(
                node,
                "GB0166" if callback else "GB0165",
                f"`{self.trace.text(node)}` calls the autograd engine, which Dynamo does not trace",
                "call it outside the region, in a function under `torch.compiler.disable`",
            )


_HINT = "name parameters or tensors that are handed to the compiled function, or leave `inputs` out"


class BackwardInputs(Rule):
    """The tensors for which ``backward`` is to accumulate gradients: leaves from outside the region only."""

    codes = frozenset({"GB7054", "GB1042", "GB0442"})
    calls = frozenset(("torch.Tensor.backward",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            wanted = target.arguments.keyword("inputs")
            if wanted is not None and self.trace.options.trace_autograd:
                self._look(node, wanted)

    def _look(self, node: cst.Call, wanted: Value) -> None:
        text = self.trace.text(node)
        if any(isinstance(v, Sequence) and v.items == () for v in options(wanted)):
            self.trace.report(node, "GB0442", f"`{text}` is given no tensor to differentiate for", _HINT)
            return
        given = next(a.value for a in node.args if a.keyword is not None and a.keyword.value == "inputs")
        parts = [e.value for e in given.elements] if isinstance(given, (cst.List, cst.Tuple)) else [given]
        for part in parts:
            tensor = strong_tensor(self.trace.value(part))
            if tensor is not None and tensor.computed and isinstance(part, cst.Name):
                name = self.trace.text(part)
                code = "GB1042" if self._is_made_leaf(part.value) else "GB7054"
                self.trace.report(node, code, f"`{text}`: `{name}` is computed in the region", _HINT)
                return

    def _is_made_leaf(self, name: str) -> bool:
        """Whether the function makes the variable a leaf of its own with ``requires_grad_()``."""
        code = self.trace.code
        for part in walk(code.node.body) if code is not None else ():
            if isinstance(part, cst.Attribute) and part.attr.value == "requires_grad_":
                if isinstance(part.value, cst.Name) and part.value.value == name:
                    return True
            elif isinstance(part, cst.Assign) and isinstance(part.value, cst.Call):
                calls_it = isinstance(part.value.func, cst.Attribute) and part.value.func.attr.value == "requires_grad_"
                if calls_it and any(self.trace.text(t.target) == name for t in part.targets):
                    return True
        return False


class GradientOf(Rule):
    """Inputs that are an iterator; a result that is returned although its graph has been used up."""

    codes = frozenset({"GB6663", "GB4927"})
    calls = frozenset(("torch.autograd.grad",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if self.trace.options.trace_autograd:
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        inputs = target.arguments.args[1] if len(target.arguments.args) > 1 else None
        text = self.trace.text(node)
        if inputs is not None and _is_iterator(inputs):
            message = f"`{text}` is given an iterator of inputs"
            self.trace.report(node, "GB6663", message, "make a tuple of it: `tuple(module.parameters())`")
            return
        kept = any(target.arguments.keyword(name) == TRUE for name in ("retain_graph", "create_graph"))
        output = node.args[0].value if node.args else None
        code = self.trace.code
        if not kept and isinstance(output, cst.Name) and code is not None and _returns(code.node, output.value):
            message = f"`{text}` uses up the graph of `{output.value}`, which is returned"
            self.trace.report(node, "GB4927", message, f"return `{output.value}.detach()`, or pass `retain_graph=True`")


def _is_iterator(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind in ("iterator", "generator")


def _returns(code: cst.CSTNode, name: str) -> bool:
    """Whether a variable itself is returned, alone or in a tuple."""
    for part in walk(code):
        if isinstance(part, cst.Return) and part.value is not None:
            parts = part.value.elements if isinstance(part.value, cst.Tuple) else ()
            values = [element.value for element in parts] or [part.value]
            if any(isinstance(value, cst.Name) and value.value == name for value in values):
                return True
    return False
