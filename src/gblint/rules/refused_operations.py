"""Single operations that Dynamo refuses wherever they stand (GB0129, GB0130, GB0159, GB0017, GB1750, GB9860)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import External, ExternalInstance, Tensor, options, strong_tensor

_SPARSE = {"sparse_resize_": "GB0129", "sparse_resize_and_clear_": "GB0130"}


class SparseResize(Rule):
    """The methods that resize a sparse tensor in place."""

    codes = frozenset(_SPARSE.values())

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            method = target.name.rpartition(".")[2]
            if method in _SPARSE and target.receiver is not None and strong_tensor(target.receiver) is not None:
                message = f"`{self.trace.text(node)}` resizes a sparse tensor in place"
                hint = "build a new tensor with `torch.sparse_coo_tensor`, outside the region"
                self.trace.report(node, _SPARSE[method], message, hint)


class ArrayVersion(Rule):
    """``array.__version__``: the version is NumPy's, not the array's."""

    codes = frozenset({"GB0159"})

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value == "__version__":
            if any(isinstance(v, Tensor) and v.array for v in options(self.trace.value(node.value))):
                message = f"`{self.trace.text(node)}` is an attribute that arrays do not have"
                self.trace.report(node, "GB0159", message, "use `numpy.__version__`")


class InvokeSubgraph(Rule):
    """``invoke_subgraph`` called by its own name."""

    codes = frozenset({"GB0017"})

    def visit_Call(self, node: cst.Call) -> None:
        value = self.trace.value(node.func)
        if isinstance(value, External) and value.name.startswith("torch._higher_order_ops."):
            if value.name.endswith(".invoke_subgraph"):
                message = f"`{self.trace.text(node.func)}` is an operator that Dynamo makes itself and does not take"
                hint = "decorate the function with `torch.compiler.nested_compile_region` and call it"
                self.trace.report(node, "GB0017", message, hint)


class PointToPoint(Rule):
    """``torch.distributed.P2POp``: made, or changed, in the region."""

    codes = frozenset({"GB1750", "GB9860"})

    def visit_Call(self, node: cst.Call) -> None:
        if any(target.name == "torch.distributed.P2POp" for target in self.trace.targets(node)):
            message = f"`{self.trace.text(node)}` makes a point-to-point operation, which is not compiled by default"
            hint = "make it outside the region, or set TORCHDYNAMO_ENABLE_P2P_COMPILATION=1"
            self.trace.report(node, "GB1750", message, hint)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        """Needed for ``visit_store``; reading an attribute is clean."""

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute):
            if self.trace.value(node.value) == ExternalInstance("torch.distributed.P2POp"):
                message = f"`{self.trace.text(node)}` changes a point-to-point operation"
                self.trace.report(node, "GB9860", message, "make a new `P2POp` outside the region")
