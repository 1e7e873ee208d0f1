"""Constructors that Dynamo refuses: of tensor subclasses, TypedDicts, abstract classes (GB0026, GB0257, GB2404)."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.members import binding, family, outside_bases
from gblint.rules.trace import Trace
from gblint.source.outline import Assignment, ClassDef, FunctionDef
from gblint.source.walk import walk
from gblint.tracing.values import Class, Constant, Scalar, Sequence, Value, options


class _Construction(Rule):
    """A call of a class of the project."""

    subjects: ClassVar = {cst.Call: (Class,)}

    def visit_Call(self, node: cst.Call) -> None:
        for option in options(self.trace.value(node.func)):
            if isinstance(option, Class):
                self.construct(node, option.definition)

    def construct(self, node: cst.Call, definition: ClassDef) -> None:
        """Looks at one construction."""


class TensorSubclass(_Construction):
    """A subclass of ``torch.Tensor`` without a ``__new__`` of its own, made of anything but one tensor."""

    codes = frozenset({"GB0026"})

    def construct(self, node: cst.Call, definition: ClassDef) -> None:
        if outside_bases(self.trace, definition)[:1] != ["torch.Tensor"] or any(a.star for a in node.args):
            return
        if any(binding(self.trace, definition, name) is not None for name in ("__new__", "__tensor_flatten__")):
            return
        if len(node.args) == 1 and node.args[0].keyword is None:
            if not all(_is_plain(v) for v in options(self.trace.value(node.args[0].value))):
                return
        self.trace.report(
            node,
            "GB0026",
            f"`{self.trace.text(node)}` makes a tensor subclass of something other than one tensor",
            f"make the tensor first and convert it: `tensor.as_subclass({definition.name})`",
        )


def _is_plain(value: Value) -> bool:
    return isinstance(value, (Constant, Scalar, Sequence))


class OptionalKeys(_Construction):
    """A ``TypedDict`` with optional keys is constructed."""

    codes = frozenset({"GB0257"})

    def construct(self, node: cst.Call, definition: ClassDef) -> None:
        if not any(name.endswith(".TypedDict") for name in outside_bases(self.trace, definition)):
            return
        if any(_has_optional_keys(base) for base in family(self.trace, definition)):
            self.trace.report(
                node,
                "GB0257",
                f"`{definition.name}` is a TypedDict with optional keys",
                f"write a dict display and annotate it: `out: {definition.name} = {{...}}`",
            )


def _has_optional_keys(definition: ClassDef) -> bool:
    declared = [b[-1] for b in definition.members.values() if isinstance(b[-1], Assignment)]
    for keyword in definition.header[0].keywords if definition.header is not None else ():
        if keyword.keyword is not None and keyword.keyword.value == "total":
            if isinstance(keyword.value, cst.Name) and keyword.value.value == "False" and declared:
                return True
    parsed = [d.statement for d in declared]
    return any(
        isinstance(part, cst.Name) and part.value == "NotRequired"
        for statement in parsed
        if statement is not None
        for part in walk(statement[0])
    )


class AbstractClass(_Construction):
    """A class that still has abstract methods is instantiated, which Python refuses."""

    codes = frozenset({"GB2404"})

    def construct(self, node: cst.Call, definition: ClassDef) -> None:
        if binding(self.trace, definition, "__new__") is not None or not _checks(self.trace, definition):
            return
        names = {name for base in family(self.trace, definition) for name in base.members}
        missing = sorted(n for n in names if _is_abstract(binding(self.trace, definition, n)))
        if missing:
            self.trace.report(
                node,
                "GB2404",
                f"`{definition.name}` has the abstract method `{missing[0]}` and cannot be instantiated",
                "instantiate a subclass that has all methods",
            )


def _checks(trace: Trace, definition: ClassDef) -> bool:
    """Whether the metaclass is ABCMeta, which refuses to make an object of an abstract class."""
    if "abc.ABC" in outside_bases(trace, definition):
        return True
    headers = [base.header for base in family(trace, definition) if base.header is not None]
    return any(
        k.keyword is not None and k.keyword.value == "metaclass" and "ABCMeta" in trace.text(k.value, unit)
        for header, unit in headers
        for k in header.keywords
    )


def _is_abstract(bound: object) -> bool:
    return isinstance(bound, FunctionDef) and "abstractmethod" in bound.text.partition("def ")[0]
