"""Where torch.compile is applied, with which options, to what.

Regions are found by evaluating code, not by its spelling: the statements and functions of every file that may compile
something are run outside any region, and each call of torch.compile (under whatever name) that is met makes one. Calls
of compiled things met on the way tell what their arguments are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import libcst as cst

from gblint.diagnostics import Region
from gblint.source.files import SourceError
from gblint.source.mentions import code_says, compiling
from gblint.source.outline import Assignment, ClassDef, Code, FunctionDef, ModuleOutline
from gblint.tracing import binding, calls, statements
from gblint.tracing.classes import bind_method
from gblint.tracing.frame import BudgetSpent, Frame, FunctionNeeded
from gblint.tracing.guards import exposed
from gblint.tracing.joins import describe, join, join_all, one_of
from gblint.tracing.options import CONFIG_FLAGS, Options
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
    Partial,
    Sequence,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    options,
    type_of_constant,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.source.files import SourceFile
    from gblint.tracing.tracer import Tracer

_MARK = re.compile(r"#\s*gblint:\s*compiled\b")
_STEPS = 60_000  # for one function evaluated in search of regions


@dataclass
class Spec:
    """One region: what is compiled, how, and what calls of it show."""

    region: Region
    target: Value
    options: Options
    module: ModuleOutline
    code: Code | None = None  # whose parameters the region is entered with
    entered: list[tuple[Arguments, Options]] = field(default_factory=list)
    receivers: list[Instance] = field(default_factory=list)  # of a method that is compiled where it is defined


class Regions:
    """Collects the regions of one analysis, and the torch._dynamo.config settings in force for them."""

    def __init__(self, tracer: Tracer) -> None:
        self.tracer = tracer
        self.specs: dict[tuple[str, int, str], Spec] = {}
        self.config: dict[ModuleOutline, dict[str, object]] = {}
        self.environment: dict[str, object] = {}
        self.events = 0  # so far, of all that is noted here while code is evaluated
        self._helpers: set[str] = set()  # functions that compile what they are given
        self._searched: set[ModuleOutline] = set()
        self._met: set[tuple[str, int, str]] = set()  # the regions that the file being searched has shown anything of
        self.shown_by: dict[tuple[str, int, str], int] = {}  # the files that those of a region rest on, as bits
        self._settled: dict[ModuleOutline, dict[str, object]] = {}  # ``config`` when the search was over

    @property
    def helpers(self) -> tuple[str, ...]:
        """The names of functions that compile what they are given, calls of which were looked for in all files."""
        return tuple(sorted(self._helpers))

    # --- finding them

    def search(self, files: SequenceOf[SourceFile], configured: bool = False) -> None:
        """Evaluates every file that may compile something, then those that call what compiles its argument.

        ``configured``: those too that set ``torch._dynamo.config``. There will be regions that the files do not make.
        """
        for source in files:
            if source.may_hold_region or (configured and source.may_configure):
                self._search_file(source, compiling())
        known: set[str] = set()
        while self._helpers - known:
            words = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(self._helpers - known)))
            known |= self._helpers
            for source in files:
                if _says(source, words):
                    self._search_file(source, words)

    def _search_file(self, source: SourceFile, words: re.Pattern[str]) -> None:
        """``_search``, keeping the files that each region rests on that the file shows anything of."""
        project = self.tracer.project
        before, project.touched = project.touched, 0
        self._met.clear()
        self._search(source, words)
        for key in self._met:
            self.shown_by[key] = self.shown_by.get(key, 0) | project.touched
        project.touched |= before

    def _search(self, source: SourceFile, words: re.Pattern[str]) -> None:
        """Runs what a file does at its top, and its functions that mention one of the words."""
        module = self.tracer.project.module_of(source)
        if module is None:
            return
        if module not in self._searched:
            self._searched.add(module)
            for bindings in module.names.values():
                for bound in bindings:
                    if isinstance(bound, ClassDef) and compiling().search(
                        "".join(module.lines[bound.first - 1 : bound.line])
                    ):
                        self._decorated_class(bound)
            for function in module.all_functions:
                self.tracer.function_value(function)
                self._marked(function)
            self._run_statements(module)
        for function in self._worth_running(module, words):
            self._run_function(function)

    def _worth_running(self, module: ModuleOutline, mentioned: re.Pattern[str]) -> list[FunctionDef]:
        """The functions that compile something or call something compiled, and the methods beside them."""
        names = {n for n in module.names if _is_compiled(self.tracer.global_value(module, n))}
        names |= {s.code.owner.name for s in self.specs.values() if s.code and s.code.owner and s.module is module}
        words = re.compile("|".join([mentioned.pattern, *(rf"\b{re.escape(n)}\b" for n in sorted(names))]))
        chosen = [f for f in module.all_functions if code_says(words, f.text)]
        owners = {f.owner for f in chosen if f.owner is not None}
        return [f for f in module.all_functions if f in chosen or f.owner in owners]

    def _run_statements(self, module: ModuleOutline) -> None:
        frame = self.tracer.outside_frame(module)
        frame.asked = None
        frame.env["__name__"] = Constant("__main__")
        for first, last, column in module.statements:
            unit = module.unit(first, last)
            if unit is None or module.lines[first - 1][:column].strip():
                continue
            frame.unit = unit
            frame.steps = max(0, self.tracer.budget - _STEPS)
            try:
                for statement in unit.body:
                    statements.run(frame, statement)
            except (BudgetSpent, RecursionError):
                continue

    def _run_function(self, definition: FunctionDef) -> None:
        value = self.tracer.function_value(definition)
        code = definition.code
        if code is None:
            return
        frame = self.tracer.outside_frame(definition.module, code.unit)
        frame.asked = None  # all of it: what is compiled, and what it is called with
        frame.steps = max(0, self.tracer.budget - _STEPS)
        if isinstance(value, Wrapped) and value.kind == "configured":
            frame.options = frame.options.with_config(dict(value.detail))
        function: Value = Function(code)
        receiver = self._receiver(definition, value)
        if receiver is not None:
            function = Bound(function, receiver)
        arguments, _ = calls.entry_arguments(frame, code, receiver is not None)
        try:
            calls.call(frame, None, function, arguments)
        except (BudgetSpent, RecursionError):
            return

    def _receiver(self, definition: FunctionDef, value: Value) -> Value | None:
        if definition.owner is None or (isinstance(value, Wrapped) and value.kind == "static"):
            return None
        cls = Class(definition.owner)
        return cls if isinstance(value, Wrapped) and value.kind == "class" else Instance(cls)

    def _marked(self, definition: FunctionDef) -> None:
        """``# gblint: compiled`` on the line of a def, or alone on the line above it."""
        lines = definition.module.lines
        header = lines[definition.line - 1]
        above = lines[definition.first - 2] if definition.first >= 2 else ""
        if _MARK.search(header) or (above.strip().startswith("#") and _MARK.search(above)):
            self.entry(definition, definition.qualname)

    def _decorated_class(self, definition: ClassDef) -> None:
        header = definition.header
        for decorator in header[0].decorators if header is not None else ():
            frame = self.tracer.outside_frame(definition.module, header[1] if header else None)
            calls.decorate(frame, decorator.decorator, Class(definition))

    # --- entries

    def entry(
        self, definition: FunctionDef | ClassDef | Assignment, qualname: str, owner: ClassDef | None = None
    ) -> None:
        """Makes a region of a definition: a function, a method of ``owner``, a module class's forward."""
        spec = self.spec_of(definition, qualname, owner)
        self.specs.setdefault(_key(spec), spec)
        self._met.add(_key(spec))

    def spec_of(
        self, definition: FunctionDef | ClassDef | Assignment, qualname: str, owner: ClassDef | None = None
    ) -> Spec:
        """The region that ``entry`` makes, without counting it among those found."""
        module = definition.module
        base = Options(compiled=True).with_config(self.environment)
        if isinstance(definition, ClassDef):
            found = self.tracer.classes.find(definition, "forward") or self.tracer.classes.find(definition, "__call__")
            code = found[1].code if found is not None and isinstance(found[1], FunctionDef) else None
            target: Value = Instance(Class(definition))
            region = Region(qualname, module.path, definition.line)
        elif isinstance(definition, FunctionDef):
            value = self.tracer.function_value(definition)
            code = definition.code
            cls = owner or definition.owner
            if cls is not None and not (isinstance(value, Wrapped) and value.kind == "static"):
                value = bind_method(value, Instance(Class(cls)))
            target = value
            region = Region(qualname, module.path, definition.line)
        else:
            value = self.tracer.global_value(module, qualname)
            function = function_in(value)
            code, target = (function.code if function is not None else None), value
            region = Region(qualname, module.path, definition.first)
        return Spec(region, target, base, module, code)

    # --- events while code is evaluated

    def made(self, frame: Frame, node: cst.CSTNode | None, target: Value, arguments: Arguments) -> Value:
        """``torch.compile(target, ...)`` was met. Gives what it gives."""
        if frame.options.compiled:
            return Wrapped("compiled", target)
        self.events += 1
        target, arguments = exposed(target), exposed(arguments)
        given = dict(arguments.keywords)
        if given.get("disable") == Constant(True):
            return target
        results: list[Value] = []
        for option in options(target):
            key = self._register(frame, node, option, given)
            results.append(Wrapped("compiled", option, key) if key is not None or not _is_plain(option) else option)
        return one_of(results)

    def _register(
        self, frame: Frame, node: cst.CSTNode | None, target: Value, given: Mapping[str, Value]
    ) -> tuple[str, int, str] | None:
        if isinstance(target, Wrapped) and target.kind == "compiled":
            return target.detail if isinstance(target.detail, tuple) else None
        target = self._with_receiver(target)
        inner, extra = unwrapped(target)
        if function_in(inner) == self.tracer.stand_in:
            raise FunctionNeeded
        if isinstance(inner, (Unknown, Tensor, Constant, External)) or inner == NONE:
            if isinstance(inner, Unknown) and frame.code is not None:
                self._helpers.add(frame.code.name)
            return None
        function = function_in(inner)
        decorator = function is not None and _is_decorator(function, node)
        code = function.code if function is not None else self._forward_of(inner)
        if decorator and code is not None:
            name, path, line = code.qualname, code.module.path, code.line
        else:
            span = frame.unit.span(node) if node is not None else None
            name = _name_of(inner)
            path, line = frame.module.path, span.line if span is not None else (code.line if code is not None else 1)
        key = (path, line, name)
        self._met.add(key)
        if key in self.specs:
            known = self.specs[key]
            if isinstance(known.target, Instance) and known.target.arguments is None:
                known.target = target
            return key
        fullgraph = given.get("fullgraph") == Constant(True)
        shown = tuple(sorted((k, _shown(v)) for k, v in given.items() if k not in ("fullgraph", "model")))
        export = given.get("export") == Constant(True)
        base = Options(compiled=True, fullgraph=fullgraph, export=export)
        base = base.with_config(self.environment).with_config(extra)
        spec = Spec(Region(name, path, line, fullgraph, shown), target, base, frame.module, code)
        self.specs[key] = spec
        return key

    def _with_receiver(self, target: Value) -> Value:
        """A method that is compiled where it is defined: its receiver is some object of the class."""
        if isinstance(target, Function) and target.code.owner is not None:
            return Bound(target, Instance(Class(target.code.owner)))
        if isinstance(target, Wrapped) and target.kind in ("configured", "context"):
            return Wrapped(target.kind, self._with_receiver(target.inner), target.detail)
        return target

    def _forward_of(self, target: Value) -> Code | None:
        if isinstance(target, (Instance, Class)):
            definition = target.cls.definition if isinstance(target, Instance) else target.definition
            for name in ("forward", "__call__"):
                found = self.tracer.classes.find(definition, name)
                if found is not None and isinstance(found[1], FunctionDef):
                    return found[1].code
        return None

    def decorator(self, frame: Frame, node: cst.CSTNode | None, arguments: Arguments) -> Value:
        """``torch.compile(fullgraph=True)`` without a function: a decorator."""
        given = exposed(arguments)
        return Wrapped("decorator", UNKNOWN, lambda function: self.made(frame, node, function, given))

    def dynamo_call(self, frame: Frame, node: cst.CSTNode | None, arguments: Arguments) -> Value:
        """``torch._dynamo.optimize(backend)(fn)``, ``torch._dynamo.explain(fn)``, ``torch._dynamo.export(fn)``."""
        first = arguments.get(0)
        given = Arguments((), arguments.keywords)
        if arguments.keyword("nopython") == Constant(True):
            given = Arguments((), (*arguments.keywords, ("fullgraph", Constant(True))))
        if isinstance(first, (Function, Bound, Instance, Partial, Class)):
            return self.made(frame, node, first, given)
        return self.decorator(frame, node, given)

    def exported(self, frame: Frame, node: cst.CSTNode | None, arguments: Arguments) -> Value:
        """``torch.export.export(model, args, strict=True)``: strict export is Dynamo, under fullgraph."""
        target = arguments.get(0, "mod") or arguments.get(0, "f")
        if arguments.keyword("strict") != Constant(True) or target is None:
            return UNKNOWN
        self.made(frame, node, target, Arguments((), (("fullgraph", Constant(True)), ("export", Constant(True)))))
        return UNKNOWN

    def called(self, frame: Frame, wrapped: Wrapped, arguments: Arguments) -> None:
        """A compiled thing is called, outside any region: its arguments are evidence."""
        self.events += 1
        spec = self.specs.get(wrapped.detail) if isinstance(wrapped.detail, tuple) else None
        if spec is None or len(spec.entered) >= 64:
            return
        spec.entered.append((exposed(arguments), frame.options))
        self._met.add(_key(spec))
        inner = exposed(wrapped.inner)
        if isinstance(inner, Bound) and isinstance(inner.receiver, Instance) and isinstance(spec.target, Bound):
            spec.receivers.append(inner.receiver)

    def configure(self, function: Value, settings: Mapping[str, Any]) -> None:
        """``config.patch`` stands as a decorator over a region: its settings hold there."""
        if isinstance(function, Wrapped) and function.kind == "compiled" and function.detail in self.specs:
            self.events += 1
            spec = self.specs[function.detail]
            spec.options = spec.options.with_config(settings)
            self._met.add(function.detail)

    def config_assigned(self, frame: Frame, name: str, value: Value) -> None:
        if isinstance(value, Constant) and not frame.options.compiled:
            self.set_for_module(frame.module, {name: value.value})

    def set_for_module(self, module: ModuleOutline, settings: Mapping[str, object]) -> None:
        self.events += 1
        self.config.setdefault(module, {}).update(settings)

    def config_changed(self, frame: Frame, name: str, arguments: Arguments) -> None:
        """``torch._dynamo.config.reorderable_logging_functions.add(print)`` and the like."""
        parts = name.split(".")
        if parts[-1] not in ("add", "update") or len(parts) < 2:
            return
        self.events += 1
        added: set[str] = set()
        for value in arguments.args:
            for option in options(value):
                items = option.items or () if isinstance(option, Sequence) else (option,)
                for item in items:
                    if isinstance(item, External):
                        added.add(self.tracer.facts.canonical(item.name))
                    elif (function := function_in(item)) is not None:
                        added.add(f"{function.code.module.name}.{function.code.qualname}")
                    elif isinstance(item, Bound) and isinstance(item.function, External):
                        added.add(self.tracer.facts.canonical(item.function.name))
        settings = self.config.setdefault(frame.module, {})
        old = settings.get(parts[-2], frozenset())
        settings[parts[-2]] = (old if isinstance(old, frozenset) else frozenset()) | added

    # --- what to trace

    def ordered(self, specs: Iterable[Spec] | None = None) -> list[Spec]:
        """All regions, or those given, that are not switched off, by place, as far as evaluation has shown them by now:
        what tracing evaluates later, in an order of its own, adds nothing to these."""
        if specs is None:
            self._settled = {module: dict(settings) for module, settings in self.config.items()}
        chosen = []
        for spec in sorted(self.specs.values() if specs is None else specs, key=_key):
            settings = dict(self.environment)
            settings.update(self._settled.get(spec.module, {}))
            under = spec.options.with_config(settings)
            if spec.entered:
                under = _under_all_calls(under, [o for _, o in spec.entered])
            if not under.disabled:
                chosen.append(replace(spec, options=under, target=_received(spec), entered=list(spec.entered)))
        return chosen

    def entry_arguments(self, frame: Frame, spec: Spec) -> Arguments:
        """What the region is entered with: what its calls show, else declarations and conventions."""
        if spec.code is None:
            return Arguments((), (), UNKNOWN, UNKNOWN)
        code = spec.code
        inner, _ = unwrapped(spec.target)
        skip = isinstance(inner, (Bound, Instance, Class)) or (
            code.owner is not None and not isinstance(inner, Function)
        )
        partial = inner if isinstance(inner, Partial) else None
        arguments, values = calls.entry_arguments(frame, code, skip)
        names = [p.name.value for p in binding.every(code)][1 if skip else 0 :]
        positional = [p.name.value for p in binding.positional(code)][1 if skip else 0 :]
        evidence = dict(values)
        for name in names:
            shown: Value | None = None
            for call, _ in spec.entered:
                position = positional.index(name) if name in positional else len(call.args)
                value = call.get(position, name)
                if value is None or isinstance(value, Unknown):
                    continue
                shown = _general(value) if shown is None else join(shown, _general(value))
            if shown is not None:
                weak_only = all(isinstance(v, Unknown) for v in options(shown))
                evidence[name] = values[name] if weak_only else self._with_default(frame, code, name, shown, spec)
        extra = [v for call, _ in spec.entered for k, v in call.keywords if k not in names]
        if extra and not _takes_keywords(code):
            # Keywords that a decorator around the function takes for itself.
            more = join_all([_general(v) for v in extra])
            arguments = Arguments(arguments.args, arguments.keywords, arguments.more_args, more)
        if partial is not None:
            for name in [*positional[: len(partial.args)], *(k for k, _ in partial.keywords)]:
                evidence.pop(name, None)
        keywords = {k: evidence.get(k, v) for k, v in arguments.keywords if k in evidence or k not in names}
        args = tuple(evidence[n] for n in positional[: len(arguments.args)] if n in evidence)
        return Arguments(args, tuple(keywords.items()), arguments.more_args, arguments.more_keywords)

    def _with_default(self, frame: Frame, code: Code, name: str, shown: Value, spec: Spec) -> Value:
        """A parameter that some calls leave out may be its default too."""
        for parameter in binding.every(code):
            if parameter.name.value == name and parameter.default is not None:
                default = binding.default_of(frame.tracer, code, parameter)
                return shown if default is None else one_of([shown, _general(default)])
        return shown


