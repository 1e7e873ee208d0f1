"""NumPy in compiled code: round trips that trace today (notes), and what Dynamo's NumPy does not have."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.tracing.values import Tensor, options, strong_tensor


class NumpyRoundTrip(Rule):
    """``.numpy()`` and ``torch.from_numpy`` are traced as tensors while ``trace_numpy`` is on."""

    codes = frozenset({"GB0105", "GB0231"})
    calls = names("torch.Tensor.numpy ?.numpy torch.from_numpy")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name == "torch.Tensor.numpy" or (
                target.name == "?.numpy" and not node.args and not self.trace.project_has_method("numpy")
            ):
                known = target.receiver is not None and any(isinstance(v, Tensor) for v in options(target.receiver))
                self._report(node, "GB0105", known)
            elif target.name == "torch.from_numpy":
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


# Modules of NumPy that have a function of the same name as such a method.
_MODULES = names("linalg ma")


class UfuncMethod(Rule):
    """``np.add.reduce(a)``: Dynamo has a counterpart of the ufunc, and none of its methods."""

    codes = frozenset({"GB0290"})

    def wants(self, name: str) -> bool:
        home, _, method = name.rpartition(".")
        package, _, function = home.rpartition(".")
        return method in _INSTEAD and package == "numpy" and function.islower() and function not in _MODULES

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            self.trace.report(
                node,
                "GB0290",
                f"`{self.trace.text(node.func)}` is a method of a NumPy function, which Dynamo does not trace",
                _INSTEAD[target.name.rpartition(".")[2]],
            )


_INSTEAD = {
    "reduce": "call the reduction itself (`np.sum`, `np.prod`, `np.max`, `np.any`), or its torch counterpart",
    "accumulate": "call `np.cumsum` or `np.cumprod`, or `torch.cummax` and `torch.cummin`",
    "outer": "call `np.outer`, or broadcast: `a[:, None] + b[None, :]`",
    "at": "use `torch.Tensor.index_add` or `scatter_add`",
    "reduceat": "use `torch.segment_reduce`, or `torch.Tensor.index_add`",
}


class TypeInfoOfArray(Rule):
    """``np.finfo(array)``: the answer is wanted while the graph is made, and the array has no value then."""

    codes = frozenset({"GB0300"})
    calls = names("numpy.finfo numpy.iinfo")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.args:
                tensor = strong_tensor(target.arguments.args[0])
                if tensor is not None and tensor.array:
                    text = self.trace.text(node)
                    message = f"`{text}` asks for the type of an array by its value"
                    self.trace.report(node, "GB0300", message, "give the type itself: `np.finfo(np.float32)`")


class ArrayVersion(Rule):
    """``array.__version__``: the version is NumPy's, not the array's."""

    codes = frozenset({"GB0159"})
    subjects: ClassVar = {cst.Attribute: (Tensor,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value == "__version__":
            if any(isinstance(v, Tensor) and v.array for v in options(self.trace.value(node.value))):
                message = f"`{self.trace.text(node)}` is an attribute that arrays do not have"
                self.trace.report(node, "GB0159", message, "use `numpy.__version__`")
