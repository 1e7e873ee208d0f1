"""``super()`` in compiled code: asked with hasattr, short of an attribute, called to initialise again."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.source.outline import ClassDef
from gblint.tracing.values import External, Instance, Super, options

_TRANSPARENT = frozenset(("torch.nn.Module", "builtins.object", "typing.Generic", "abc.ABC"))


class SuperAsked(Rule):
    """``hasattr(super(), name)``, and ``getattr(super(), name, default)``, which asks the same."""

    codes = frozenset({"GB0150"})
    calls = frozenset(("builtins.hasattr", "builtins.getattr"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments.args
            asks = target.name == "builtins.hasattr" or len(given) == 3
            if asks and given and all(isinstance(v, Super) for v in options(given[0])):
                self.trace.report(
                    node,
                    "GB0150",
                    f"`{self.trace.text(node)}` asks `super()` for an attribute, which Dynamo cannot answer",
                    "give the base class a default method, or ask the class: `hasattr(Base, name)`",
                )


class SuperMissing(Rule):
    """``super().name`` where no class after this one has it: an attribute set on ``self`` is not found either."""

    codes = frozenset({"GB0113"})
    subjects: ClassVar = {cst.Attribute: (Super,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        base = self.trace.value(node.value)
        if not isinstance(base, Super):
            return
        name, code = node.attr.value, self.trace.code
        if not isinstance(base.receiver, Instance) or name.startswith("__"):
            return
        if code is None or code.names & {"hasattr", "AttributeError"}:
            return  # the code reckons with it
        classes = self.trace.frame.tracer.classes
        if base.receiver.of_class(classes.home, name, base.after.definition):
            return
        order = base.receiver.of_class(classes.mro)
        unknown = any(isinstance(b, External) and b.name not in _TRANSPARENT for b in order)
        if base.after.definition in order and not unknown:
            self.trace.report(
                node,
                "GB0113",
                f"no base class has `{name}`",
                f"define `{name}` in the base class, or read it from `self`",
            )


class InitialisedAgain(Rule):
    """``super().__init__()`` of an ``nn.Module`` outside ``__init__``: the module was made before the region."""

    codes = frozenset({"GB0162"})
    subjects: ClassVar = {cst.Call: (Super,)}

    def visit_Call(self, node: cst.Call) -> None:
        if type(node.func) is not cst.Attribute or node.func.attr.value != "__init__":
            return
        code, base = self.trace.code, self.trace.value(node.func.value)
        if code is None or code.name in ("__init__", "__new__"):
            return
        if not isinstance(base, Super) or not isinstance(base.receiver, Instance):
            return
        classes = self.trace.frame.tracer.classes
        found = base.receiver.of_class(classes.find, "__init__", base.after.definition)
        if base.receiver.of_class(classes.is_module) and not (found and isinstance(found[0], ClassDef)):
            self.trace.report(
                node,
                "GB0162",
                f"`{self.trace.text(node)}` initialises a module again inside the compiled code",
                "reset the module outside the region, or make a new one there",
            )
