"""Functions kept out of Dynamo (GB0098, GB0099), and modules built where they should only be called (GB0264)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Bound, Function, Instance, Wrapped


class DisabledCall(Rule):
    """A call of something under ``torch.compiler.disable``."""

    codes = frozenset({"GB0098", "GB0099", "GB0148"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.kind == "disabled":
                receiver = target.receiver
                inner = receiver.inner if isinstance(receiver, Wrapped) else receiver
                shallow = isinstance(receiver, Wrapped) and receiver.detail is True  # recursive=False
                code = "GB0098" if isinstance(inner, Function) and not shallow else "GB0099"
                if isinstance(inner, Instance):
                    code = "GB0148"
                name = self.trace.text(node.func)
                what = "method" if isinstance(inner, Bound) else "function"
                self.trace.report(
                    node,
                    code,
                    f"`{name}` is a {what} that `torch.compiler.disable` keeps out of the graph",
                    "call it outside the region, or make it a `torch.library.custom_op` that the graph can hold",
                )
