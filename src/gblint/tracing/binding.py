"""Arguments to parameters: what each parameter of a function is in a call, or at a region's entry."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import libcst as cst

from gblint.source.walk import walk
from gblint.tracing.joins import as_input, exact, join, one_of
from gblint.tracing.values import (
    UNKNOWN,
    Arguments,
    Constant,
    Mapping,
    Scalar,
    Sequence,
    Tensor,
    Unknown,
    Value,
    list_of,
    options,
    type_of_constant,
)  # fmt: skip

if TYPE_CHECKING:
    from gblint.source.outline import Code
    from gblint.tracing.tracer import Tracer

WEAK = Tensor(computed=False, weak=True)


def positional(code: Code) -> list[cst.Param]:
    parameters = code.node.params
    return [*parameters.posonly_params, *parameters.params]


def every(code: Code) -> list[cst.Param]:
    """All named parameters, keyword-only ones last."""
    return [*positional(code), *code.node.params.kwonly_params]


def bind(tracer: Tracer, code: Code, arguments: Arguments, first: Value | None) -> dict[str, Value]:
    """The value of each parameter in a call. ``first`` is the receiver of a method, None for a plain function.

    What the call gives beats the annotation; an omitted argument is its default, as Dynamo sees it too.
    """
    given = [first, *arguments.args] if first is not None else list(arguments.args)
    keywords = dict(arguments.keywords)
    bound: dict[str, Value] = {}
    names = positional(code)
    for i, parameter in enumerate(names):
        name = parameter.name.value
        if i < len(given):
            bound[name] = _declared(tracer, code, parameter, given[i])
        elif name in keywords:
            bound[name] = _declared(tracer, code, parameter, keywords.pop(name))
        elif arguments.more_args is not None:
            bound[name] = _declared(tracer, code, parameter, join(arguments.more_args, arguments.more_keywords))
        else:
            bound[name] = _missing(tracer, code, parameter, arguments)
    for parameter in code.node.params.kwonly_params:
        name = parameter.name.value
        if name in keywords:
            bound[name] = _declared(tracer, code, parameter, keywords.pop(name))
        else:
            bound[name] = _missing(tracer, code, parameter, arguments)
    star = code.node.params.star_arg
    if type(star) is cst.Param:
        extra = given[len(names) :]
        if arguments.more_args is not None:
            bound[star.name.value] = list_of(join(arguments.more_args, _join_list(extra)), "tuple")
        else:
            bound[star.name.value] = exact("tuple", extra)
    double = code.node.params.star_kwarg
    if double is not None:
        bound[double.name.value] = Mapping(
            tuple((Constant(k), v) for k, v in keywords.items()), arguments.more_keywords
        )
    return bound


def _join_list(values: list[Value]) -> Value | None:
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return result


def _missing(tracer: Tracer, code: Code, parameter: cst.Param, arguments: Arguments) -> Value:
    default = default_of(tracer, code, parameter)
    if arguments.more_keywords is None:
        return default if default is not None else at_entry(tracer, code, parameter)
    # The call hands on keywords that are not known: the parameter may be among them.
    declared = at_entry(tracer, code, parameter)
    return declared if default is None else join(declared, default)


def default_of(tracer: Tracer, code: Code, parameter: cst.Param) -> Value | None:
    if parameter.default is None:
        return None
    return tracer.evaluate_outside(code, parameter.default)


def _declared(tracer: Tracer, code: Code, parameter: cst.Param, value: Value) -> Value:
    """The value that a call gives; where it says nothing, the annotation, and then how the body uses it."""
    if isinstance(value, Unknown) or (isinstance(value, Tensor) and value.weak):
        annotated = annotation_of(tracer, code, parameter)
        if not isinstance(annotated, Unknown):
            if isinstance(value, Tensor) and not any(isinstance(v, Tensor) for v in options(annotated)):
                return value
            return annotated
        if isinstance(value, Unknown) and parameter.name.value in used_as_tensor(code):
            return WEAK
    return value


def annotation_of(tracer: Tracer, code: Code, parameter: cst.Param) -> Value:
    if parameter.annotation is None:
        return UNKNOWN
    return as_input(tracer.declared(code.module, parameter.annotation.annotation))


def at_entry(tracer: Tracer, code: Code, parameter: cst.Param) -> Value:
    """A parameter of a region as Dynamo may be handed it: defaults do not fold, annotations are believed.

    ``forward``'s parameters without a default are tensors by convention; so are parameters used like one.
    """
    name = parameter.name.value
    value = annotation_of(tracer, code, parameter)
    default = default_of(tracer, code, parameter)
    if isinstance(value, Unknown):
        if default is None or default == Constant(None):
            tensor_like = name in used_as_tensor(code)
            if default is None and code.owner is not None and code.name == "forward":
                tensor_like = tensor_like or tracer.classes.is_module(code.owner)
            if not tensor_like:
                return UNKNOWN
            return WEAK if default is None else one_of([WEAK, default])
        return _general(default)
    return value if default is None else one_of([value, _general(default)])


def at_construction(tracer: Tracer, code: Code, parameter: cst.Param) -> Value:
    """A parameter of a constructor of whose call nothing is known: an undeclared None is taken as it stands.

    What objects are built with most often is nothing: ``distance=None`` stands for the class's own default.
    """
    if parameter.annotation is None and default_of(tracer, code, parameter) == Constant(None):
        return Constant(None)
    return at_entry(tracer, code, parameter)


def _general(default: Value) -> Value:
    if isinstance(default, Constant):
        return type_of_constant(default)
    if isinstance(default, (Scalar, Tensor)):
        return default
    if isinstance(default, Sequence):
        return list_of(one_of(_general(v) for v in default.items), default.kind) if default.items else UNKNOWN
    return UNKNOWN


# --- use as a tensor

_TENSOR_ATTRIBUTES = frozenset(
    "shape size dim ndim device requires_grad view reshape unsqueeze squeeze permute transpose contiguous flatten "
    "expand expand_as repeat_interleave masked_fill masked_fill_ masked_scatter softmax log_softmax sigmoid tanh relu "
    "exp log sqrt rsqrt matmul bmm mm addmm sum mean std var amax amin argmax argmin cumsum long float half double "
    "bool_ detach clone cpu cuda backward norm clamp clamp_ chunk gather scatter scatter_ scatter_add index_select "
    "new_zeros new_ones new_full new_tensor new_empty type_as is_floating_point numel unfold roll flip narrow unbind "
    "logical_not logical_and any all nonzero masked_select item tolist numpy topk".split()
)
_NOT_EVIDENCE = frozenset(("any", "all", "item", "log", "norm"))


def _uses(body: cst.CSTNode, functional: set[str]) -> dict[str, set[str]]:
    """Name -> the ways in which it is used that suit a tensor."""
    names: dict[str, set[str]] = {}
    for node in walk(body):
        if type(node) is cst.Attribute:
            if type(node.value) is cst.Name and node.attr.value in _TENSOR_ATTRIBUTES:
                names.setdefault(node.value.value, set()).add(node.attr.value)
        elif type(node) is cst.Call and type(node.func) is cst.Attribute:
            func = node.func
            if (
                type(func.value) is cst.Name
                and func.value.value in functional
                and func.attr.value not in _NOT_OF_TENSORS
            ):
                for argument in node.args[:1]:
                    if type(argument.value) is cst.Name and not argument.star:
                        names.setdefault(argument.value.value, set()).add("torch function")
    return names


# torch functions whose first argument is not (or need not be) a tensor
_NOT_OF_TENSORS = frozenset(
    "is_tensor tensor as_tensor from_numpy zeros ones empty full rand randn randint arange linspace eye device "
    "manual_seed load save stack cat concat vstack hstack where set_grad_enabled Size compile no_grad finfo iinfo "
    "Generator randperm get_rng_state broadcast_shapes meshgrid dtype einsum block_diag".split()
)


@cache
def used_as_tensor(code: Code) -> frozenset[str]:
    """Names that a function uses as only a tensor (or an array) is used: weak evidence."""
    aliases = {"torch", "F"} | {
        name
        for name, bindings in code.module.names.items()
        for b in bindings
        if getattr(b, "module", None) == "torch.nn" and getattr(b, "attribute", None) == "functional"
    }
    return frozenset(name for name, how in _uses(code.node.body, aliases).items() if how - _NOT_EVIDENCE)
