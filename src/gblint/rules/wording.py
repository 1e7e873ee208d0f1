"""How findings about calls are put into words: what happens, by id, and what to write instead there."""

from __future__ import annotations

from functools import cache

import libcst as cst

from gblint.dynamo import registry
from gblint.rules.trace import Trace

# id -> what a call does. {call}: the call as written; {name}: the dotted name of what it calls; {of}: the receiver of a
# method, else the first argument, as written; {func}: what is called, as written.
_MESSAGES = {
    "GB0124": "`{call}` reads a Python number out of the tensor `{of}`",
    "GB0033": "`{call}` needs the value of a tensor while the graph is being made",
    "GB0036": "the shape of `{call}` depends on the values in `{of}`",
    "GB0170": "`{call}` decides by the value of a tensor",
    "GB0059": "`{call}`: Dynamo does not trace `{name}`",
    "GB0007": "`{call}` calls `{name}`, which Dynamo skips",
    "GB0008": "`{call}` runs `{name}`, which Dynamo does not inline",
    "GB0291": "`{func}` is a method of a `logging.Logger`, which Dynamo does not trace",
    "GB4315": "`{call}` fails while Dynamo traces it, though it works in eager mode",
    "GB0294": "Dynamo has no counterpart of `{name}` in its NumPy",
    "GB0156": "`{call}` needs a method that Dynamo does not know",
    "GB0208": "`{call}` returns no tensor, so that it cannot stand in the graph",
    "GB0123": "`{call}` runs the backward pass inside the compiled code",
    "GB9186": "`{call}` takes gradients inside the compiled code",
    "GB0264": "`{call}` creates parameters inside the compiled code",
    "GB0014": "`{func}` is a recurrent layer, which Dynamo does not trace unless `allow_rnn` is set",
    "GB0142": "`{call}` enters a context that Dynamo does not support",
    "GB0025": "`{func}` breaks the graph by design",
    "GB0157": "Dynamo does not trace `{call}` of a NumPy array",
    "GB4841": "`{call}` calls `{name}`, inside which Dynamo meets a type that it does not know",
    "GBL001": "`{call}` needs the value of a number read out of a tensor",
}
_IF_EAGER = "guard it with `if not torch.compiler.is_compiling():`"
_OUTSIDE = f"call `{{func}}` before the region and pass the result in, or {_IF_EAGER}"
_CUSTOM_OP = "wrap it in a `torch.library.custom_op`"
_CONFIG = "torch._dynamo.config"
# Dotted name of a callable -> what to write instead of calling it.
_BY_NAME = {
    "builtins.print": f"print after the region, {_IF_EAGER}, or `{_CONFIG}.reorderable_logging_functions.add(print)`",
    "warnings.warn": f"warn before the region, {_IF_EAGER}, "
    f"or `{_CONFIG}.reorderable_logging_functions.add(warnings.warn)`",
    "tqdm.tqdm": "put the progress bar around the calls of the compiled function",
    "tqdm.tqdm.__iter__": "put the progress bar around the calls of the compiled function",
    "torch.Tensor.item": "keep `{of}` a tensor and choose with `torch.where`, or read it after the region",
    "builtins.int": "keep `{of}` a tensor, take the number from a shape, or read it before the region and pass it in",
    "builtins.float": "keep `{of}` a tensor (torch functions take 0-dim tensors), or read it after the region",
    "builtins.bool": "keep `{of}` a tensor and choose with `torch.where`, or use `torch.cond`",
    "torch.Tensor.backward": "return `{of}` from the region and call `.backward()` on it there",
    "torch.autograd.grad": "call `torch.autograd.grad` outside the region, or use `torch.func.grad` inside",
    "torch.equal": "use `(a == b).all()` and keep the answer a tensor",
    "torch.Tensor.equal": "use `(a == b).all()` and keep the answer a tensor",
    "torch.allclose": "use `torch.isclose(a, b).all()` and keep the answer a tensor",
    "torch.Tensor.allclose": "use `torch.isclose(a, b).all()` and keep the answer a tensor",
    "torch._assert": "use `torch._assert_async`, or `assert` the tensor itself with a constant message",
    "torch.Tensor.random_": "use `torch.randint_like({of}, low, high)`",
    "copy.deepcopy": "use `{of}.clone()`",
    "torch._dynamo.graph_break": "remove the call, or give its function `torch.compiler.disable(reason=...)`",
    "builtins.open": f"read or write the file outside the region, or {_IF_EAGER}",
    "builtins.pow": "write `{of} ** n`, or call `torch.pow`",
    "logging.getLogger": "call `logging.getLogger` at the top of the module",
}
# Id -> what to write instead, whatever is called.
_BY_CODE = {
    "GB0007": _OUTSIDE,
    "GB0156": _OUTSIDE,
    "GB0059": _OUTSIDE,
    "GB4841": _OUTSIDE,
    "GB0008": "call it outside the region, and compile the forward pass and the loss only",
    "GB0291": f"log outside the region, {_IF_EAGER}, or `{_CONFIG}.ignore_logging_functions.add({{func}})`",
    "GB4315": _OUTSIDE,
    "GB0294": f"use a torch function for this step, or {_CUSTOM_OP}",
    "GB0208": "call `{func}` once before the region and keep the result in a variable",
    "GB0264": "create it in `__init__`, and only use it here",
    "GB0014": f"call `{{func}}` outside the region, or set `{_CONFIG}.allow_rnn = True`",
    "GB0025": "call `{func}` outside the region",
    "GB0142": "enter it outside the region",
    "GB0157": "ask the tensor that the array is made of",
    "GB0033": "keep the answer a tensor: use `torch.where`, or compare with `.all()` and `.any()`",
    "GB0124": "keep `{of}` a tensor, or read it outside the region",
    "GB0036": "keep the shape fixed: use `torch.where` or `masked_fill`, and weighted sums instead of selecting",
    "GBL001": "keep it a tensor, or state what is known of the number with `torch._check`",
}
_SCALARS = f"set `{_CONFIG}.capture_scalar_outputs = True`"
_SHAPES = f"set `{_CONFIG}.capture_dynamic_output_shape_ops = True`"


