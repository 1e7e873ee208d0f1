"""The one place where a call is decided: inline it, ask the facts, or give up with Unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.outline import Code, FunctionDef
from gblint.tracing import assignment, attributes, binding, expressions, tensors
from gblint.tracing.canonical import canonical_arguments
from gblint.tracing.frame import ANSWERS, KNOWN, RESOLVED, UNANSWERED, Frame
from gblint.tracing.handlers import DECORATORS, HANDLERS, METHODS
from gblint.tracing.joins import element_of, exact, join, join_all, one_of
from gblint.tracing.summaries import RECEIVER, Call, Outcome, Summary
from gblint.tracing.values import (
    NONE,
    TENSOR,
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
    OneOf,
    Partial,
    Scalar,
    Sequence,
    Tensor,
    Unknown,
    Value,
    Wrapped,
    any_option,
    is_none,
    list_of,
    options,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.tracing.tracer import Tracer


def call(frame: Frame, node: cst.CSTNode | None, callee: Value, arguments: Arguments) -> Value:
    """The value of ``callee(*arguments)``. ``node`` is where the call stands; None for implied calls."""
    if type(callee) is not OneOf:
        return UNKNOWN if is_none(callee) else _call_one(frame, node, callee, arguments)
    return join_all([_call_one(frame, node, option, arguments) for option in callee.options if not is_none(option)])


def _call_one(frame: Frame, node: cst.CSTNode | None, callee: Value, arguments: Arguments) -> Value:
    if isinstance(callee, Function):
        return inline(frame, node, callee, arguments, None)
    if isinstance(callee, Bound):
        if isinstance(callee.function, External):
            return call_external(frame, node, callee.function.name, arguments, callee.receiver)
        return _call_bound(frame, node, callee, arguments)
    if isinstance(callee, External):
        return call_external(frame, node, callee.name, arguments, None)
    if isinstance(callee, Instance):
        return call_instance(frame, node, callee, arguments)
    if isinstance(callee, ExternalInstance):
        return call_external(frame, node, f"{callee.name}.forward", arguments, callee)
    if isinstance(callee, Class):
        return construct(frame, node, callee, arguments)
    if isinstance(callee, Partial):
        return call(frame, node, callee.function, merged(callee, arguments))
    if isinstance(callee, Wrapped):
        return _call_wrapped(frame, node, callee, arguments)
    if isinstance(callee, Sequence):
        return _call_layers(frame, node, callee, arguments)
    frame.answered(node, UNANSWERED)
    if isinstance(callee, Unknown):
        _call_unknown(frame, node, arguments)
    return UNKNOWN


def merged(partial: Partial, arguments: Arguments) -> Arguments:
    keywords = {**dict(partial.keywords), **dict(arguments.keywords)}
    args = (*partial.args, *arguments.args)
    return Arguments(args, tuple(keywords.items()), arguments.more_args, arguments.more_keywords)


def _call_bound(frame: Frame, node: cst.CSTNode | None, callee: Bound, arguments: Arguments) -> Value:
    if isinstance(callee.function, Function):
        return inline(frame, node, callee.function, arguments, callee.receiver)
    return call(frame, node, callee.function, arguments.with_args((callee.receiver, *arguments.args)))


def _call_wrapped(frame: Frame, node: cst.CSTNode | None, callee: Wrapped, arguments: Arguments) -> Value:
    if callee.kind in ("disabled", "opaque", "config"):
        frame.answered(node, KNOWN)  # what Dynamo does at such a boundary needs no look inside
    if callee.kind == "disabled":
        if frame.options.compiled:
            if node is not None:
                frame.tracer.note_target(frame, node, "torch.compiler.disable", callee, arguments, kind="disabled")
            return call(frame.tracer.outside(frame), None, callee.inner, arguments)
        return call(frame, node, callee.inner, arguments)
    if callee.kind == "opaque":
        return call(frame.tracer.outside(frame), None, callee.inner, arguments)
    if callee.kind == "compiled":
        if not frame.options.compiled:
            frame.tracer.regions.called(frame, callee, arguments)
        return call(frame, node, callee.inner, arguments)
    if callee.kind == "context":
        produced = call(frame, node, callee.inner, arguments)
        inner = element_of(produced) if isinstance(produced, Sequence) else UNKNOWN
        return Wrapped("entered", inner)
    if callee.kind == "config":
        return UNKNOWN
    if callee.kind == "configured":
        outer = frame.options
        frame.options = outer.with_config(dict(callee.detail))
        value = call(frame, node, callee.inner, arguments)
        frame.options = outer
        return value
    return call(frame, node, callee.inner, arguments)


def _call_layers(frame: Frame, node: cst.CSTNode | None, layers: Sequence, arguments: Arguments) -> Value:
    """nn.Sequential: each layer is handed what the one before it gave."""
    if layers.kind != "Sequential":
        return UNKNOWN
    value = arguments.get(0, "input") or UNKNOWN
    if layers.items is None:
        # Layers that are alike, in unknown number: one pass on the input, one on what comes out.
        first = call(frame, node, layers.element, Arguments((value,)))
        return join(first, call(frame, node, layers.element, Arguments((join(value, first),))))
    for layer in layers.items:
        value = call(frame, node, layer, Arguments((value,)))
    return value


def call_instance(frame: Frame, node: cst.CSTNode | None, instance: Instance, arguments: Arguments) -> Value:
    """Calls an object: its ``__call__``, or for a module its ``forward``."""
    classes = frame.tracer.classes
    own = instance.own("forward")
    if own is not None:
        return call(frame, node, own, arguments)
    for name in ("__call__", "forward"):
        home = instance.of_class(classes.home, name)
        if isinstance(home, External):
            if name == "__call__":
                continue
            return call_external(frame, node, f"{home.name}.forward", arguments, instance)
        if home:
            return call(frame, node, attributes.get(frame, instance, name), arguments)
    if instance.of_class(classes.is_module):
        forward = attributes.get(frame, instance, "forward")
        if not isinstance(forward, Unknown):
            return call(frame, node, forward, arguments)
    frame.answered(node, UNANSWERED)
    return UNKNOWN


def construct(frame: Frame, node: cst.CSTNode | None, cls: Class, arguments: Arguments) -> Value:
    """An object of a class of the project. In a region Dynamo goes through the constructor too."""
    tracer = frame.tracer
    definition = cls.definition
    instance = Instance(cls.itself, canonical_arguments(arguments))
    frame.answered(node, RESOLVED)
    if frame.options.compiled:
        if node is not None and tracer.classes.is_module(definition):
            tracer.note_target(frame, node, "torch.nn.Module", instance, arguments, kind="construct")
        found = tracer.classes.find(definition, "__init__")
        if found is not None and isinstance(found[1], FunctionDef):
            function = tracer.function_value(found[1])
            if isinstance(function, Function):
                inline(frame, node, function, arguments, Instance(cls.itself))
        if tracer.classes.is_record(definition):
            after = tracer.classes.find(definition, "__post_init__")
            if after is not None and isinstance(after[1], FunctionDef):
                function = tracer.function_value(after[1])
                if isinstance(function, Function):
                    inline(frame, node, function, Arguments(), instance)
    return instance


def call_external(
    frame: Frame, node: cst.CSTNode | None, name: str, arguments: Arguments, receiver: Value | None
) -> Value:
    """Calls something outside the project: what is special about it, else what was measured, else Unknown."""
    tracer = frame.tracer
    name = tracer.facts.canonical(name)
    if node is not None and frame.options.compiled:
        tracer.note_target(frame, node, name, receiver, arguments)
    if not frame.options.compiled and name.startswith("torch._dynamo.config."):
        tracer.regions.config_changed(frame, name, arguments)
    if isinstance(receiver, Instance) and name.endswith((".__call__", "._call_impl")):
        return call(frame, node, attributes.get(frame, receiver, "forward"), arguments)
    handler = HANDLERS.get(name)
    known = tracer.facts.returns(name)
    frame.answered(node, KNOWN if handler or known or tracer.facts.knows(name) else UNANSWERED)
    if handler is not None:
        return handler(frame, node, receiver, arguments)
    if isinstance(receiver, (Sequence, Mapping, Constant)) and name.startswith("builtins."):
        method = METHODS.get(name.rpartition(".")[2])
        if method is not None:
            frame.answered(node, KNOWN)
            return method(frame, node, receiver, arguments)
    if known is not None and known.cases:
        value = tensors.result(frame, known, arguments, receiver)
        if name.startswith("numpy.random."):
            value = _drawn(frame, value, arguments)
        return _mutated(frame, node, known.mutates, receiver, value)
    if name.startswith("torch.nn.") and name.endswith(".forward"):
        return TENSOR
    if name.startswith("torch.nn.") and receiver is not None:
        from gblint.tracing import torch_calls

        return torch_calls.module_method(frame, node, name, receiver, arguments)
    return _instance_of_outside(frame, name)


def _drawn(frame: Frame, value: Value, arguments: Arguments) -> Value:
    """One number drawn by NumPy: read out where it is drawn, by a break unless scalars are captured."""
    if frame.options.compiled and not frame.options.scalars_captured:
        if isinstance(value, Tensor) and value.array and (value.rank == 0 or not arguments.values):
            return Scalar(value.dtype)
    return value


def _mutated(frame: Frame, node: cst.CSTNode | None, mutates: bool, receiver: Value | None, value: Value) -> Value:
    if not mutates or receiver is None or not isinstance(value, Tensor) or not isinstance(node, cst.Call):
        return value
    if isinstance(node.func, cst.Attribute) and isinstance(node.func.value, cst.Name) and value != receiver:
        assignment.rebind(frame, node.func.value, value)
    return value


def _instance_of_outside(frame: Frame, name: str) -> Value:
    """An object of the class ``name``: a capital tells a class, and so do members of which something is known."""
    home, _, short = name.rpartition(".")
    named_like_one = short[:1].isupper() and not home.startswith(("builtins", "typing"))
    if home and (named_like_one or frame.tracer.facts.owns(name)):
        return ExternalInstance(name)
    return UNKNOWN


def _call_unknown(frame: Frame, node: cst.CSTNode | None, arguments: Arguments) -> None:
    """A call of something not known. Only a method's name can still tell something; the rules decide that."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return
    if not frame.options.compiled:
        if node.func.attr.value == "compile":
            frame.tracer.regions.made(frame, node, UNKNOWN, arguments)  # a function that compiles what it is given
    else:
        receiver = frame.value(node.func.value)
        weak = isinstance(receiver, (Unknown, Tensor))
        if weak:
            frame.tracer.note_target(frame, node, f"?.{node.func.attr.value}", receiver, arguments, kind="unknown")


