"""torch functions that Dynamo traces by rules of its own, called with arguments that those rules do not take."""

from __future__ import annotations

from typing import ClassVar

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    Constant,
    ExternalInstance,
    Mapping,
    Scalar,
    Sequence,
    Tensor,
    Value,
    options,
    strong_tensor,
)  # fmt: skip

_PARAMETERS = names("torch.nn.Parameter torch.nn.parameter.Parameter")
_STREAMS = names("torch.accelerator.current_stream torch.cuda.current_stream torch.xpu.current_stream")
_TRITON = names("torch.library.wrap_triton torch._library.capture_triton")
_GUARD_SCALAR = "torch.fx.experimental.symbolic_shapes.guard_scalar"
_PROMOTED = names("torch._prims_common.elementwise_dtypes")
_SDPA = names("torch.backends.cuda.SDPAParams torch._C._SDPAParams")
_SDPA_FIELDS = names("query key value attn_mask dropout is_causal enable_gqa")
_EVENTS = names("torch.Event torch.cuda.Event torch.xpu.Event")
_EVENT_METHODS = names("wait record synchronize query")
# What torch.get_device_module knows, by itself or with the usual plugins; with another word it raises.
_DEVICES = names(
    "cpu cuda xpu mps mtia hpu privateuseone meta xla maia ipu ve fpga vulkan opengl opencl ideep hip lazy "
    "npu mlu musa gcu sdaa supa tpu neuron"
)


class ParameterArguments(Rule):
    """``nn.Parameter`` of something else than a tensor, or with a ``requires_grad`` that is read out of a tensor."""

    codes = frozenset({"GB0226", "GB0237"})
    calls = _PARAMETERS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_args is not None or self.trace.options.export:
                continue
            data, wanted = target.arguments.get(0, "data"), target.arguments.get(1, "requires_grad")
            text = self.trace.text(node)
            if wanted is not None and strong_tensor(wanted) is not None:
                message = f"`requires_grad` of `{text}` is a tensor"
                self.trace.report(node, "GB0237", message, "hand over a Python bool")
            elif not target.arguments.more_keywords and (data is None or _is_plain(data)):
                message = f"`{text}` makes a parameter of no tensor"
                self.trace.report(node, "GB0226", message, "create the parameter from a tensor, in `__init__`")


