"""torch._check with a message that closes over tensors (GB9158); compiled generators (GB0003)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Function, any_option, Tensor


class CheckMessage(Rule):
    """The message of ``torch._check`` is a function that closes over a tensor."""

    codes = frozenset({"GB9158"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name.startswith("torch._check") and len(target.arguments.values) >= 2:
                for value in target.arguments.values[1:]:
                    if isinstance(value, Function) and any(
                        any_option(cell, Tensor) for name, cell in value.cells if name in value.code.names
                    ):
                        self.trace.report(
                            node,
                            "GB9158",
                            f"the message of `{self.trace.text(node.func)}` closes over a tensor",
                            "use a constant message, or close over plain numbers only",
                        )
