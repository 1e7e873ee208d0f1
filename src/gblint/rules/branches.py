"""Side effects of functions that go into the graph as a whole: ``torch.cond``, ``checkpoint`` (GB0067, GB4413)."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.source.outline import Code
from gblint.source.walk import walk

CONDS = frozenset(("torch.cond", "torch._higher_order_ops.cond"))
CHECKPOINTS = frozenset(("torch.utils.checkpoint.checkpoint",))
_MUTATORS = names(
    "append appendleft extend insert add update pop popitem popleft remove discard clear setdefault sort reverse"
)
HINT = "return the value from the function, and store it after the call"


class BranchSideEffect(Rule):
    """A branch of ``torch.cond``, or a checkpointed function, changes something that lives outside it.

    Dynamo puts such a function into the graph as a graph of its own, which can only take tensors and return tensors.
    Appending to an outer list, setting a key or rebinding a ``nonlocal`` cannot be replayed; setting an attribute
    cannot in a branch of ``torch.cond``.
    """

    codes = frozenset({"GB0067", "GB4413"})
    calls = CONDS | CHECKPOINTS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            for code in self.trace.inlined(node):
                self._look(node, code, target.name in CONDS)

    def _look(self, node: cst.Call, code: Code, is_cond: bool) -> None:
        operator = self.trace.text(node.func)
        own = own_names(code)
        for part in walk(code.node.body):
            if (changed := _changed(part, own)) is not None:
                message = f"`{changed}` is changed in a function that `{operator}` puts into the graph"
                self.trace.report(part, "GB0067", message, HINT, unit=code.unit)
                return
            if is_cond and (attribute := _attribute_set(part, own, code)) is not None:
                message = f"a branch of `{operator}` sets `{self.trace.text(attribute, code.unit)}`"
                self.trace.report(node, "GB4413", message, HINT)
                return


def own_names(code: Code) -> frozenset[str]:
    """The parameters and local variables of a function, without those it declares nonlocal or global."""
    parameters = code.node.params
    names = {p.name.value for p in (*parameters.posonly_params, *parameters.params, *parameters.kwonly_params)}
    outer: set[str] = set()
    for node in walk(code.node.body):
        if isinstance(node, (cst.Global, cst.Nonlocal)):
            outer.update(item.name.value for item in node.names)
        else:
            names.update(t.value for t in _targets(node) if isinstance(t, cst.Name))
    return frozenset(names - outer)


def _targets(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    """What a statement assigns to, tuples taken apart."""
    if isinstance(node, cst.Assign):
        found: list[cst.CSTNode] = [t.target for t in node.targets]
    elif isinstance(node, (cst.AugAssign, cst.AnnAssign, cst.NamedExpr, cst.For, cst.CompFor)):
        found = [node.target]
    elif isinstance(node, cst.AsName):
        found = [node.name]
    else:
        found = []
    while found:
        target = found.pop()
        if isinstance(target, (cst.Tuple, cst.List)):
            found += [e.value for e in target.elements]
        else:
            yield target


def _root(node: cst.CSTNode) -> str | None:
    """The name that an attribute or element is reached from."""
    while isinstance(node, (cst.Attribute, cst.Subscript)):
        node = node.value
    return node.value if isinstance(node, cst.Name) else None


def _changed(node: cst.CSTNode, own: frozenset[str]) -> str | None:
    """The outer name that a node changes: ``seen.append(x)``, ``seen[k] = x``, ``total += x`` of a nonlocal."""
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.func.attr.value in _MUTATORS:
        base = node.func.value
        return base.value if isinstance(base, cst.Name) and base.value not in own else None
    for target in _targets(node):
        if isinstance(target, (cst.Name, cst.Subscript)):
            name = _root(target)
            plain = isinstance(target, cst.Name) or isinstance(target.value, cst.Name)
            if plain and name is not None and name not in own:
                return name
    return None


def _attribute_set(node: cst.CSTNode, own: frozenset[str], code: Code) -> cst.Attribute | None:
    """The attribute of an outer object that a statement sets; a method's receiver is such an object too."""
    positional = [*code.node.params.posonly_params, *code.node.params.params]
    receiver = positional[0].name.value if code.owner is not None and positional else None
    for target in _targets(node):
        if isinstance(target, cst.Attribute) and (name := _root(target)) is not None:
            if name not in own or name == receiver:
                return target
    return None
