"""Where the classes of the project have their names from: bases, in the order in which they are searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import libcst as cst
from libcst.helpers import get_full_name_for_node

from gblint.source.outline import Assignment, Binding, ClassDef, FunctionDef
from gblint.tracing.memo import Gone
from gblint.tracing.values import Class, External, Instance, options

if TYPE_CHECKING:
    from gblint.tracing.tracer import Tracer

Base = ClassDef | External
_PROTOCOLS = ("__getattr__", "__setattr__")
_RECORD_BASES = frozenset(("typing.NamedTuple", "collections.OrderedDict", "builtins.dict", "typing.TypedDict"))


class Inheritance:
    """Answers for one tracer; everything is kept."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self._mro: dict[ClassDef, tuple[tuple[Base, ...], int]] = {}
        # What was found, with the bits of ``Project.touched`` that the MRO sets.
        self._found: dict[tuple[ClassDef, str, ClassDef | None], tuple[tuple[Base, Binding | None] | None, int]] = {}
        self._records: dict[ClassDef, bool] = {}
        self._customs: dict[ClassDef, frozenset[str]] = {}
        self._own_customs: dict[ClassDef, frozenset[str]] = {}

    def forget(self, gone: Gone) -> None:
        """Forgets what is known of the classes of modules that are gone, and of those that have them as bases."""
        self._mro = {
            definition: known
            for definition, known in self._mro.items()
            if not (known[1] & gone.bits or gone.concerns(definition))
        }
        for known_of_classes in (self._found, self._records, self._customs, self._own_customs):
            known_of_classes.clear()

    def mro(self, definition: ClassDef) -> tuple[Base, ...]:
        """The classes in which attributes are looked up, in order; what lies outside the project by name."""
        project = self.tracer.project
        known = self._mro.get(definition)
        if known is not None:
            project.touched |= known[1]
            return known[0]
        self._mro[definition] = ((definition,), 0)  # for a class that names itself as base
        before, project.touched = project.touched, 0
        try:
            bases: list[list[Base]] = [
                list(self.mro(b)) if isinstance(b, ClassDef) else [b] for b in self._bases(definition)
            ]
        finally:
            touched, project.touched = project.touched, project.touched | before
        merged = _c3([*bases, [b[0] for b in bases]])
        self._mro[definition] = ((definition, *merged), touched)
        return self._mro[definition][0]

    def _bases(self, definition: ClassDef) -> list[Base]:
        header = definition.header
        if header is None:
            return []
        found: list[Base] = []
        for argument in header[0].bases:
            node = argument.value
            while isinstance(node, cst.Subscript):  # Generic[T]
                node = node.value
            value = self.tracer.dotted_value(definition.module, node)
            for option in options(value):
                base: Base | None = None
                if isinstance(option, Class):
                    base = option.definition
                elif isinstance(option, External):
                    base = External(self.tracer.facts.canonical(option.name))
                if base is not None and base is not definition and base not in found:
                    found.append(base)
                    break  # of several candidates (an optional import) the first
        return found

    def is_module(self, definition: ClassDef) -> bool:
        """Whether a class is an nn.Module, as far as its bases tell."""
        return any(isinstance(b, External) and is_module_name(b.name) for b in self.mro(definition))

    def is_subclass(self, definition: ClassDef, other: ClassDef) -> bool | None:
        """True or False where it is decided; an object declared as a base class may be of the subclass."""
        if other in self.mro(definition):
            return True
        return None if definition in self.mro(other) else False

    def derives_from(self, definition: ClassDef, name: str) -> bool | None:
        """Whether a class has the outside class of this dotted name among its bases."""
        name = self.tracer.facts.canonical(name)
        outside = [b.name for b in self.mro(definition) if isinstance(b, External)]
        if name in outside or name == "builtins.object":
            return True
        short = name.rpartition(".")[2]
        if name == "torch.nn.Module":
            return True if self.is_module(definition) else (None if outside else False)
        if short in ("Mapping", "MutableMapping", "dict"):
            return any(b.rpartition(".")[2] in ("OrderedDict", "dict", "UserDict") for b in outside)
        if short == "tuple":
            return "typing.NamedTuple" in outside
        if name.startswith("builtins.") or name in ("torch.Tensor", "numpy.ndarray"):
            return False
        return None if outside else False

    def is_abstract_type(self, definition: ClassDef) -> bool:
        """Protocols and TypeVars: an annotation with one says nothing of the object's class."""
        return any(isinstance(b, External) and b.name.endswith("Protocol") for b in self.mro(definition))

    def find(
        self, definition: ClassDef, name: str, after: ClassDef | None = None
    ) -> tuple[Base, Binding | None] | None:
        """Where a name is bound along the MRO: the class and the binding; an outside base ends the search unbound."""
        key = (definition, name, after)
        known = self._found.get(key)
        if known is not None:
            self.tracer.project.touched |= known[1]
            return known[0]
        order = self.mro(definition)
        found = _found(order, name, self.tracer, after)
        if len(order) > 1:  # else the bases may be being looked up
            self._found[key] = found, self._mro[definition][1]
        return found

    def home(self, definition: ClassDef, name: str, after: ClassDef | None = None) -> External | bool:
        """The outside class that has a name, or whether one of the project has it: as ``find`` finds them."""
        found = self.find(definition, name, after)
        return found is not None and (found[0] if isinstance(found[0], External) else True)

    def binding(self, definition: ClassDef, name: str) -> Binding | None:
        """What a class of the project, or the first of its bases there that has the name, binds a name to."""
        for base in self.mro(definition):
            if isinstance(base, ClassDef) and (bindings := base.members.get(name)):
                return bindings[-1]
        return None

    def setter(self, instance: Instance, name: str) -> FunctionDef | None:
        """The function that ``instance.name = value`` calls, if a property with a setter is there."""
        return instance.of_class(self._setter, name) if name in instance.of_class(self.customs) else None

    def _setter(self, definition: ClassDef, name: str) -> FunctionDef | None:
        for base in self.mro(definition):
            if isinstance(base, ClassDef):
                found = _setter_among(base.members.get(name, ()), name)
                if found is not None:
                    return found
        return None

    def customs(self, definition: ClassDef) -> frozenset[str]:
        """The attributes that a class lets setters set, and ``__getattr__`` or ``__setattr__`` where it holds what is
        no method: next to no class has any, so that one question about an object rules them out."""
        order = self.mro(definition)
        known = self._customs.get(definition)
        if known is not None:
            return known
        for base in order:
            if isinstance(base, ClassDef) and base not in self._own_customs:
                self._own_customs[base] = _customs(base)
        found = frozenset().union(*[self._own_customs[base] for base in order if isinstance(base, ClassDef)])
        if len(order) > 1:  # else the bases may be being looked up
            self._customs[definition] = found
        return found

    def is_record(self, definition: ClassDef) -> bool:
        """Dataclasses, NamedTuples, TypedDicts and classes like transformers' ModelOutput: fields by annotation."""
        order = self.mro(definition)
        if len(order) == 1:
            return _is_record(order)
        if definition not in self._records:
            self._records[definition] = _is_record(order)
        return self._records[definition]


