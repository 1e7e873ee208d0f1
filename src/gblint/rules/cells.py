"""Variables of a function around, written where Dynamo cannot write them back (GB0169)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule

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