def _says(source: SourceFile, words: re.Pattern[str]) -> bool:
    try:
        return words.search(source.data.decode("utf-8", "replace")) is not None
    except SourceError:  # it went away since it was looked at first
        return False


def _key(spec: Spec) -> tuple[str, int, str]:
    return (spec.region.path, spec.region.line, spec.region.name)


def _received(spec: Spec) -> Value:
    """The target, its receiver as the calls show it."""
    if isinstance(spec.target, Bound) and spec.receivers:
        return replace(spec.target, receiver=one_of(dict.fromkeys(spec.receivers)))
    return spec.target


def _is_plain(value: Value) -> bool:
    return isinstance(value, (Constant, Tensor))


def _is_compiled(value: Value) -> bool:
    return any(isinstance(v, Wrapped) and v.kind in ("compiled", "configured") for v in options(value))


def _takes_keywords(code: Code) -> bool:
    return code.node.params.star_kwarg is not None


def _under_all_calls(base: Options, calls_under: list[Options]) -> Options:
    """Settings that hold whenever the region is called, beside its own."""
    plain = Options()
    flags: dict[str, bool] = {}
    for name in CONFIG_FLAGS.values():
        values = {getattr(o, name) for o in calls_under}
        if len(values) == 1 and values != {getattr(plain, name)}:
            flags[name] = values.pop()
    return replace(base, **flags) if flags else base  # type: ignore[arg-type]