def is_module_name(name: str) -> bool:
    """Whether an outside class is an nn.Module: torch's layers, and the usual frameworks' modules."""
    short = name.rpartition(".")[2]
    if name.startswith("torch.nn.") and short[:1].isupper():
        return short not in ("Parameter", "Buffer", "UninitializedParameter")
    return (
        short in ("LightningModule", "PyTorchModelHubMixin", "PreTrainedModel", "Module")
        and name.split(".")[0] != "ast"
    )


def _setter_among(bindings: Sequence[Binding], name: str) -> FunctionDef | None:
    last = bindings[-1] if len(bindings) > 1 else None
    return last if isinstance(last, FunctionDef) and f"{name}.setter" in last.text else None


def _customs(definition: ClassDef) -> frozenset[str]:
    members = definition.members
    set_by_function = [name for name, bindings in members.items() if _setter_among(bindings, name) is not None]
    protocols = [n for n in _PROTOCOLS if n in members and isinstance(members[n][-1], Assignment)]
    return frozenset((*set_by_function, *protocols))


def _found(
    order: tuple[Base, ...], name: str, tracer: Tracer, after: ClassDef | None
) -> tuple[Base, Binding | None] | None:
    if after is not None and after in order:
        order = order[order.index(after) + 1 :]
    for base in order:
        if isinstance(base, External):
            if tracer.external_has(base.name, name):
                return base, None
            continue
        bindings = base.members.get(name)
        if bindings:
            return base, _read(bindings, name)
    return None


def _read(bindings: list[Binding], name: str) -> Binding:
    """The binding that reading a name gives: of a property its getter, which stands before its setter."""
    accessors = (f"@{name}.setter", f"@{name}.deleter")
    for bound in reversed(bindings):
        if not isinstance(bound, FunctionDef) or len(bindings) == 1 or not any(a in bound.text for a in accessors):
            return bound
    return bindings[-1]


def _c3(sequences: list[list[Base]]) -> list[Base]:
    """C3 linearisation; where it does not exist, whatever order the bases come in."""
    result: list[Base] = []
    remaining = [s for s in sequences if s]
    while remaining:
        head = next((s[0] for s in remaining if not any(s[0] in other[1:] for other in remaining)), remaining[0][0])
        result.append(head)
        remaining = [rest for s in remaining if (rest := [b for b in s if b != head])]
    return result


def _is_record(order: Iterable[Base]) -> bool:
    for base in order:
        if isinstance(base, External):
            if base.name in _RECORD_BASES or base.name.endswith(("BaseModel", "NamedTuple", "ModelOutput")):
                return True
            continue
        header = base.header
        for decorator in header[0].decorators if header is not None else ():
            node = decorator.decorator.func if isinstance(decorator.decorator, cst.Call) else decorator.decorator
            name = get_full_name_for_node(node) or ""
            if name.rpartition(".")[2] in ("dataclass", "attrs", "define", "frozen", "pytree_dataclass"):
                return True
    return False
