"""NumPy round trips that trace today and would not under other settings: notes (GB0105, GB0231)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Tensor, options


class NumpyRoundTrip(Rule):
    """``.numpy()`` and ``torch.from_numpy`` are traced as tensors while ``trace_numpy`` is on."""

    codes = frozenset({"GB0105", "GB0231"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name == "torch.Tensor.numpy" or (
                target.name == "?.numpy" and not node.args and not self.trace.project_has_method("numpy")
            ):
                known = target.receiver is not None and any(isinstance(v, Tensor) for v in options(target.receiver))
                self._report(node, "GB0105", known)
            elif target.name in ("torch.from_numpy",):
                self._report(node, "GB0231", True)

    def _report(self, node: cst.Call, code: str, known: bool) -> None:
        on = self.trace.options.trace_numpy
        if not on and not known:
            return
        text = self.trace.text(node)
        message = (
            f"`{text}` is traced only while NumPy is installed and `trace_numpy` is on"
            if on
            else f"`{text}` breaks the graph, for `trace_numpy` is off"
        )
        self.trace.report(node, code, message, "use the torch function of the same name and stay with tensors", note=on)