def _general(value: Value) -> Value:
    """An argument of one call, as it stands for all calls."""
    if isinstance(value, Constant):
        return type_of_constant(value)
    if isinstance(value, Tensor):
        return value.as_input()
    if isinstance(value, Sequence) and value.items is not None:
        return Sequence(value.kind, tuple(_general(v) for v in value.items))
    if len(options(value)) > 1:
        return one_of(_general(v) for v in options(value))
    return value


def unwrapped(target: Value) -> tuple[Value, dict[str, object]]:
    """What a target is below wrappers that only set options, and what they set."""
    extra: dict[str, object] = {}
    while isinstance(target, Wrapped) and target.kind in ("configured", "compiled", "context"):
        if target.kind == "configured":
            extra.update(dict(target.detail))
        target = target.inner
    return target, extra


def function_in(value: Value) -> Function | None:
    if isinstance(value, Function):
        return value
    if isinstance(value, Bound):
        return function_in(value.function)
    if isinstance(value, Partial):
        return function_in(value.function)
    if isinstance(value, Wrapped):
        return function_in(value.inner)
    return None


def _is_decorator(target: Function, node: cst.CSTNode | None) -> bool:
    definition = target.code.node
    return isinstance(definition, cst.FunctionDef) and any(d.decorator is node for d in definition.decorators)


def _name_of(value: Value) -> str:
    function = function_in(value)
    if function is not None:
        return function.code.qualname
    if isinstance(value, Instance):
        return value.cls.definition.qualname
    if isinstance(value, Class):
        return value.definition.qualname
    if isinstance(value, ExternalInstance):
        return value.name.rpartition(".")[2]
    return "Sequential" if isinstance(value, Sequence) else describe(value)


def _shown(value: Value) -> str:
    return repr(value.value) if isinstance(value, Constant) else "..."
