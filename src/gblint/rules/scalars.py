"""Numbers read out of tensors: lists (GB0109, GB0033), and tensors handed over where an int is wanted (GB0033)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.tracing.frame import Target
from gblint.tracing.values import DataScalar, Sequence, Tensor, Value, options, strong_tensor


class ToList(Rule):
    """``t.tolist()``: the id depends on what the tensor holds."""

    codes = frozenset({"GB0109", "GB0033", "GB0124"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name in ("torch.Tensor.tolist", "?.tolist"):
                self._look(node, target)

    def _look(self, node: cst.Call, target: Target) -> None:
        tensor = next((v for v in options(target.receiver) if isinstance(v, Tensor)), None) if target.receiver else None
        if tensor is None:
            if self.trace.project_has_method("tolist") or node.args:
                return
            tensor = Tensor("int")
        if tensor.dtype == "float":
            code = "GB0109"
        else:
            code = "GB0033"
            if self.trace.options.scalars_captured:
                return
        text = self.trace.text(node)
        self.trace.report(
            node,
            code,
            f"`{text}` reads every element out of the tensor",
            "keep the values in a tensor, or call `.tolist()` before the region and pass the list in",
        )


# Where torch wants a Python int: functions whose every argument is one, and positions after the data in the others.
_SIZES = frozenset(
    "arange zeros ones empty full rand randn randint randperm eye linspace logspace tril_indices triu_indices".split()
)
_AFTER_DATA = frozenset(
    "view reshape expand repeat split split_with_sizes narrow chunk tile unflatten roll pad interpolate topk new_zeros "
    "new_ones new_empty new_full diagonal select unfold broadcast_to tensor_split as_strided resize movedim "
    "adaptive_avg_pool1d adaptive_avg_pool2d avg_pool1d avg_pool2d max_pool1d max_pool2d".split()
)


class TensorAsSize(Rule):
    """A tensor stands where a size, a count or a bound is wanted: it is read out as a number."""

    codes = frozenset({"GB0033", "GBL001"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.kind != "external" or not target.name.startswith("torch."):
                continue
            short = target.name.rpartition(".")[2]
            if target.name in (f"torch.{short}", f"torch.Tensor.{short}", f"torch.nn.functional.{short}"):
                self._look(node, target, short)

    def _look(self, node: cst.Call, target: Target, short: str) -> None:
        given = target.arguments
        if short in _SIZES:
            values = list(given.args)
            if short == "full":
                values = values[:1]
            values += [v for k, v in given.keywords if k in ("start", "end", "step", "size", "n", "m", "steps")]
        elif short in _AFTER_DATA:
            values = list(given.args if target.receiver is not None else given.args[1:])
            values += [v for k, v in given.keywords if k not in ("input", "dtype", "device", "value", "out", "weight")]
            if short == "pad":
                values = values[:1]
            if short == "new_full":
                values = values[:1]
        else:
            return
        if any(_holds_tensor(v) for v in values) and not self.trace.options.scalars_captured:
            self.trace.report(
                node,
                "GB0033",
                f"`{self.trace.text(node)}` wants a Python number and is given a tensor, which has to be read out",
                "take the size from a shape or a Python number, or pad to a fixed maximum",
            )


class UnguardableBound(Rule):
    """Under capture, a number read out of a tensor is handed to what needs a guard on it."""

    codes = frozenset({"GBL001"})

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.trace.targets(node):
            if target.name in ("builtins.range", "math.sqrt", "math.ceil", "math.floor", "math.log", "math.exp"):
                if any(isinstance(v, DataScalar) for a in target.arguments.args for v in options(a)):
                    self.trace.report(
                        node,
                        "GBL001",
                        f"`{self.trace.text(node)}` needs the value of a number read out of a tensor",
                        "loop over a Python number or a shape, or use the torch function on the tensor",
                    )


def _holds_tensor(value: Value) -> bool:
    for option in options(value):
        if isinstance(option, Sequence) and option.items is not None:
            if any(_holds_tensor(v) for v in option.items):
                return True
    tensor = strong_tensor(value)
    return tensor is not None and not tensor.array
