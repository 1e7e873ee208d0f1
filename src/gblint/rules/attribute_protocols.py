"""Objects whose attributes are not Python's to look up: ``__getattr__ = dict.get`` (GB0256, GB5458, GB7637)."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.members import family
from gblint.rules.trace import Trace
from gblint.source.outline import Assignment, ClassDef
from gblint.tracing.values import (
    Bound,
    Class,
    Constant,
    External,
    Instance,
    Mapping,
    Value,
    options,
)  # fmt: skip


class BuiltinGetattr(Rule):
    """An attribute that a class looks up with a method of ``dict``: ``__getattr__ = dict.get``.

    Dynamo calls a ``__getattr__`` that is a function; of a builtin there is nothing to trace.
    """

    codes = frozenset({"GB0256", "GB0156"})
    calls = frozenset(("builtins.getattr", "builtins.hasattr"))
    subjects: ClassVar = {cst.Attribute: (Instance,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        for option in options(self.trace.value(node.value)):
            if isinstance(option, Instance) and _falls_back(self.trace, option, node.attr.value):
                self._report(node)
                return

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if len(target.arguments.args) >= 2:
                subject, name = target.arguments.args[:2]
                if isinstance(name, Constant) and isinstance(name.value, str):
                    if any(_falls_back(self.trace, v, name.value) for v in options(subject)):
                        self._report(node)

    def visit_store(self, node: cst.CSTNode) -> None:
        if not isinstance(node, cst.Attribute):
            return
        for option in options(self.trace.value(node.value)):
            if isinstance(option, Instance) and _is_builtin(self.trace, option, "__setattr__"):
                self.trace.report(
                    node,
                    "GB0156",
                    f"assigning `{self.trace.text(node)}` calls the builtin that "
                    f"`{option.cls.definition.name}` has as `__setattr__`",
                    f'assign the item: `{self.trace.text(node.value)}["{node.attr.value}"] = ...`',
                )

    def _report(self, node: cst.CSTNode) -> None:
        self.trace.report(
            node,
            "GB0256",
            f"`{self.trace.text(node)}` goes through a `__getattr__` that is no Python function",
            "write it as a method: `def __getattr__(self, name): return self[name]`, or use a dataclass",
        )


def _falls_back(trace: Trace, value: Value, name: str) -> bool:
    """Whether looking ``name`` up on an object ends at a ``__getattr__`` that is a builtin."""
    if not isinstance(value, Instance) or name.startswith("__") or not _is_builtin(trace, value, "__getattr__"):
        return False
    if value.of_class(trace.frame.tracer.classes.find, name) is not None:
        return False
    if _is_builtin(trace, value, "__setattr__"):
        return True  # what is set goes where the builtin puts it, and not into the object's attributes
    return value.own(name) is None and trace.frame.tracer.classes.made(value, name) is None


def _is_builtin(trace: Trace, instance: Instance, name: str) -> bool:
    classes = trace.frame.tracer.classes
    if name not in instance.of_class(classes.customs):
        return False
    if not isinstance(instance.of_class(classes.binding, name), Assignment):
        return False
    bound = classes.class_attribute(trace.frame, instance.cls, name)
    function = bound.function if isinstance(bound, Bound) else bound
    return isinstance(function, External) and function.name.startswith("builtins.")


class MetaclassLookup(Rule):
    """A class method looked up on a class whose metaclass has a ``__getattribute__`` of its own."""

    codes = frozenset({"GB5458"})
    subjects: ClassVar = {cst.Attribute: (Class,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        for option in options(self.trace.value(node.value)):
            if isinstance(option, Class) and self._is_intercepted(option.definition, node.attr.value):
                self.trace.report(
                    node,
                    "GB5458",
                    f"`{self.trace.text(node)}` goes through the `__getattribute__` of the metaclass of "
                    f"`{option.definition.name}`",
                    "make it a function or a static method, or move the bookkeeping out of the metaclass",
                )

    def _is_intercepted(self, definition: ClassDef, name: str) -> bool:
        found = self.trace.frame.tracer.classes.class_attribute(self.trace.frame, Class(definition), name)
        if not isinstance(found, Bound) or not isinstance(found.receiver, Class):
            return False
        metaclass = _metaclass(self.trace, definition)
        return metaclass is not None and "__getattribute__" in metaclass.members


def _metaclass(trace: Trace, definition: ClassDef) -> ClassDef | None:
    for base in family(trace, definition):
        for keyword in base.header[0].keywords if base.header is not None else ():
            if keyword.keyword is not None and keyword.keyword.value == "metaclass":
                value = trace.frame.tracer.dotted_value(base.module, keyword.value)
                return value.definition if isinstance(value, Class) else None
    return None


class DictReplaced(Rule):
    """An object whose ``__dict__`` was replaced in the region by a dict with keys that are no strings."""

    codes = frozenset({"GB7637"})
    subjects: ClassVar = {cst.Attribute: (Instance,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        for option in options(self.trace.value(node.value)):
            if not isinstance(option, Instance):
                continue
            made = option.set_since("__dict__")
            if isinstance(made, Mapping) and any(not isinstance(key.value, str) for key, _ in made.items):
                self.trace.report(
                    node,
                    "GB7637",
                    f"`{self.trace.text(node)}` reads an object whose `__dict__` has keys that are no strings",
                    "keep such a table in an ordinary attribute instead of `__dict__`",
                )