# --- inlining


def inline(
    frame: Frame, node: cst.CSTNode | None, function: Function, arguments: Arguments, receiver: Value | None
) -> Value:
    """Traces a function of the project in the context of a call and gives what it returns."""
    if frame.options.ignored and f"{function.code.module.name}.{function.code.qualname}" in frame.options.ignored:
        return NONE  # torch._dynamo.config.ignore_logging_functions: the call is left out
    asked = _asked(frame, node, receiver)
    call = Call(function, arguments, receiver, frame.options, frame.env.given_up, asked)
    outcome, callee = frame.tracer.called(call, frame.depth)
    if callee is None:
        frame.answered(node, UNANSWERED)
        return outcome.declared
    frame.answered(node, RESOLVED)
    traced = node if frame.options.compiled else None
    if traced is not None:
        frame.edge(traced, callee)  # before the charge: what was found stays when the budget ends here
    frame.charge_for(callee)
    if traced is not None and outcome.breaks:
        frame.resume(traced, outcome.returns, outcome.breaks_surely)
    _write_back(frame, node, outcome, receiver)
    for name, value in outcome.nonlocals:
        if name in frame.env:
            frame.env[name] = join(frame.env[name], value)
    return outcome.returns if isinstance(outcome.declared, Unknown) else outcome.declared


