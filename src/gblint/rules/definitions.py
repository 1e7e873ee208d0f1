"""Definitions and imports that Dynamo does not run: class bodies (GB8977)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule


class ClassInRegion(Rule):
    """A class statement inside compiled code."""

    codes = frozenset({"GB8977"})

    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self.trace.report(
            node,
            "GB8977",
            f"the class `{node.name.value}` is defined inside the compiled code",
            "define it at the top of the module",
        )
