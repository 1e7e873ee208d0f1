"""Messages of ``torch._check`` (GB9158), checks of every element (GB0124), generators that are compiled (GB0003)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.values import Function, Tensor, any_option, strong_tensor


class CheckMessage(Rule):
    """The message of ``torch._check`` is a function that closes over a tensor.

    The check goes into the graph, but its message is made while tracing, when the tensor has no value.
    """

    codes = frozenset({"GB9158"})

    def wants(self, name: str) -> bool:
        return name.startswith("torch._check")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if len(target.arguments.values) >= 2:
                for value in target.arguments.values[1:]:
                    if isinstance(value, Function) and (name := _closed_over(value)) is not None:
                        self.trace.report(
                            node,
                            "GB9158",
                            f"the message of `{self.trace.text(node.func)}` closes over the tensor `{name}`",
                            "use a constant message, or close over plain numbers only",
                        )


class CheckEveryElement(Rule):
    """``torch._check_tensor_all``: whether all elements hold is read out of the tensor."""

    codes = frozenset({"GB0124"})
    calls = frozenset(("torch._check_tensor_all", "torch._check_tensor_all_with"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            tensors = [v for v in target.arguments.values if strong_tensor(v) is not None]
            if tensors and not self.trace.options.scalars_captured:
                self.trace.report(
                    node,
                    "GB0124",
                    f"`{self.trace.text(node.func)}` reads out of the tensor whether all of its elements hold",
                    "use `torch._assert_async` on the tensor, or `torch._check` on sizes and plain numbers",
                )


def _closed_over(message: Function) -> str | None:
    names = (n for n, cell in message.cells if n in message.code.names and any_option(cell, Tensor))
    return next(names, None)


class CompiledGenerator(Rule):
    """A generator function is what ``torch.compile`` is given.

    Dynamo runs it eagerly, without a word. A generator that compiled code calls is traced.
    """

    codes = frozenset({"GB0003"})

    def visit_Yield(self, node: cst.Yield) -> None:
        code = self.trace.code
        if code is None or not self.trace.enters_here or not isinstance(code.node, cst.FunctionDef):
            return
        self.trace.report(
            code.node.name,
            "GB0003",
            f"`{code.name}` is a generator, which Dynamo does not compile",
            "compile the function that computes one step, and call it from the generator",
        )
