"""Definitions and imports inside compiled code: class bodies (GB8977), optional packages (GB0069)."""

from __future__ import annotations

import sys

import libcst as cst
from libcst.helpers import get_full_name_for_node

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


class OptionalImport(Rule):
    """An import in the region of a package that may be missing: clean where it is installed."""

    codes = frozenset({"GB0069"})

    def visit_Import(self, node: cst.Import) -> None:
        for alias in node.names:
            self._look(node, alias.evaluated_name)

    def visit_ImportFrom(self, node: cst.ImportFrom) -> None:
        if node.module is not None and not node.relative:
            self._look(node, get_full_name_for_node(node.module) or "")

    def _look(self, node: cst.CSTNode, dotted: str) -> None:
        top = dotted.partition(".")[0]
        if top in sys.stdlib_module_names or top in ("torch", "numpy") or self.trace.in_project(dotted):
            return
        self.trace.report(
            node,
            "GB0069",
            f"importing `{top}` in the region breaks the graph where it is not installed",
            "import it at the top of the module and test a flag in the region",
            note=True,
        )