def outcome_of(tracer: Tracer, call: Call, summary: Summary | None) -> Outcome:
    """What a call gives, in view of what tracing the function gave: None where it was not entered."""
    code = call.function.code
    if summary is None:
        return Outcome(declared=_declared_return(tracer, code))
    returns = summary.returns
    declared = _declared_return(tracer, code) if isinstance(returns, Unknown) else UNKNOWN
    effects: tuple[tuple[str, int | None, Value], ...] = ()
    if summary.effects:
        places = {
            p.name.value: i
            for i, p in enumerate(binding.positional(code), RECEIVER if call.receiver is not None else 0)
        }
        effects = tuple([(name, places.get(name), value) for name, value in summary.effects])
    return Outcome(True, returns, declared, effects, summary.nonlocals, summary.breaks, summary.breaks_surely)


def _asked(frame: Frame, node: cst.CSTNode | None, receiver: Value | None) -> str | None:
    """What a call is made for: where an attribute of an object is asked for, a method of it that is called as a
    statement is asked for no more."""
    if frame.options.compiled or frame.asked is None:
        return None
    if frame.asked and id(node) in frame.unused and frame.receiver is not None:
        if receiver is not None and receiver is frame.env.get(frame.receiver):
            return frame.asked
    return ANSWERS


def _declared_return(tracer: Tracer, code: Code) -> Value:
    node = code.node
    if type(node) is cst.FunctionDef and node.returns is not None and not code.generator:
        return tracer.declared(code.module, node.returns.annotation)
    return UNKNOWN


