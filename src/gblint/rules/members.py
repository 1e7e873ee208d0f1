"""What rules ask about definitions of the project: what a class binds and inherits, what decorates a function."""

from __future__ import annotations

import libcst as cst

from gblint.rules.trace import Trace
from gblint.source.outline import Binding, ClassDef, Code


def family(trace: Trace, definition: ClassDef) -> list[ClassDef]:
    """A class and the classes of the project that it inherits from, in the order of lookup."""
    return [base for base in trace.frame.tracer.classes.mro(definition) if isinstance(base, ClassDef)]


def outside_bases(trace: Trace, definition: ClassDef) -> list[str]:
    """The dotted names of the classes outside the project that a class inherits from."""
    return [base.name for base in trace.frame.tracer.classes.mro(definition) if not isinstance(base, ClassDef)]


def binding(trace: Trace, definition: ClassDef, name: str) -> Binding | None:
    """What a class of the project, or the first of its bases that has the name, binds a name to."""
    return trace.frame.tracer.classes.binding(definition, name)


def is_decorated(code: Code, name: str) -> bool:
    """Whether a function stands under the decorator of this name, from whatever module it comes."""
    if not isinstance(code.node, cst.FunctionDef) or not code.node.decorators:
        return False
    decorators = [d.decorator for d in code.node.decorators]
    plain = [d.attr if isinstance(d, cst.Attribute) else d for d in decorators]
    return any(isinstance(d, cst.Name) and d.value == name for d in plain)
