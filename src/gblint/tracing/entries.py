"""What the user names as compiled, although no source below the given paths compiles it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.outline import Assignment, ClassDef, FunctionDef, ModuleOutline
from gblint.source.resolve import Outside
from gblint.tracing.parts import UnknownEntry
from gblint.tracing.regions import Spec, function_in, unwrapped
from gblint.tracing.values import Bound, Instance, Value

if TYPE_CHECKING:
    from gblint.source.files import SourceFile
    from gblint.tracing.tracer import Tracer

_Definition = FunctionDef | ClassDef | Assignment
_Found = tuple[_Definition, ClassDef | None]  # with the class that a method was asked for in


def add(tracer: Tracer, entries: Iterable[str]) -> None:
    """Each MODULE:QUALNAME as if it were compiled. Raises UnknownEntry, of one line whatever their number."""
    found: list[tuple[str, _Found]] = []
    faults: list[str] = []
    for text in sorted(set(entries)):  # in an order of their own: the output does not depend on the caller's
        try:
            found.append((text.partition(":")[2], _named(tracer, text)))
        except UnknownEntry as error:
            faults.append(str(error))
    if faults:
        others = len(faults) - 1
        more = f" (and {others} more unknown {'entry' if others == 1 else 'entries'})" if others else ""
        raise UnknownEntry(faults[0] + more)
    for _, (definition, _) in found:
        tracer.project.adopt(definition.module)
    for qualname, (definition, owner) in found:
        tracer.regions.entry(definition, qualname, owner)


def _named(tracer: Tracer, text: str) -> _Found:
    """What an entry names. Raises UnknownEntry."""
    module_name, _, qualname = text.partition(":")
    if not module_name or not qualname:
        raise UnknownEntry(f"--entry {text}: expected MODULE:QUALNAME, such as package.models:Net.forward")
    modules = tracer.project.named(module_name)
    if not modules:
        raise UnknownEntry(f"--entry {text}: no module {module_name} below the given paths")
    found = [f for module in modules if (f := _definition(tracer, module, qualname.split("."))) is not None]
    if not found:
        raise UnknownEntry(f"--entry {text}: {module_name} defines no {qualname}")
    if len(found) > 1:
        places = " and ".join(sorted(definition.module.path for definition, _ in found)[:2])
        raise UnknownEntry(f"--entry {text}: {places} both define it; name the module from a folder further up")
    return found[0]


def _definition(tracer: Tracer, module: ModuleOutline, parts: list[str]) -> _Found | None:
    targets = [t for t in tracer.project.lookup(module, parts[0]) if not isinstance(t, (Outside, ModuleOutline))]
    if not targets:
        return None
    current = targets[-1]
    owner: ClassDef | None = None
    for part in parts[1:]:
        if not isinstance(current, ClassDef):
            return None
        found = tracer.classes.find(current, part)
        if found is None or not isinstance(found[1], (FunctionDef, ClassDef)):
            return None
        if isinstance(found[1], FunctionDef):
            owner = current
        current = found[1]
    return current, owner


def compiled_classes(specs: Iterable[Spec]) -> frozenset[ClassDef]:
    """The classes whose ``forward`` these regions compile."""
    return frozenset(cls for spec in specs if (cls := _compiled_class(spec.target)) is not None)


def assumed(tracer: Tracer, source: SourceFile, patterns: Sequence[str], compiled: Container[ClassDef]) -> list[Spec]:
    """The ``nn.Module`` classes of a file whose MODULE:QUALNAME matches a pattern, as if they were compiled.

    Left out are those that are ``compiled`` already, and those without a ``forward`` in the project that does anything.
    """
    module = tracer.project.module_of(source)
    found = []
    for definition in module.all_classes if module is not None else ():
        name = f"{definition.module.name}:{definition.qualname}"
        if definition in compiled or not any(fnmatchcase(name, pattern) for pattern in patterns):
            continue
        if tracer.classes.is_module(definition) and _has_forward(tracer, definition):
            found.append(tracer.regions.spec_of(definition, definition.qualname))
    return found


def _compiled_class(target: Value) -> ClassDef | None:
    """The class whose ``forward`` is compiled with this target."""
    inner, _ = unwrapped(target)
    if isinstance(inner, Bound) and (function := function_in(inner)) is not None and function.code.name == "forward":
        inner = inner.receiver
    return inner.cls.definition if isinstance(inner, Instance) else None


def _has_forward(tracer: Tracer, definition: ClassDef) -> bool:
    found = tracer.classes.find(definition, "forward")
    return found is not None and isinstance(found[1], FunctionDef) and not _is_abstract(found[1])


def _is_abstract(method: FunctionDef) -> bool:
    """Whether a method does nothing: a docstring, ``pass``, ``...`` or raising NotImplementedError."""
    code = method.code
    if code is None or not isinstance(code.node, cst.FunctionDef):
        return False
    smalls: list[cst.CSTNode] = []
    for statement in code.node.body.body:
        smalls.extend(statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement])
    return all(_does_nothing(small) for small in smalls)


def _does_nothing(statement: cst.CSTNode) -> bool:
    if isinstance(statement, cst.Raise):
        raised = statement.exc.func if isinstance(statement.exc, cst.Call) else statement.exc
        return isinstance(raised, cst.Name) and raised.value == "NotImplementedError"
    if isinstance(statement, cst.Expr):
        return isinstance(statement.value, (cst.SimpleString, cst.ConcatenatedString, cst.Ellipsis))
    return isinstance(statement, cst.Pass)