def _write_back(frame: Frame, node: cst.CSTNode | None, outcome: Outcome, receiver: Value | None) -> None:
    """Puts what a callee has made of its mutable arguments in the places that the caller passed them from."""
    if not outcome.effects or not isinstance(node, cst.Call):
        return
    by_name = {name: value for name, _, value in outcome.effects}
    by_place = {place: value for _, place, value in outcome.effects}
    if RECEIVER in by_place:
        target = _receiver_node(frame, node)
        if target is not None:
            _replace(frame, target, by_place[RECEIVER])
    for i, argument in enumerate(node.args):
        if argument.star:
            return
        name = argument.keyword.value if argument.keyword is not None else None
        changed = by_place.get(i) if name is None else by_name.get(name)
        if changed is not None:
            _replace(frame, argument.value, changed)


def _receiver_node(frame: Frame, node: cst.Call) -> cst.BaseExpression | None:
    """Where the receiver of a call stands: before the dot of a method; an object that is called stands itself there."""
    if any_option(frame.value(node.func), (Instance, ExternalInstance)):
        return node.func
    if not isinstance(node.func, cst.Attribute):
        return None
    target = node.func.value
    if isinstance(target, cst.Call) and isinstance(target.func, cst.Name) and target.func.value == "super":
        return cst.Name(frame.receiver) if frame.receiver is not None else None
    return target


def _replace(frame: Frame, node: cst.CSTNode, value: Value) -> None:
    if isinstance(node, (cst.Name, cst.Attribute)):
        current = frame.env.get(node.value) if isinstance(node, cst.Name) else frame.value(node)
        if isinstance(value, Instance) and isinstance(current, Instance) and current.is_like(value):
            # An effect holds the attributes that the callee has changed; the caller knows the others.
            kept = current
            for name, attribute in value.attributes:
                kept = kept.with_attribute(name, attribute)
            value = kept
        assignment.rebind(frame, node, value)


def left_by(
    frame: Frame, function: Value, instance: Instance, arguments: Arguments | None, asked: str
) -> Instance | None:
    """An object as a method, run on it outside any region, leaves it, as far as ``asked`` asks; None where it changes
    nothing. Arguments None: as at an entry."""
    for option in options(function):
        inner = option.inner if isinstance(option, Wrapped) else option
        if not isinstance(inner, Function):
            continue
        code = inner.code
        names = binding.positional(code)
        if not names:
            return None
        if arguments is None:
            bound: dict[str, Value] = {names[0].name.value: instance}
            at_entry = binding.at_construction if code.name == "__init__" else binding.at_entry
            for parameter in binding.every(code)[1:]:
                bound[parameter.name.value] = at_entry(frame.tracer, code, parameter)
            _open_stars(code, bound, closed=code.name == "__init__")
        else:
            bound = binding.bind(frame.tracer, code, arguments, instance)
        summary = frame.tracer.summary(inner, bound, frame.options, frame.env.given_up, asked, frame.depth)
        if summary is not None:
            for changed, value in summary.effects:
                if changed == names[0].name.value and isinstance(value, Instance):
                    return value
    return None


def _open_stars(code: Code, bound: dict[str, Value], closed: bool) -> None:
    """The starred parameters of a call that is not known; ``closed``: taken to be handed nothing."""
    star = code.node.params.star_arg
    if isinstance(star, cst.Param):
        bound[star.name.value] = exact("tuple", ()) if closed else list_of(UNKNOWN, "tuple")
    if code.node.params.star_kwarg is not None:
        bound[code.node.params.star_kwarg.name.value] = Mapping((), None if closed else UNKNOWN)