class NestedTensors(Rule):
    """``torch.nested.nested_tensor``: traced with the jagged layout and a list only."""

    codes = frozenset({"GB0233", "GB0245", "GB0090"})
    calls = frozenset(("torch.nested.nested_tensor",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.arguments.more_keywords is None:
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        layout, parts = target.arguments.keyword("layout"), target.arguments.get(0, "tensor_list")
        written = next((self.trace.text(a.value) for a in node.args if a.keyword and a.keyword.value == "layout"), "")
        text = self.trace.text(node)
        if written.endswith("strided"):
            message = f"`{text}` makes a nested tensor of the strided layout"
            self.trace.report(node, "GB0233", message, "use `layout=torch.jagged`")
        elif parts is not None and _is_no_list(parts):
            message = f"`{text}` is given something else than a list of tensors"
            self.trace.report(node, "GB0245", message, "hand over a list: `list(x.unbind())`")
        elif layout is None:
            message = f"`{text}` makes a nested tensor of the strided layout, the default"
            self.trace.report(node, "GB0090", message, "use `layout=torch.jagged`, or build it before the region")


class DeviceAndStream(Rule):
    """``torch.get_device_module`` and ``current_stream`` with arguments that they do not take."""

    codes = frozenset({"GB0248", "GB0285", "GB0286"})
    calls = _STREAMS | {"torch.get_device_module"}

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments
            keywords = [name for name, _ in given.keywords]
            too_many = len(given.args) + len(keywords) > 1 or keywords not in ([], ["device"])
            if too_many:
                code = "GB0285" if target.name in _STREAMS else "GB0248"
                self._report(node, code, "takes one argument, `device`")
            elif target.name not in _STREAMS and isinstance(device := given.get(0, "device"), Constant):
                if isinstance(device.value, str) and device.value.partition(":")[0] not in _DEVICES:
                    self._report(node, "GB0286", f"knows no device `{device.value}`")

    def _report(self, node: cst.Call, code: str, what: str) -> None:
        self.trace.report(
            node, code, f"`{self.trace.text(node.func)}` {what}", "hand over one device, such as `x.device`"
        )


class NonContiguousOut(Rule):
    """``out=(values[:, :k], indices[:, :k])``: parts of rows to write several results into."""

    codes = frozenset({"GB0241"})

    def wants(self, name: str) -> bool:
        return name.startswith("torch.")

    def visit_Call(self, node: cst.Call) -> None:
        for argument in node.args:
            if argument.keyword is None or argument.keyword.value != "out":
                continue
            out = argument.value
            if not isinstance(out, (cst.Tuple, cst.List)):
                continue
            if any(_cuts_rows(element.value) for element in out.elements):
                message = f"`{self.trace.text(node.func)}` writes into parts of rows, which are not contiguous"
                self.trace.report(node, "GB0241", message, "call it without `out=`, and copy the results into place")


class InternalFunction(Rule):
    """Functions of torch that are not made for models, handed something else than their callers in torch hand them."""

    codes = frozenset({"GB0360", "GB6735", "GB0234", "GB5195"})
    calls = _TRITON | _PROMOTED | {_GUARD_SCALAR, "torch._C._pop_torch_function_stack"}

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            found = self._fault(target)
            if found is not None:
                code, what, hint = found
                self.trace.report(node, code, f"`{self.trace.text(node)}` {what}", hint)

    def _fault(self, target: Target) -> tuple[str, str, str] | None:
        given = target.arguments
        first = given.get(0, "expr")
        if given.more_args is not None:
            return None
        if target.name in _TRITON and len(given.args) > 1:
            return "GB6735", "is given more than a kernel", "hand over the kernel alone"
        if target.name == _GUARD_SCALAR and first is not None and strong_tensor(first) is not None:
            return "GB0360", "is given a tensor", "hand over a size or a number"
        if target.name in _PROMOTED and any(isinstance(v, (Sequence, Mapping)) for v in given.args):
            return "GB5195", "is given a container", "hand over tensors and numbers one by one"
        if target.name == "torch._C._pop_torch_function_stack":
            return "GB0234", "takes from a stack of modes that is empty here", "enter modes with `with`"
        return None


class AttentionParameters(Rule):
    """A field that ``SDPAParams`` does not have."""

    codes = frozenset({"GB0359"})
    subjects: ClassVar = {cst.Attribute: (ExternalInstance,)}

    def visit_Attribute(self, node: cst.Attribute) -> None:
        value = self.trace.value(node.value)
        if isinstance(value, ExternalInstance) and value.name in _SDPA and node.attr.value not in _SDPA_FIELDS:
            message = f"`SDPAParams` has no field `{node.attr.value}`"
            hint = "use one of query, key, value, attn_mask, dropout, is_causal, enable_gqa"
            self.trace.report(node, "GB0359", message, hint)


class EventMethod(Rule):
    """Methods of a ``torch.Event`` other than those that order work: ``elapsed_time``, ``ipc_handle``."""

    codes = frozenset({"GB0146"})

    def wants(self, name: str) -> bool:
        home, _, method = name.rpartition(".")
        return home in _EVENTS and method not in _EVENT_METHODS

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.receiver is not None:
                message = f"`{self.trace.text(node)}` asks an event for more than the order of work"
                self.trace.report(node, "GB0146", message, "ask the event after the region")


def _is_plain(value: Value) -> bool:
    return all(isinstance(v, (Constant, Scalar, Sequence, Mapping)) for v in options(value))


def _is_no_list(value: Value) -> bool:
    """A tensor, an iterator or a view of a dict: nothing of which Dynamo knows the elements one by one."""
    if isinstance(value, Tensor):
        return not value.weak
    return isinstance(value, Mapping) or (isinstance(value, Sequence) and value.kind in ("iterator", "generator"))


def _cuts_rows(node: cst.CSTNode) -> bool:
    """``buffer[:, :k]``: all rows, and of each a part. ``[:, None]`` and ``[:, ...]`` leave the rows as they are."""
    if not isinstance(node, cst.Subscript) or len(node.slice) < 2:
        return False
    first, *others = [element.slice for element in node.slice]
    return _is_whole(first) and not all(_is_whole(other) for other in others)


def _is_whole(index: cst.BaseSlice) -> bool:
    if isinstance(index, cst.Slice):
        return index.lower is None and index.upper is None and index.step is None
    return isinstance(index, cst.Index) and (
        isinstance(index.value, cst.Ellipsis) or (isinstance(index.value, cst.Name) and index.value.value == "None")
    )
