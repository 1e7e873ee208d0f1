"""Classes of the project: construction, and the attributes of their instances."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.outline import Assignment, Binding, ClassDef, Code, FunctionDef
from gblint.tracing import calls, tensors
from gblint.tracing.canonical import canonical_arguments
from gblint.tracing.frame import ANSWERS
from gblint.tracing.inheritance import Base, Inheritance, is_module_name
from gblint.tracing.joins import as_input, join, join_all, one_of
from gblint.tracing.memo import Gone, Table, Tables
from gblint.tracing.placeholders import Method, Placed
from gblint.tracing.stores import Stores
from gblint.tracing.structure import PLACEHOLDERS, holding
from gblint.tracing.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Bound,
    Class,
    Constant,
    External,
    ExternalInstance,
    Function,
    Instance,
    Mapping,
    Scalar,
    Super,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    options,
    type_of_constant,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.tracing.frame import Frame
    from gblint.tracing.tracer import Tracer

MAX_NESTED = 40  # constructors below one another that are run to learn what they store
MAX_NESTED_WRITERS = 12  # and other methods
_PROPERTIES = ("property", "cached_property")


class Classes(Inheritance):
    """Answers about classes for one tracer; everything is memoised."""

    def __init__(self, tracer: Tracer) -> None:
        super().__init__(tracer)
        self._made: Table[tuple[ClassDef, Arguments | None, str], Instance | None] = {}
        self._written: Table[tuple[ClassDef, Arguments | None, str], Value | None] = {}
        self._class_values: Table[tuple[ClassDef, str], Value] = {}
        self._held: Table[tuple[Instance, str], Value] = {}
        self._nested = 0  # depth of constructors and other methods being run to learn what they store
        self._fields: dict[ClassDef, tuple[tuple[str, Assignment], ...]] = {}
        self._locals: dict[cst.ClassDef, Class] = {}
        self.stores = Stores(self)

    @property
    def tables(self) -> Tables:
        return self._made, self._written, self._class_values, self._held

    def forget(self, gone: Gone) -> None:
        """Forgets what is known of the classes of modules that are gone, and of those that have them as bases."""
        super().forget(gone)
        self._fields.clear()
        for node, cls in list(self._locals.items()):
            if gone.concerns(cls):
                del self._locals[node]
                cls.definition.members.clear()  # a class and its methods hold one another
        self.stores.forget(gone)

    # --- attributes

    def attribute(self, frame: Frame, instance: Instance, name: str, node: cst.CSTNode | None = None) -> Value:
        """``instance.name``: set since, a property, set by ``__init__``, of the class, or written by another method."""
        own = instance.set_since(name)
        if own is not None:
            return own
        held = Placed.record.held if holding(instance) == PLACEHOLDERS else self.held
        found = held(instance, name)
        return self._read(frame, instance, found, node)

    def held(self, instance: Instance, name: str) -> Value | FunctionDef:
        """What an object holds under a name, or the method or property that its class has there."""
        own = instance.own(name)
        if own is not None:
            return own
        found = self.find(instance.cls.definition, name)
        if found is not None and isinstance(found[1], FunctionDef):
            return found[1]
        return self.tracer.memo.through(self._held, (instance, name), lambda: self._looked_up(instance, name, found))

    def _looked_up(self, instance: Instance, name: str, found: tuple[Base, Binding | None] | None) -> Value:
        made = self.made(instance, name)
        written = self._written_elsewhere(instance, name) if made is None or made == NONE else None
        if made is not None:
            return join(made, written) if written is not None and written != UNKNOWN else made
        if found is not None:
            base, bound = found
            if isinstance(base, External):
                return self._from_outside(base, instance, name)
            value = self._class_value(base, name, bound, folded=not self.is_record(instance.cls.definition))
            if not isinstance(value, Unknown):
                return value if written is None or written == UNKNOWN else join(value, written)
        if written is not None:
            return written
        return self._fallback(instance, name)

    def _read(
        self, frame: Frame, instance: Instance | Class, found: Value | FunctionDef | Method, node: cst.CSTNode | None
    ) -> Value:
        """What reading off an object gives, where that was found: a method is bound, a property called."""
        if isinstance(found, Method):
            value = found.value
        elif isinstance(found, FunctionDef):
            value = self.tracer.function_value(found)
        else:
            return found
        if isinstance(value, Wrapped) and value.kind in _PROPERTIES:
            if value.kind == "cached_property" and frame.options.compiled and node is not None:
                frame.tracer.note_target(frame, node, "functools.cached_property", instance)
            return calls.call(frame, node, value.inner, Arguments((instance,)))
        return bind_method(value, instance)

    def _from_outside(self, base: External, instance: Instance, name: str) -> Value:
        known = self.tracer.facts.returns(f"{base.name}.{name}")
        if known is None and is_module_name(base.name):
            known = self.tracer.facts.returns(f"torch.nn.Module.{name}")
            if known is not None and known.attribute is None:
                return Bound(External(f"torch.nn.Module.{name}"), instance)
        if known is not None and known.attribute is not None:
            frame = self.tracer.outside_frame(instance.cls.definition.module)
            return as_input(tensors.apply(frame, known.attribute, [instance], {}))
        return Bound(External(f"{base.name}.{name}"), instance)

    def _fallback(self, instance: Instance, name: str) -> Value:
        declared = self._declared(instance.cls.definition, name)
        if declared is not None:
            return declared
        # An nn.Module subclass of a known layer has that layer's attributes and methods.
        for base in self.mro(instance.cls.definition):
            if isinstance(base, External) and base.name.startswith(("torch.", "builtins.", "logging.")):
                known = self.tracer.facts.returns(f"{base.name}.{name}")
                if known is not None:
                    return self._from_outside(base, instance, name)
        if name in _MODULE_METHODS and self.is_module(instance.cls.definition):
            return Bound(External(f"torch.nn.Module.{name}"), instance)
        if name == "training" and self.is_module(instance.cls.definition):
            return Scalar("bool")
        if name == "__class__":
            return instance.cls
        if name == "__dict__":
            return Mapping((), UNKNOWN)
        return UNKNOWN

    def _declared(self, definition: ClassDef, name: str) -> Value | None:
        for base in self.mro(definition):
            if isinstance(base, ClassDef):
                for bound in base.members.get(name, ()):
                    if isinstance(bound, Assignment):
                        value = self._annotated(bound)
                        if value is not None and value != UNKNOWN:
                            return value
        return None

    def made(self, instance: Instance, name: str) -> Value | None:
        """What ``__init__`` sets, given the arguments of the construction; nothing while it is being found out."""
        definition = instance.cls.definition
        found = self.find(definition, "__init__")
        if found is None or not isinstance(found[1], FunctionDef):
            return self._field(instance, name)
        if not self.stores.reaches(definition, "__init__", name):
            return None
        if self._nested > MAX_NESTED:
            self.tracer.memo.leans_on(0)
            return None
        init = found[1]
        arguments = None if instance.arguments is None else canonical_arguments(instance.arguments)
        # A plain constructor is run once, of a large one what bears on each attribute that is read.
        asked = ANSWERS if self.stores.is_plain(definition) else name
        made = self.tracer.memo.of(
            self._made,
            (definition, arguments, asked),
            lambda: self._left_by(init, Instance(instance.cls, arguments), arguments, asked),
            None,
        )
        value = made.own(name) if made is not None else None
        return value if value is None else as_input(value)

    def _field(self, instance: Instance, name: str) -> Value | None:
        """The field of a dataclass, NamedTuple or the like: fields are bound from the arguments in order."""
        if not self.is_record(instance.cls.definition):
            return None
        arguments = instance.arguments
        for i, (field, bound) in enumerate(self.fields(instance.cls.definition)):
            if field != name:
                continue
            given = arguments.get(i, name) if arguments is not None else None
            if given is not None and not isinstance(given, Unknown):
                return as_input(given)
            if given is None and arguments is not None and arguments.more_keywords is None and not arguments.more_args:
                return as_input(self._field_default(bound))
            declared = self._annotated(bound)
            return as_input(declared if declared is not None else UNKNOWN)
        return None

    def _field_default(self, bound: Assignment) -> Value:
        parsed = bound.statement
        if parsed is None:
            return UNKNOWN
        node = _small(parsed[0])
        if isinstance(node, cst.AnnAssign) and node.value is not None:
            value = self.tracer.evaluate_at(bound.module, parsed[1], node.value)
            if isinstance(value, (Constant, Tensor, Scalar)):
                return value
            declared = self._annotated(bound)
            return declared if declared is not None else UNKNOWN
        return UNKNOWN

    def fields(self, definition: ClassDef) -> tuple[tuple[str, Assignment], ...]:
        """The annotated names of a record class, its bases' first."""
        if definition not in self._fields:
            found: dict[str, Assignment] = {}
            for base in reversed(self.mro(definition)):
                if isinstance(base, ClassDef):
                    for name, bindings in base.members.items():
                        last = bindings[-1]
                        if isinstance(last, Assignment) and _is_annotated(last):
                            found[name] = last
            self._fields[definition] = tuple(found.items())
        return self._fields[definition]

    def record_fields(self, frame: Frame, instance: Instance) -> list[Value] | None:
        """The values of a record's fields in order, None for an object that is no record."""
        if not instance.of_class(self.is_record):
            return None
        return [self.attribute(frame, instance, name) for name, _ in instance.of_class(self.fields)]

    def _written_elsewhere(self, instance: Instance, name: str) -> Value | None:
        """What methods other than ``__init__`` store under this name."""
        definition = instance.cls.definition
        arguments = None if instance.arguments is None else canonical_arguments(instance.arguments)
        if self._nested > MAX_NESTED_WRITERS:
            self.tracer.memo.leans_on(0)
            return None
        plain = Instance(instance.cls, arguments)
        return self.tracer.memo.of(
            self._written, (definition, arguments, name), lambda: self._stored(plain, name), None
        )

    def _stored(self, instance: Instance, name: str) -> Value | None:
        values: list[Value] = []
        self._nested += 1
        try:
            for base in self.mro(instance.cls.definition):
                if isinstance(base, ClassDef):
                    for method in self.stores.writers(base).get(name, ()):
                        left = self._left_by(method, instance, None, name)
                        if left is not None and (value := left.own(name)) is not None:
                            values.append(as_input(value))
        finally:
            self._nested -= 1
        return one_of(values) if values else UNKNOWN

    def _left_by(
        self, method: FunctionDef, instance: Instance, arguments: Arguments | None, asked: str
    ) -> Instance | None:
        """An object as a method leaves it, as far as ``asked`` asks (see slices.py)."""
        code = method.code
        if code is None:
            return None
        self._nested += 1
        try:
            frame = self.tracer.outside_frame(method.module)
            function = self.tracer.function_value(method) if method.name == "__init__" else Function(code)
            return calls.left_by(frame, function, instance, arguments, asked)
        finally:
            self._nested -= 1

    # --- on the class

    def class_attribute(self, frame: Frame, cls: Class, name: str) -> Value:
        """``Cls.name``: a function, a class method bound to the class, a class-level value, an Enum's member."""
        found = self.find(cls.definition, name)
        if found is None:
            return STR_NAME if name in ("__name__", "__qualname__") else UNKNOWN
        base, bound = found
        if isinstance(base, External):
            if name == "apply":  # an autograd function: Dynamo traces its forward
                return Bound(External(f"{base.name}.apply"), cls)
            return self.tracer.external(f"{base.name}.{name}")
        if isinstance(bound, FunctionDef):
            value = self.tracer.function_value(bound)
            if isinstance(value, Wrapped) and value.kind == "class":
                return Bound(value.inner, cls)
            return value.inner if isinstance(value, Wrapped) and value.kind == "static" else value
        return self._class_value(base, name, bound)

    def super_attribute(self, frame: Frame, base: Super, name: str, node: cst.CSTNode | None) -> Value:
        receiver = base.receiver
        if not isinstance(receiver, (Instance, Class)):
            return UNKNOWN
        behind = Placed.record.behind if holding(receiver) == PLACEHOLDERS else self.behind
        return self._read(frame, receiver, behind(receiver, name, base.after.definition), node)

    def behind(self, receiver: Instance | Class, name: str, after: ClassDef) -> Value | FunctionDef:
        """What ``super()`` finds under a name behind ``after``, or the method or property that is there."""
        definition = receiver.definition if isinstance(receiver, Class) else receiver.cls.definition
        found = self.find(definition, name, after)
        if found is None:
            return Bound(External(f"builtins.object.{name}"), receiver) if name.startswith("__") else UNKNOWN
        owner, bound = found
        if isinstance(owner, External):
            return Bound(External(f"{owner.name}.{name}"), receiver)
        return bound if isinstance(bound, FunctionDef) else self._class_value(owner, name, bound)

    def _class_value(self, owner: ClassDef, name: str, bound: Binding | None, folded: bool = True) -> Value:
        key = (owner, name)
        value = self.tracer.memo.of(
            self._class_values, key, lambda: self._evaluate_class_value(owner, name, bound), UNKNOWN
        )
        if isinstance(value, Constant) and isinstance(bound, Assignment) and _is_annotated(bound):
            # A declared attribute is configuration: its default is not what an object need have.
            declared = self._annotated(bound)
            general = type_of_constant(value)
            return general if declared is None or declared == UNKNOWN else join(general, declared)
        return value

    def _evaluate_class_value(self, owner: ClassDef, name: str, bound: Binding | None) -> Value:
        if isinstance(bound, ClassDef):
            return Class(bound)
        if isinstance(bound, Assignment):
            if any(isinstance(b, External) and b.name.startswith("enum.") for b in self.mro(owner)):
                return Instance(Class(owner), None, (("name", Constant(name)),))
            parsed = bound.statement
            if parsed is None:
                return UNKNOWN
            node = _small(parsed[0])
            if isinstance(node, cst.AnnAssign):
                if node.value is not None:
                    value = self.tracer.evaluate_at(bound.module, parsed[1], node.value)
                    if not isinstance(value, (Unknown, ExternalInstance)):
                        return value
                return self._annotated(bound) or UNKNOWN
            if isinstance(node, cst.Assign):
                return self.tracer.evaluate_at(bound.module, parsed[1], node.value)
        if bound is not None and not isinstance(bound, (Assignment, FunctionDef, ClassDef)):
            return self.tracer.import_value(owner.module, bound)
        return UNKNOWN

    def _annotated(self, bound: Assignment) -> Value | None:
        parsed = bound.statement
        node = _small(parsed[0]) if parsed is not None else None
        if isinstance(node, cst.AnnAssign):
            return self.tracer.declared(bound.module, node.annotation.annotation)
        return None

    # --- classes in function bodies

    def local(self, frame: Frame, node: cst.ClassDef) -> Value:
        """A class defined in a function: its methods close over the function."""
        if node not in self._locals:
            span = frame.unit.span(node)
            line = span.line if span is not None else 1
            definition = ClassDef(frame.module, node.name.value, node.name.value, line, line, line, line)
            definition.__dict__["header"] = (node, frame.unit)
            for statement in node.body.body:
                if isinstance(statement, cst.FunctionDef):
                    method = FunctionDef(
                        frame.module, statement.name.value, f"{node.name.value}.{statement.name.value}", line, line,
                        line, definition,
                    )  # fmt: skip
                    code = Code(statement, frame.unit, method.qualname, definition, frame.code)
                    method.__dict__["code"] = code
                    definition.members.setdefault(method.name, []).append(method)
            self._locals[node] = Class(definition)
        return self._locals[node]


