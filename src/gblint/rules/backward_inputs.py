"""``loss.backward(inputs=[...])`` where Dynamo traces it (``trace_autograd_ops``): GB7054, GB1042, GB0442."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.walk import walk
from gblint.tracing.values import Sequence, Value, options, strong_tensor

_HINT = "name parameters or tensors that are handed to the compiled function, or leave `inputs` out"


class BackwardInputs(Rule):
    """The tensors for which ``backward`` is to accumulate gradients: leaves from outside the region only."""

    codes = frozenset({"GB7054", "GB1042", "GB0442"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            wanted = target.arguments.keyword("inputs") if target.name == "torch.Tensor.backward" else None
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