def entry_arguments(frame: Frame, code: Code, skip_receiver: bool) -> tuple[Arguments, dict[str, Value]]:
    """The arguments with which a region is entered: each parameter by name, as far as declaration and use tell."""
    names = binding.every(code)[1 if skip_receiver else 0 :]
    only_positional = {p.name.value for p in code.node.params.posonly_params}
    values = {p.name.value: binding.at_entry(frame.tracer, code, p) for p in names}
    star = code.node.params.star_arg
    more: Value | None = UNKNOWN if isinstance(star, cst.Param) else None
    if isinstance(star, cst.Param) and star.annotation is not None:
        more = binding.annotation_of(frame.tracer, code, star)
    elif isinstance(star, cst.Param) and star.name.value in binding.used_as_tensor(code):
        more = binding.WEAK
    double = code.node.params.star_kwarg
    if more is not None:
        return Arguments(tuple(values[p.name.value] for p in names if p in binding.positional(code)), tuple(
            (p.name.value, values[p.name.value]) for p in code.node.params.kwonly_params
        ), more, UNKNOWN if double is not None else None), values  # fmt: skip
    positional = tuple(v for k, v in values.items() if k in only_positional)
    keywords = tuple((k, v) for k, v in values.items() if k not in only_positional)
    return Arguments(positional, keywords, None, UNKNOWN if double is not None else None), values


# --- decorators


def decorate(frame: Frame, decorator: cst.BaseExpression, function: Value) -> Value:
    """What a decorator makes of a function; one that is not understood leaves it as it is."""
    value = expressions.evaluate(frame, decorator)
    made = apply_decorator(frame, decorator, value, function)
    return function if isinstance(made, (Unknown, Constant)) else made


def apply_decorator(frame: Frame, node: cst.CSTNode, decorator: Value, function: Value) -> Value:
    for option in options(decorator):
        if isinstance(option, External):
            special = DECORATORS.get(frame.tracer.facts.canonical(option.name))
            if special is not None:
                return special(frame, node, function)
            return function
        if isinstance(option, Partial) and isinstance(option.function, External):
            return call(frame, node, option, Arguments((function,)))
        if isinstance(option, (Function, Bound, Partial)):
            return _kept(frame.tracer.decorated_by(frame, option, function), function)
        if isinstance(option, Wrapped) and option.kind == "decorator":
            return option.detail(function)  # type: ignore[no-any-return]
        if isinstance(option, Wrapped) and option.kind == "config":
            frame.tracer.regions.configure(function, dict(option.detail))
            return Wrapped("configured", function, option.detail)
        if isinstance(option, (Class, Instance)):
            return _made_by_class(frame, node, option, function)
    return function


def _kept(made: Value, function: Value) -> Value:
    """A decorator's result, if it is something to call that still leads to the function."""
    callables = [v for v in options(made) if isinstance(v, (Function, Bound, Partial, Wrapped, Instance, Class))]
    if not callables or any(isinstance(v, Unknown) for v in options(made)):
        return function
    return one_of(callables)


def _made_by_class(frame: Frame, node: cst.CSTNode, decorator: Class | Instance, function: Value) -> Value:
    outside = frame.tracer.outside(frame)
    if isinstance(decorator, Class):
        made = call(outside, None, decorator, Arguments((function,)))
        callable_ = isinstance(made, Instance) and frame.tracer.classes.find(made.cls.definition, "__call__")
        return made if callable_ else function
    return _kept(call(outside, None, decorator, Arguments((function,))), function)


# --- iteration


def show_iteration(frame: Frame, node: cst.CSTNode, iterable: Value) -> None:
    """Lets the rules see what is iterated over: a Target of kind "iterate" on the iterable's node."""
    if not frame.options.compiled:
        return
    found = [v for v in options(iterable) if isinstance(v, ExternalInstance) or _is_progress(v)]
    for option in found:
        name = option.name if isinstance(option, ExternalInstance) else "tqdm.tqdm"
        frame.tracer.note_target(frame, node, f"{name}.__iter__", option, Arguments(), kind="iterate")
    if found:
        frame.tracer.visitors.show_iteration(frame, node)


def _is_progress(value: Value) -> bool:
    return isinstance(value, Sequence) and value.kind == "tqdm"
