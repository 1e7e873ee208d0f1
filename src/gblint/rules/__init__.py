"""The rules: LibCST visitors that the tracer drives.

A rule never walks a tree. The tracer evaluates a node in one context and then calls the ``visit_...`` method of every
rule that has one for this kind of node; ``self.trace`` answers for that context: the node's value, what a call calls,
the options in force. Rules are discovered: every Rule subclass in a module of this package is one, except those
that others share as a base, whose names begin with an underscore.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar

import libcst as cst

from gblint.rules.trace import Trace
from gblint.tracing.frame import Target

__all__ = ["Rule", "Trace", "all_rules"]


_BARE = frozenset(cst.CSTVisitor.__mro__)


class Rule(cst.CSTVisitor):
    """Base of all rules. ``codes`` are the ids that it can report.

    Most nodes concern no rule, so a rule may say which it is to be shown. ``calls``: the dotted names of what a call
    has to call; None: whatever it calls. ``subjects``: for a kind of node, the kinds of value of which one has to be
    among the options of a name, of what is called or has its method called, of what an attribute or element is taken,
    or of what an operator joins; ``Sparse`` also of what a call or an element gives.
    """

    codes: frozenset[str] = frozenset()
    calls: frozenset[str] | None = None
    subjects: ClassVar[Mapping[type[cst.CSTNode], tuple[type, ...]]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.trace = Trace()

    def visitors(self) -> Iterator[tuple[type[cst.CSTNode], Callable[[cst.CSTNode], object]]]:
        """The kinds of node that this rule looks at, each with its method."""
        # Only what rules define themselves: LibCST's own visitor has hundreds of methods that do nothing.
        names = {name for cls in type(self).__mro__ if cls not in _BARE for name in vars(cls)}
        for name in sorted(names):
            if name.startswith("visit_") and name[6:7].isupper():
                yield getattr(cst, name.removeprefix("visit_")), getattr(self, name)

    @property
    def looks_at_stores(self) -> bool:
        """Whether it has a ``visit_store``."""
        return type(self).visit_store is not Rule.visit_store

    def wants(self, name: str) -> bool:
        """Whether ``visit_Call`` is to be shown calls of ``name``, as a Target has it; "" is what has no Target.

        The tracer keeps the answer, which may lean on the facts, but not on values, options or the frame.
        """
        return self.calls is None or name in self.calls

    def wants_kinds(self, node_type: type[cst.CSTNode], kinds: Iterable[type]) -> bool:
        """Whether it is to be shown a node of this type with subjects of these kinds."""
        subjects = self.subjects.get(node_type)
        return subjects is None or any(issubclass(kind, subjects) for kind in kinds)

    def wanted(self, node: cst.CSTNode) -> list[Target]:
        """Of what a call calls, what this rule wants to be shown."""
        return [target for target in self.trace.targets(node) if self.wants(target.name)]

    def visit_store(self, node: cst.CSTNode) -> None:
        """Called with an attribute or an element that is assigned to, where ``visit_...`` is not."""

    def visit_iteration(self, node: cst.CSTNode) -> None:
        """Called for rules on calls where the value of ``node`` is iterated over."""


def all_rules() -> list[Rule]:
    """One instance of every rule, in a fixed order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    found = [cls for cls in _subclasses(Rule) if not cls.__name__.startswith("_")]
    return [cls() for cls in sorted(found, key=lambda c: (c.__module__, c.__qualname__))]


def _subclasses(cls: type[Rule]) -> set[type[Rule]]:
    return {c for sub in cls.__subclasses__() for c in (sub, *_subclasses(sub))}
