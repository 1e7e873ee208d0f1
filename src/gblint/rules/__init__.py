"""The rules: LibCST visitors that the tracer drives.

A rule never walks a tree. The tracer evaluates a node in one context and then calls the ``visit_...`` method of every
rule that has one for this kind of node; ``self.trace`` answers for that context: the node's value, what a call calls,
the options in force. Rules are discovered: every Rule subclass in a module of this package is one, except those
that others share as a base, whose names begin with an underscore.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import libcst as cst

from gblint.rules.trace import Trace

__all__ = ["Rule", "Trace", "all_rules"]


# A rule with a ``visit_store`` is shown these where they are assigned to, whether or not it looks at them elsewhere.
_STORED = ("visit_Attribute", "visit_Subscript")
_BARE = frozenset(cst.CSTVisitor.__mro__)


class Rule(cst.CSTVisitor):
    """Base of all rules. ``codes`` are the ids that it can report."""

    codes: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__()
        self.trace = Trace()

    def visitors(self) -> Iterator[tuple[type[cst.CSTNode], Callable[[cst.CSTNode], object]]]:
        """The kinds of node that this rule looks at, each with its method."""
        # Only what rules define themselves: LibCST's own visitor has hundreds of methods that do nothing.
        names = {name for cls in type(self).__mro__ if cls not in _BARE for name in vars(cls)}
        if type(self).visit_store is not Rule.visit_store:
            names.update(_STORED)
        for name in sorted(names):
            if name.startswith("visit_") and name[6:7].isupper():
                yield getattr(cst, name.removeprefix("visit_")), getattr(self, name)

    def visit_store(self, node: cst.CSTNode) -> None:
        """Called instead of ``visit_Subscript`` or ``visit_Attribute`` where the node is assigned to."""

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
