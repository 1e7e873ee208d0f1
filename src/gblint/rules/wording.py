"""How findings about calls are put into words: what happens, by id, and what to write instead."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from gblint.dynamo import registry
from gblint.rules.trace import Trace

# id -> what a call does; {call} is the call as written, {name} the dotted name of what it calls.
_MESSAGES = {
    "GB0124": "`{call}` reads a Python number out of a tensor",
    "GB0033": "`{call}` needs the value of a tensor while the graph is being made",
    "GB0036": "the shape of `{call}` depends on the values in the tensor",
    "GB0170": "`{call}` decides by the value of a tensor",
    "GB0059": "`{call}`: Dynamo does not trace `{name}`",
    "GB0007": "`{call}` calls `{name}`, which Dynamo skips",
    "GB0008": "`{call}` runs `{name}`, which Dynamo does not inline",
    "GB0291": "`{call}` logs through a `logging.Logger`, which Dynamo does not trace",
    "GB0294": "Dynamo has no counterpart of `{name}` in its NumPy",
    "GB0156": "Dynamo does not know the method that `{call}` calls",
    "GB0208": "`{call}` returns no tensor, so that it cannot stand in the graph",
    "GB0123": "`{call}` runs the backward pass inside the compiled code",
    "GB9186": "`{call}` takes gradients inside the compiled code",
    "GB0264": "`{call}` creates parameters inside the compiled code",
    "GB0014": "`{call}` runs a recurrent layer, which Dynamo does not trace unless `allow_rnn` is set",
    "GB0142": "`{call}` enters a context that Dynamo does not support",
    "GB0025": "`{call}` asks for a graph break",
    "GBL001": "`{call}` needs the value of a number read out of a tensor",
}
_HINTS = {
    "builtins.print": "print outside the region, or `torch._dynamo.config.reorderable_logging_functions.add(print)`",
    "warnings.warn": "warn before the region, or `torch._dynamo.config.reorderable_logging_functions.add(warnings.warn)`",
    "tqdm.tqdm": "put the progress bar around the calls of the compiled function",
    "torch.Tensor.item": "keep the value a tensor, read it after the region, or set "
    "`torch._dynamo.config.capture_scalar_outputs = True`",
    "torch.Tensor.backward": "return the loss and call `.backward()` outside the region",
    "torch.equal": "use `(a == b).all()` and keep the answer a tensor",
    "torch.allclose": "use `torch.isclose(a, b).all()` and keep the answer a tensor",
}
_TIMES = ("time.", "datetime.", "uuid.", "random.", "os.", "gc.", "sys.")


def for_call(trace: Trace, node: cst.CSTNode, name: str, code: str) -> tuple[str, str]:
    """The message and the hint for a call of ``name`` that breaks with ``code``."""
    call = trace.text(node)
    shown = name.removeprefix("builtins.")
    template = _MESSAGES.get(code, "`{call}` cannot be traced: " + _title(code))
    hint = _HINTS.get(name)
    if hint is None and code == "GB0007" and name.startswith(_TIMES):
        hint = "do this outside the region and pass the result in, or guard it with `if not torch.compiler.is_compiling():`"
    return template.format(call=call, name=shown), hint or default_hint(code)


@lru_cache(maxsize=None)
def _title(code: str) -> str:
    known = registry.load()
    return known.title(code) if known.is_known(code) else code


@lru_cache(maxsize=None)
def default_hint(code: str) -> str:
    """The advice of the id's page, as a hint: lower case at the start, no full stop."""
    text = registry.load().hint(code).rstrip(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