def for_call(trace: Trace, node: cst.CSTNode, name: str, code: str) -> tuple[str, str]:
    """The message and the hint for a call (or an attribute) of ``name`` that breaks with ``code``."""
    words = {
        "call": trace.text(node),
        "name": name.removeprefix("builtins."),
        "of": _subject(trace, node),
        "func": trace.text(node.func) if isinstance(node, cst.Call) else trace.text(node),
    }
    template = _MESSAGES.get(code, "`{call}` cannot be traced: " + _title(code).replace("{", "{{").replace("}", "}}"))
    hint = _BY_NAME.get(name) or _BY_CODE.get(code)
    hint = hint.format(**words) if hint is not None else default_hint(code)
    if name in ("torch.Tensor.item", "builtins.int", "builtins.float"):
        hint = or_scalars(trace, hint)
    elif code == "GB0036":
        hint = or_shapes(trace, hint)
    return template.format(**words), hint


def or_scalars(trace: Trace, hint: str) -> str:
    """The hint, with the flag that captures numbers where it is not in force."""
    return hint if trace.options.scalars_captured else f"{hint}, or {_SCALARS}"


def or_shapes(trace: Trace, hint: str) -> str:
    """The hint, with the flag that captures shapes that depend on data where it is not in force."""
    return hint if trace.options.shapes_captured else f"{hint}, or {_SHAPES}"


def _subject(trace: Trace, node: cst.CSTNode) -> str:
    """What a call is about: the receiver of a method of a value, else the first argument."""
    if not isinstance(node, cst.Call):
        return trace.text(node.value) if isinstance(node, cst.Attribute) else trace.text(node)
    if node.args and not (isinstance(node.func, cst.Attribute) and trace.holds_value(node.func.value)):
        return trace.text(node.args[0].value)
    return trace.text(node.func.value) if isinstance(node.func, cst.Attribute) else trace.text(node)


@cache
def _title(code: str) -> str:
    known = registry.load()
    return known.title(code) if known.is_known(code) else code


@cache
def default_hint(code: str) -> str:
    """The advice of the id's page, as a hint: lower case at the start, no full stop."""
    known = registry.load()
    text = known.page(code).hint.rstrip(".") if known.is_known(code) else ""
    return (text[:1].lower() + text[1:] if text[1:2].islower() else text) or "move the call out of the region"
