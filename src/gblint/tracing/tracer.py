"""The tracer: values of names across files, summaries of functions, and the rules that are shown every node."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingOf
from pathlib import Path
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.files import SourceFile
from gblint.source.outline import Assignment, ClassDef, Code, FunctionDef, Import, ModuleOutline, Unit
from gblint.source.resolve import Outside, Project
from gblint.source.resolve import Target as Resolved
from gblint.source.syntax import parse
from gblint.tracing import attributes, binding, calls, declared, expressions, resumption, statements
from gblint.tracing import builtins as _builtins  # these four register what they know of callables
from gblint.tracing import containers as _containers
from gblint.tracing import decorators as _decorators
from gblint.tracing import torch_calls as _torch_calls
from gblint.tracing.canonical import canonical, put_in
from gblint.tracing.classes import Classes
from gblint.tracing.frame import ANSWERS, BudgetSpent, Env, Frame, FunctionNeeded, Target, merge
from gblint.tracing.guards import MAX_GUARDS, Record
from gblint.tracing.inheritance import is_module_name
from gblint.tracing.joins import as_input, join, join_all
from gblint.tracing.memo import Gone, Memo, Table, Tables
from gblint.tracing.options import Options
from gblint.tracing.placeholders import Placed
from gblint.tracing.slices import Slices
from gblint.tracing.structure import PLACEHOLDERS, holding
from gblint.tracing.summaries import Call, Context, Named, Outcome, Summary
from gblint.tracing.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Class,
    Constant,
    External,
    Function,
    Instance,
    Mapping,
    Namespace,
    OneOf,
    Scalar,
    Tensor,
    Unknown,
    Value,
    list_of,
)  # fmt: skip
from gblint.tracing.variants import Variants
from gblint.tracing.visitors import Visitors

if TYPE_CHECKING:
    from gblint.dynamo.facts import Facts
    from gblint.rules import Rule
    from gblint.tracing.regions import Regions

MAX_DEPTH = 48  # calls below a region
DEFAULT_BUDGET = 1_500_000  # steps of one region
FEW_STATEMENTS = 4  # of a function that is run whole, whatever is asked of it
DECORATOR_BUDGET = 4_000  # steps of applying the decorators of one function

_LITERALS: dict[str, Value] = {"True": TRUE, "False": FALSE, "None": NONE, "Ellipsis": Constant(...)}
_KNOWN: dict[str, Value] = {
    "typing.TYPE_CHECKING": FALSE,
    "typing_extensions.TYPE_CHECKING": FALSE,
    "math.pi": Scalar("float"),
    "math.inf": Scalar("float"),
    "math.e": Scalar("float"),
    "math.nan": Scalar("float"),
    "numpy.pi": Scalar("float"),
    "numpy.inf": Scalar("float"),
    "torch.inf": Scalar("float"),
    "torch.pi": Scalar("float"),
    "torch.nan": Scalar("float"),
    "sys.maxsize": Scalar("int"),
    "numpy.newaxis": NONE,
}
_MODULE_MEMBERS = frozenset(
    "forward __init__ __call__ parameters named_parameters buffers named_buffers modules named_modules children "
    "state_dict "
    "named_children load_state_dict train eval to cuda cpu half float double requires_grad_ zero_grad apply "
    "register_buffer "
    "register_parameter register_module add_module get_submodule register_forward_hook register_forward_pre_hook "
    "compile training".split()
)


class Tracer:
    """``facts`` are those of the target release; ``rules`` are shown nodes of compiled code only."""

    def __init__(self, project: Project, facts: Facts, rules: Iterable[Rule], budget: int = DEFAULT_BUDGET) -> None:
        from gblint.tracing.regions import Regions

        self.project = project
        self.facts = facts
        self.budget = budget
        self.classes = Classes(self)
        self.regions: Regions = Regions(self)
        self.memo = Memo(project)
        self._summaries: Table[object, Summary | None] = {}
        self._variants: dict[Context, Variants] = {}
        self._globals: Table[tuple[ModuleOutline, str], Value] = {}
        self._functions: Table[FunctionDef, Value] = {}
        self._codes: dict[cst.CSTNode, Code] = {}
        self._defaults: Table[int, Value] = {}  # by the ids of nodes, like the next one and ``literals``
        self._declared: Table[int, Value] = {}
        self.stand_in = Function(_stand_in())
        self._sliced: dict[Code, Slices] = {}
        self._slices: dict[tuple[Code, str, ClassDef | None], frozenset[int]] = {}
        self.literals: dict[int, Value] = {}
        self._nested = 0  # depth of names at the top of modules being evaluated
        self._methods: dict[str, bool] = {}
        self.names_torch: Table[Code, bool] = {}
        self.visitors = Visitors(rules)

    def forget(self, gone: Gone, rules: Iterable[Rule]) -> None:
        """Forgets all that is known of modules that are gone. ``rules``: new ones, as the old ones know of a frame."""
        own: Tables = (self._summaries, self._globals, self._functions, self.names_torch)
        self.memo.forget((*own, *self.classes.tables), gone)
        self.classes.forget(gone)
        bodies = {id(kept.answer.body) for kept in self._summaries.values() if kept.answer is not None}
        for key, known in list(self._variants.items()):
            left = [] if gone.concerns(key) else [variant for variant in known.all if variant.stays(gone, bodies)]
            if not left:
                del self._variants[key]
            elif len(left) < len(known.all):
                self._variants[key] = Variants(left)
        self._codes = {node: code for node, code in self._codes.items() if not gone.concerns(code)}
        self._sliced = {code: slices for code, slices in self._sliced.items() if not gone.concerns(code)}
        self._slices = {key: chosen for key, chosen in self._slices.items() if not gone.concerns(key)}
        self._defaults.clear()  # these three do not know the modules of their nodes
        self._declared.clear()
        self.literals.clear()
        self.visitors = Visitors(rules)

    # --- the rules

    def note_target(
        self,
        frame: Frame,
        node: cst.CSTNode,
        name: str,
        receiver: Value | None = None,
        arguments: Arguments | None = None,
        kind: str = "external",
    ) -> None:
        """Records what a call calls, for the rules."""
        target = Target(name, arguments or Arguments(), receiver, kind, id(node) not in frame.unused)
        known = frame.targets.get(id(node))
        if known is None:
            frame.targets[id(node)] = [target]
        elif not any(t.name == name and t.arguments == target.arguments and t.receiver == receiver for t in known):
            known.append(target)

    def project_has_method(self, name: str) -> bool:
        """Whether some class of the project defines this method."""
        if name not in self._methods:
            self._methods[name] = self.project.mentions(f"def {name}(self".encode())
        return self._methods[name]

    # --- functions

    def called(self, call: Call, depth: int) -> tuple[Outcome, Summary | None]:
        """What a call gives, and the summary of what it goes into. ``depth`` is the caller's."""
        for part in (call.receiver, call.arguments, call.function):
            if holding(part) == PLACEHOLDERS:
                return Placed.record.called(call, depth)
        return self.really_called(call, depth)

    def really_called(self, call: Call, depth: int) -> tuple[Outcome, Summary | None]:
        """The same of a call in which there are no placeholders."""
        bound = binding.bind(self, call.function.code, call.arguments, call.receiver)
        summary = self.summary(call.function, bound, call.options, call.given_up, call.asked, depth)
        return calls.outcome_of(self, call, summary), summary.body if summary is not None else None

    def summary(
        self,
        function: Function,
        bound: MappingOf[str, Value],
        options: Options,
        given_up: bool,
        asked: str | None,
        depth: int,
    ) -> Summary | None:
        """What tracing a function gives in the context of these parameters; None where it is not entered.

        ``options``, ``given_up``, ``asked``: see ``Call``. Calls in progress and calls too deep are not entered.
        """
        if depth >= MAX_DEPTH:
            self.memo.leans_on(0)
            return None
        if given_up:  # what it computed is an input of a function that is compiled on its own
            bound = {name: as_input(value) for name, value in bound.items()}
        code = function.code
        values = sorted([(name, canonical(value)) for name, value in bound.items()])  # no name is there twice
        cells = function.cells and tuple([(name, canonical(value)) for name, value in function.cells])
        alone = given_up and not resumption.holds_tensors(self, code, bound.values())
        context = Context(code, tuple(values), cells, options, alone, asked)
        return self.memo.of(self._summaries, context, lambda: self._guarded(context, depth), meanwhile=None)

    def _guarded(self, context: Context, depth: int) -> Summary:
        """A summary for objects, from one for others of which its guards hold too, if there is one."""
        if not _may_be_shared(context):
            summary = self._trace(context, depth)
            summary.rests_on, summary.charged = self.project.touched, ()
            return summary
        record = Record(self)
        values = tuple([(name, record.parameter(value)) for name, value in context.values])
        cells = tuple([(name, record.free_variable(value)) for name, value in context.cells])
        context = Context(context.code, values, cells, context.options, context.given_up, context.asked)
        variants = self._variants.get(context)
        known = None if variants is None else record.first(variants, depth)
        if known is not None and record.steps(known) <= self.budget:
            return record.filled(known)
        events = self.regions.events
        summary = record.asked_by(self._trace, context, depth)
        variant = record.variant(summary)
        if self.memo.is_settled and self.regions.events == events and len(variant.guards) <= MAX_GUARDS:
            self._variants.setdefault(context, Variants()).add(variant)
        return record.filled(variant)

    def _trace(self, context: Context, depth: int) -> Summary:
        code, asked = context.code, context.asked
        values = dict(context.values)
        frame = Frame(self, code.module, code.unit, code, context.options, depth + 1)
        frame.env.update(values)
        frame.env.given_up = context.given_up
        frame.cells = dict(context.cells)
        frame.parameters = frozenset(values)
        frame.entered = values
        frame.doubtful = {name for name, value in context.values if _is_doubtful(value)}
        home: Code | None = code
        while home is not None and home.owner is None:
            home = home.parent
        if home is not None and home.owner is not None:
            frame.owner = Class(home.owner)
            first = binding.positional(home)
            frame.receiver = first[0].name.value if first else None
        frame.asked = asked
        if asked is not None:
            frame.only = self._bearing_on(code, asked, values.get(frame.receiver or ""))
        reached = False
        try:
            node = code.node
            if isinstance(node, cst.Lambda):
                frame.returns = expressions.evaluate(frame, node.body)
            else:
                reached = statements.run_suite(frame, node.body)
        except BudgetSpent:
            frame.cut = "too many steps"
        except RecursionError:
            frame.cut = "too deeply nested"
        return self._summarise(frame, code, reached)

    def _summarise(self, frame: Frame, code: Code, reached: bool) -> Summary:
        returns = frame.returns
        if reached:
            returns = NONE if returns is None else join(returns, NONE)
            frame.exits.append(frame.env)
            frame.spared = frame.spared or not frame.env.broken
        if code.generator:
            returns = list_of(frame.yields if frame.yields is not None else UNKNOWN, "iterator")
        outer = tuple(
            [(name, canonical(frame.env.get(name, frame.cells.get(name, UNKNOWN)))) for name in sorted(frame.nonlocals)]
        )
        return Summary(
            code,
            UNKNOWN if returns is None else canonical(returns),
            _effects(frame) if frame.mutated or frame.doubtful else (),
            outer,
            tuple(frame.findings.values()),
            tuple(frame.calls),
            frame.steps,
            frame.cut,
            returns is None,
            frame.broken,
            frame.broken and not frame.spared,
            frame.tally(),
            charged=tuple(frame.charged),
        )

    def _bearing_on(self, code: Code, asked: str, receiver: Value | None) -> frozenset[int] | None:
        """The statements of a function that bear on what is asked of it, None where it is not worth picking them."""
        if not isinstance(code.node, cst.FunctionDef):
            return None
        if asked == ANSWERS and len(code.node.body.body) < FEW_STATEMENTS:
            return None
        if isinstance(receiver, Instance):
            return receiver.of_class(self._slice, code, asked)
        return self._slice(code.owner, code, asked)

    def _slice(self, definition: ClassDef | None, code: Code, asked: str) -> frozenset[int]:
        key = (code, asked, definition)
        if key not in self._slices:
            if code not in self._sliced:
                self._sliced[code] = Slices(code)

            def stores(method: str, name: str) -> bool:
                return definition is None or self.classes.stores.reaches(definition, method, name, code.owner)

            self._slices[key] = self._sliced[code].of(asked, stores)
        return self._slices[key]

    def decorated_by(self, frame: Frame, decorator: Value, function: Value) -> Value:
        """What a decorator of the project makes of a function. It is asked once, with a stand-in for the function,
        unless it compiles what it is given."""
        if not isinstance(function, Function):
            return calls.call(self.outside(frame), None, decorator, Arguments((function,)))
        beside = self.outside_frame(frame.module, frame.unit)
        beside.steps = max(0, self.budget - DECORATOR_BUDGET)
        try:
            made = calls.call(beside, None, decorator, Arguments((self.stand_in,)))
        except FunctionNeeded:
            beside.asked = None
            return calls.call(beside, None, decorator, Arguments((function,)))
        return put_in(made, self.stand_in, function)

    def outside_frame(self, module: ModuleOutline, unit: Unit | None = None) -> Frame:
        """A frame for evaluating code of a module outside any region."""
        return Frame(self, module, unit or _NoUnit(module), None, Options(), self._nested // 2)

    def outside(self, frame: Frame) -> Frame:
        """A frame beside this one in which calls are evaluated without being traced for breaks."""
        if not frame.options.compiled:
            return frame
        beside = Frame(self, frame.module, frame.unit, None, Options(), frame.depth + 1)
        beside.env = frame.env.fork()
        beside.env.given_up = beside.env.broken = False
        return beside

    def function_value(self, definition: FunctionDef) -> Value:
        """A function at the top of a module or class, its decorators applied."""
        code = definition.code
        if code is None:
            return UNKNOWN
        plain = Function(code)
        assert isinstance(code.node, cst.FunctionDef)
        if not code.node.decorators:
            return plain
        return self.memo.of(self._functions, definition, lambda: self._decorated(definition, plain), plain)

    def _decorated(self, definition: FunctionDef, function: Function) -> Value:
        node = function.code.node
        assert isinstance(node, cst.FunctionDef)
        frame = self.outside_frame(definition.module, function.code.unit)
        frame.steps = max(0, self.budget - DECORATOR_BUDGET)
        value: Value = function
        self._nested += 1
        try:
            for decorator in reversed(node.decorators):
                value = calls.decorate(frame, decorator.decorator, value)
        except (BudgetSpent, RecursionError):
            value = function
        finally:
            self._nested -= 1
        return value

    def nested_code(self, frame: Frame, node: cst.FunctionDef | cst.Lambda) -> Code:
        """The Code of a def or lambda inside a function."""
        if node not in self._codes:
            outer = frame.code
            name = node.name.value if isinstance(node, cst.FunctionDef) else "<lambda>"
            qualname = f"{outer.qualname}.<locals>.{name}" if outer is not None else name
            self._codes[node] = Code(node, frame.unit, qualname, None, outer)
        return self._codes[node]

    # --- names

    def global_value(self, module: ModuleOutline, name: str) -> Value:
        """A name at the top of a module, or a builtin."""
        if name in _LITERALS:
            return _LITERALS[name]
        if name == "__name__":
            return Constant(module.name)
        kept = self.memo.kept(self._globals, (module, name))
        if kept is not None:
            return kept.answer
        return self.memo.of(self._globals, (module, name), lambda: self._global(module, name), UNKNOWN)

    def _global(self, module: ModuleOutline, name: str) -> Value:
        found = self.project.lookup(module, name)
        if not found:
            return External(f"builtins.{name}") if name in _BUILTINS else UNKNOWN
        self._nested += 1
        try:
            return join_all(self.resolved_value(target, name) for target in _preferred(found))
        finally:
            self._nested -= 1

    def resolved_value(self, target: Resolved, name: str) -> Value:
        """The value of what a name was resolved to."""
        if isinstance(target, Outside):
            return self.external(target.name)
        if isinstance(target, ModuleOutline):
            return Namespace(target)
        if isinstance(target, FunctionDef):
            return self.function_value(target)
        if isinstance(target, ClassDef):
            return Class(target)
        return self._assigned(target, name)

    def _assigned(self, binding: Assignment, name: str) -> Value:
        parsed = binding.statement
        if parsed is None:
            return UNKNOWN
        statement, unit = parsed
        frame = self.outside_frame(binding.module, unit)
        try:
            statements.run(frame, statement)
        except (BudgetSpent, RecursionError):
            return UNKNOWN
        value = as_input(frame.env.get(name, UNKNOWN))
        if isinstance(value, Constant) and not name.isupper() and isinstance(value.value, bool):
            return Scalar("bool")  # a flag that other code may set
        return value

    def external(self, dotted: str) -> Value:
        if dotted in _KNOWN:
            return _KNOWN[dotted]
        return External(dotted)

    def external_has(self, cls: str, name: str) -> bool:
        """Whether an outside class is known to have an attribute."""
        if is_module_name(cls) and name in _MODULE_MEMBERS:
            return True
        return self.facts.returns(f"{cls}.{name}") is not None or self.facts.knows(f"{cls}.{name}")

    def member_value(self, module_name: str, name: str) -> Value:
        found = self.project.member(module_name, name)
        home = self.project.module(module_name)
        if home is not None and found and name in home.names:
            return self.global_value(home, name)
        return join_all(self.resolved_value(target, name) for target in _preferred(found)) if found else UNKNOWN

    def module_value(self, dotted: str) -> Value:
        module = self.project.module(dotted)
        return Namespace(module) if module is not None else External(dotted)

    def import_value(self, module: ModuleOutline, target: Import) -> Value:
        if target.attribute is None:
            return self.module_value(self.project.absolute(module, target))
        return self.member_value(self.project.absolute(module, target), target.attribute)

    def dotted_value(self, module: ModuleOutline, node: cst.CSTNode) -> Value:
        """A dotted name at the top of a module: the class of an annotation, a base, a decorator."""
        if type(node) is cst.Name:
            return self.global_value(module, node.value)
        if type(node) is cst.Attribute:
            base = self.dotted_value(module, node.value)
            return attributes.get(self.outside_frame(module), base, node.attr.value)
        if type(node) is cst.Call:
            return expressions.evaluate(self.outside_frame(module), node)
        return UNKNOWN

    def evaluate_outside(self, code: Code, node: cst.BaseExpression) -> Value:
        """A default of a parameter, as evaluated where the function is defined."""
        return self.memo.of(self._defaults, id(node), lambda: self.evaluate_at(code.module, code.unit, node), UNKNOWN)

    def declared(self, module: ModuleOutline, node: cst.BaseExpression) -> Value:
        """What an annotation declares."""
        return self.memo.of(self._declared, id(node), lambda: declared.value_of(self, module, node), UNKNOWN)

    def evaluate_at(self, module: ModuleOutline, unit: Unit, node: cst.BaseExpression) -> Value:
        frame = self.outside_frame(module, unit)
        try:
            return expressions.evaluate(frame, node)
        except (BudgetSpent, RecursionError):
            return UNKNOWN


def _preferred(found: list[Resolved]) -> list[Resolved]:
    """Of several bindings (an optional import and its fallback) those that lead somewhere, else all of them."""
    if len(found) < 2:
        return found
    inside: list[Resolved] = [t for t in found if not isinstance(t, Outside)]
    if inside and len(inside) < len(found) and any(not isinstance(t, Assignment) for t in inside):
        return inside
    return found


def _may_be_shared(context: Context) -> bool:
    """Whether there is anything in a context that a placeholder can stand for."""
    for _, value in context.values:
        if type(value) is Mapping or holding(value):
            return True
    for _, value in context.cells:  # noqa: SIM110 - any() of a generator costs three calls more a value
        if type(value) is Function or holding(value):
            return True
    return False


def _is_doubtful(value: Value) -> bool:
    """Whether a value may be anything, or may be a tensor on weak evidence."""
    if type(value) is OneOf:
        return any(map(_is_doubtful, value.options))
    return type(value) is Unknown or (type(value) is Tensor and value.weak)


def _effects(frame: Frame) -> Named:
    """What has become of the parameters, of those that the function has changed or learned something of."""
    end = merge(frame.exits) if frame.exits else frame.env
    if end is None:
        return ()
    changed = (frame.mutated & frame.parameters) | _shown_to_be_tensors(frame, end)
    changed -= frame.rebound
    return tuple(
        [(name, canonical(_changed(frame.entered[name], end[name]))) for name in sorted(changed) if name in end]
    )


def _shown_to_be_tensors(frame: Frame, end: Env) -> set[str]:
    """Parameters of which a function that was called with something doubtful has made sure that they are tensors."""
    return {name for name in frame.doubtful if name in end and _is_surely_tensor(end[name])}


def _is_surely_tensor(value: Value) -> bool:
    if type(value) is OneOf:
        return all(map(_is_surely_tensor, value.options))
    return type(value) is Tensor and not value.weak


def _changed(before: Value, after: Value) -> Value:
    """An object with only the attributes that have become others: the caller knows the rest better."""
    if isinstance(before, Instance) and isinstance(after, Instance) and before.is_like(after):
        old = dict(before.attributes)
        return after.with_only(tuple((k, v) for k, v in after.attributes if k not in old or old[k] != v))
    return after


def _stand_in() -> Code:
    """A function of which nothing is known."""
    source = SourceFile(Path("<decorated>"), "<decorated>", data=b"def decorated(*args, **kwargs):\n    return _\n")
    module = ModuleOutline(source, "<decorated>", False, parse(source.text)[0])
    definition = module.names["decorated"][0]
    assert isinstance(definition, FunctionDef) and definition.code is not None
    return definition.code


class _NoUnit(Unit):
    """Stands where values are only evaluated and nothing is reported."""

    def __init__(self, module: ModuleOutline) -> None:
        self.module = module
        self.first_line = 1
        self.mentions_yield = False

    def span(self, node: cst.CSTNode) -> None:
        return None

    def text(self, node: cst.CSTNode) -> None:
        return None


_BUILTINS = frozenset(dir(__import__("builtins"))) | {
    "reveal_type",
    "ExceptionGroup",
    "BaseExceptionGroup",
    "anext",
    "aiter",
}

__all__ = ["Tracer", "_builtins", "_containers", "_decorators", "_torch_calls"]
