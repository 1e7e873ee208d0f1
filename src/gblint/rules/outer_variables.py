"""Variables of a function around, and of the module, written where Dynamo cannot write them back."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.source.walk import walk

# Methods that Dynamo calls by itself, without knowing where the function came from.
_IMPLIED = frozenset(("__init__", "__eq__"))


class NonlocalInMethod(Rule):
    """``nonlocal count; count += 1`` in ``__init__`` or ``__eq__`` of a class made by a function before the region."""

    codes = frozenset({"GB0169"})

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        self._look(node, node.target)

    def visit_Assign(self, node: cst.Assign) -> None:
        for target in node.targets:
            self._look(node, target.target)

    def _look(self, node: cst.CSTNode, target: cst.BaseExpression) -> None:
        code = self.trace.code
        if code is None or not isinstance(target, cst.Name) or not self.trace.is_nonlocal(target.value):
            return
        if code.qualname.rpartition(".")[2] in _IMPLIED:
            self.trace.report(
                node,
                "GB0169",
                f"`{target.value}` of the function around is written in `{code.qualname.rpartition('.')[2]}`",
                "keep the value in an attribute of the class or in a list",
            )


class HookInGlobal(Rule):
    """``global handle; handle = t.register_hook(...)``: while tracing there is no handle that could be stored."""

    codes = frozenset({"GB0100", "GB0101"})
    calls = frozenset(("torch.Tensor.register_hook", "torch.Tensor.register_post_accumulate_grad_hook"))

    def visit_Call(self, node: cst.Call) -> None:
        if not self.wanted(node) or not self._kept_globally(node):
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
