"""Which return statements of a function give away what a call made, by the names that it goes through."""

from __future__ import annotations

import libcst as cst

from gblint.source.walk import walk

# What these give no longer depends on the tensor's autograd state.
_CUTS = frozenset(("detach", "item", "tolist", "numpy", "shape", "size", "dim", "dtype", "device"))


def returned_from(function: cst.FunctionDef | cst.Lambda, call: cst.Call) -> list[cst.CSTNode]:
    """The return statements of ``function`` whose value is, or is computed from, the result or receiver of ``call``."""
    if isinstance(function, cst.Lambda):
        return [function.body] if _depends(function.body, call, set()) else []
    nodes = [n for n in walk(function.body) if isinstance(n, (cst.Assign, cst.AugAssign, cst.AnnAssign, cst.Return))]
    names: set[str] = set()
    if isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Name):
        names.add(call.func.value.value)
    before = -1
    while len(names) > before:
        before = len(names)
        for node in nodes:
            if not isinstance(node, cst.Return) and node.value is not None and _depends(node.value, call, names):
                targets = [t.target for t in node.targets] if isinstance(node, cst.Assign) else [node.target]
                names.update(n.value for t in targets for n in walk(t) if isinstance(n, cst.Name))
    return [n for n in nodes if isinstance(n, cst.Return) and n.value is not None and _depends(n.value, call, names)]


def _depends(node: cst.CSTNode, call: cst.Call, names: set[str]) -> bool:
    """Whether an expression is made of the call, or of one of the names, with no ``.detach()`` around it."""
    pending = [node]
    while pending:
        part = pending.pop()
        if part is call or (isinstance(part, cst.Name) and part.value in names):
            return True
        if isinstance(part, cst.Attribute):
            if part.attr.value not in _CUTS:
                pending.append(part.value)
        else:
            pending.extend(part.children)
    return False