STR_NAME = Scalar("str")

_MODULE_METHODS = frozenset(
    "parameters named_parameters buffers named_buffers modules named_modules children named_children state_dict "
    "load_state_dict train eval to cuda cpu half float double requires_grad_ zero_grad apply register_buffer "
    "register_parameter register_module add_module get_submodule get_parameter register_forward_hook "
    "register_forward_pre_hook register_full_backward_hook compile".split()
)


def bind_method(value: Value, receiver: Value) -> Value:
    """What reading a function off an instance gives."""
    if isinstance(value, Wrapped):
        if value.kind == "static":
            return value.inner
        if value.kind == "class":
            cls = receiver.type if isinstance(receiver, Instance) else receiver
            return Bound(value.inner, cls)
        if value.kind in ("disabled", "opaque", "compiled", "context"):
            return Wrapped(value.kind, bind_method(value.inner, receiver), value.detail)
        return value
    if isinstance(value, Function):
        return Bound(value, receiver)
    return join_all(bind_method(v, receiver) for v in options(value)) if len(options(value)) > 1 else value


def _small(statement: cst.CSTNode) -> cst.CSTNode:
    if isinstance(statement, cst.SimpleStatementLine) and statement.body:
        return statement.body[0]
    return statement


_ANNOTATED = re.compile(r"\s*\w+\s*:")


def _is_annotated(bound: Assignment) -> bool:
    return _ANNOTATED.match(bound.module.lines[bound.first - 1]) is not None
