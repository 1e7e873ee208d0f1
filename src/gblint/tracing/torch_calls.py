"""torch's own switches and containers: what Dynamo folds, boundaries, nn containers, torch.compile itself."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from gblint.source.walk import walk
from gblint.tracing import attributes, calls, containers, expressions
from gblint.tracing.frame import Frame
from gblint.tracing.handlers import DECORATORS, METHODS, gives, handles
from gblint.tracing.joins import as_input, exact, join_all, mapping_element
from gblint.tracing.values import (
    FALSE,
    INT,
    NONE,
    STR,
    TRUE,
    UNKNOWN,
    Arguments,
    Class,
    Constant,
    DataScalar,
    External,
    ExternalInstance,
    Mapping,
    Scalar,
    Sequence,
    Tensor,
    Value,
    Wrapped,
    list_of,
)  # fmt: skip

# --- what Dynamo folds


@handles("torch.compiler.is_compiling", "torch.compiler.is_dynamo_compiling", "torch._dynamo.is_compiling",
         "torch._dynamo.external_utils.is_compiling", "torch._utils.is_compiling")  # fmt: skip
def _is_compiling(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return TRUE if frame.options.compiled else FALSE


@handles("torch.compiler.is_exporting")
def _is_exporting(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return TRUE if frame.options.export else FALSE


gives(
    FALSE, "torch.jit.is_scripting", "torch.jit.is_tracing", "torch._C._get_tracing_state",
    "torch.onnx.is_in_onnx_export",
    "torch.overrides.has_torch_function", "torch.overrides.has_torch_function_unary",
    "torch.overrides.has_torch_function_variadic", "torch.fx._symbolic_trace.is_fx_tracing",
)  # fmt: skip


# --- torch.nn containers


@handles("torch.nn.Sequential")
def _sequential(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if arguments.more_args is not None:
        return list_of(join_all([*arguments.args, arguments.more_args]), "Sequential")
    if len(arguments.args) == 1 and isinstance(arguments.args[0], Mapping):
        layers = arguments.args[0]
        if layers.rest is None:
            return exact("Sequential", (v for _, v in layers.items))
        return list_of(mapping_element(layers), "Sequential")
    return exact("Sequential", arguments.args)


@handles("torch.nn.ModuleList", "torch.nn.ParameterList")
def _module_list(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = arguments.get(0, "modules")
    if value is None:
        return exact("ModuleList", ())
    if isinstance(value, Sequence):
        return Sequence("ModuleList", value.items, value.element)
    return list_of(expressions.iterate(frame, value), "ModuleList")


@handles("torch.nn.ModuleDict", "torch.nn.ParameterDict")
def _module_dict(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    value = containers.make_dict(frame, node, None, arguments)
    return Mapping(value.items, value.rest, "ModuleDict") if isinstance(value, Mapping) else value


@handles("torch.nn.Parameter", "torch.nn.parameter.Parameter", "torch.nn.Buffer")
def _parameter(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    data = arguments.get(0, "data")
    if isinstance(data, Tensor):
        return replace(data, computed=False, weak=False)
    return Tensor("float", computed=False)


def module_method(frame: Frame, node: cst.CSTNode | None, name: str, receiver: Value, arguments: Arguments) -> Value:
    """A method that every nn.Module has."""
    short = name.rpartition(".")[2]
    if short in (
        "train",
        "eval",
        "to",
        "cuda",
        "cpu",
        "half",
        "float",
        "double",
        "bfloat16",
        "requires_grad_",
        "apply",
    ):
        return receiver
    if short in ("parameters", "buffers"):
        return list_of(Tensor("float" if short == "parameters" else None, computed=False), "iterator")
    if short in ("named_parameters", "named_buffers"):
        return list_of(exact("tuple", (STR, Tensor(computed=False))), "iterator")
    if short in ("register_buffer", "register_parameter", "add_module", "register_module"):
        label = arguments.get(0, "name")
        value = arguments.get(1, {"register_buffer": "tensor", "register_parameter": "param"}.get(short, "module"))
        if isinstance(label, Constant) and isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute):
            kept = as_input(value) if value is not None else NONE
            attributes.store(frame, node.func.value, receiver, label.value, kept)
        return NONE
    if isinstance(receiver, Sequence) and short in METHODS:
        return METHODS[short](frame, node, receiver, arguments)
    if isinstance(receiver, Mapping) and short in METHODS:
        return METHODS[short](frame, node, receiver, arguments)
    if short == "forward" and isinstance(receiver, Sequence):
        return calls.call(frame, node, receiver, arguments)
    if short in ("modules", "children"):
        return list_of(UNKNOWN, "iterator")
    return UNKNOWN


# --- reading numbers out of tensors


@handles("torch.Tensor.tolist", "numpy.ndarray.tolist")
def _tolist(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    tensor = receiver if isinstance(receiver, Tensor) else Tensor()
    captured = frame.options.compiled and frame.options.scalars_captured
    number: Value = DataScalar(tensor.dtype) if captured else Scalar(tensor.dtype)
    if tensor.rank == 0:
        return number
    if tensor.rank is not None and tensor.rank > 1:
        return list_of(list_of(number))
    return list_of(number)


# --- checks and progress bars


@handles("torch._check", "torch._check_value", "torch._check_is_size", "torch._check_index")
def _check(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    """What torch._check states of a captured number holds from here on: tests of it can be decided."""
    for part in walk(node.args[0].value) if isinstance(node, cst.Call) and node.args else ():
        if isinstance(part, cst.Name) and isinstance(value := frame.env.get(part.value), DataScalar):
            frame.env[part.value] = Scalar(value.type)
    return NONE


@handles("tqdm.tqdm", "tqdm.trange")
def _progress(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if not arguments.args:
        return ExternalInstance("tqdm.tqdm")
    element = arguments.args[0] if isinstance(arguments.args[0], (Scalar, Constant)) else None
    return list_of(INT if element is not None else expressions.iterate(frame, arguments.args[0]), "tqdm")


# --- configuration


@handles("torch._dynamo.config.patch")
def _config_patch(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    settings = {name: value.value for name, value in arguments.keywords if isinstance(value, Constant)}
    first = arguments.get(0)
    if isinstance(first, Mapping):
        settings.update({str(k.value): v.value for k, v in first.items if isinstance(v, Constant)})
    if isinstance(first, Constant) and len(arguments.args) == 2 and isinstance(arguments.args[1], Constant):
        settings[str(first.value)] = arguments.args[1].value
    return Wrapped("config", UNKNOWN, tuple(sorted(settings.items())))


@handles("torch.compiler.set_stance")
def _set_stance(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    stance = arguments.get(0, "stance")
    settings = (("disable", True),) if stance == Constant("force_eager") else ()
    if not frame.options.compiled and settings and node is not None and id(node) in frame.unused:
        frame.tracer.regions.set_for_module(frame.module, dict(settings))
    return Wrapped("config", UNKNOWN, settings)


@handles("torch.compile")
def _compile(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    target = arguments.get(0, "model")
    if target is None or target == NONE:
        return frame.tracer.regions.decorator(frame, node, arguments)
    return frame.tracer.regions.made(frame, node, target, arguments.with_args(arguments.args[1:]))


DECORATORS["torch.compile"] = lambda frame, node, function: frame.tracer.regions.made(
    frame, node, function, Arguments()
)


@handles("torch.nn.Module.compile", "torch.nn.Sequential.compile", "torch.nn.ModuleList.compile")
def _compile_in_place(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    if receiver is not None:
        frame.tracer.regions.made(frame, node, receiver, arguments)
    return NONE


@handles("torch.autograd.Function.apply", "torch.autograd.function.Function.apply")
def _apply(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    """``MyFunction.apply(x)``: its ``forward`` is traced, with or without a context before the arguments."""
    if not isinstance(receiver, Class):
        return UNKNOWN
    forward = frame.tracer.classes.class_attribute(frame, receiver, "forward")
    combined = frame.tracer.classes.find(receiver.definition, "setup_context")
    own = combined is not None and not isinstance(combined[0], External)
    args = arguments.args if own else (UNKNOWN, *arguments.args)
    return calls.call(frame, node, forward, arguments.with_args(args))


@handles("torch._dynamo.optimize", "torch._dynamo.export", "torch._dynamo.explain", "torch._dynamo.optimize_assert")
def _optimize(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return frame.tracer.regions.dynamo_call(frame, node, arguments)


@handles("torch.export.export", "torch.export.export_for_training", "torch.export.draft_export")
def _export(frame: Frame, node: cst.CSTNode | None, receiver: Value | None, arguments: Arguments) -> Value:
    return frame.tracer.regions.exported(frame, node, arguments)
