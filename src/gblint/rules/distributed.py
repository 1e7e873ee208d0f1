"""Messages between two ranks, in ``torch.distributed``: Dynamo takes them only where a setting allows it."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import ExternalInstance

_CODES = {"isend": "GB2696", "irecv": "GB2696", "batch_isend_irecv": "GB9300", "P2POp": "GB1750"}
_HOMES = ("torch.distributed", "torch.distributed.distributed_c10d")


class PointToPoint(Rule):
    """``dist.isend``, ``irecv`` and ``batch_isend_irecv``; a ``P2POp`` that is made or changed."""

    codes = frozenset({"GB2696", "GB9300", "GB1750", "GB9860"})
    calls = frozenset(f"{home}.{short}" for home in _HOMES for short in _CODES)

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            self._report(node, _CODES[target.name.rpartition(".")[2]])

    def visit_store(self, node: cst.CSTNode) -> None:
        if isinstance(node, cst.Attribute):
            if self.trace.value(node.value) == ExternalInstance("torch.distributed.P2POp"):
                self._report(node, "GB9860")

    def _report(self, node: cst.CSTNode, code: str) -> None:
        self.trace.report(
            node,
            code,
            f"`{self.trace.text(node)}` is for a message between two ranks, which is not compiled by default",
            "communicate between compiled functions, or by a collective such as `all_gather`",
        )
