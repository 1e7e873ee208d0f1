"""Numbers read out of tensors: lists (GB0109, GB0033), and tensors handed over where an int is wanted (GB0033)."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule, wording
from gblint.rules.names import names
from gblint.rules.trace import Trace
from gblint.source.walk import walk
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    NONE,
    Constant,
    DataScalar,
    External,
    Scalar,
    Sequence,
    Shape,
    Tensor,
    Unknown,
    Value,
    options,
    strong_tensor,
)  # fmt: skip


class ToList(Rule):
    """``t.tolist()``: the id depends on what the tensor holds; integers can be captured, floats cannot.

    ``a.item()`` of a NumPy array is read in the same way.
    """

    codes = frozenset({"GB0109", "GB0033", "GB0124"})
    calls = names("torch.Tensor.tolist ?.tolist numpy.ndarray.item")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.name != "numpy.ndarray.item":
                self._look(node, target)
            elif not self.trace.options.scalars_captured:
                self.trace.report(
                    node,
                    "GB0033",
                    f"`{self.trace.text(node)}` reads a Python number out of the array",
                    wording.or_scalars(self.trace, "keep it an array, or read the number before the region"),
                )

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
        message = f"`{self.trace.text(node)}` reads every element out of the tensor"
        hint = "keep the values in a tensor, or call `.tolist()` before the region and pass the list in"
        self.trace.report(node, code, message, wording.or_scalars(self.trace, hint) if code == "GB0033" else hint)


# Where torch wants a Python int: functions whose every argument is one, and positions after the data in the others.
_SIZES = names(
    "arange zeros ones empty full rand randn randint randperm eye linspace logspace tril_indices triu_indices"
)
_AFTER_DATA = names(
    "view reshape expand repeat split split_with_sizes narrow chunk tile unflatten roll pad interpolate topk "
    "new_zeros new_ones new_empty diagonal select unfold broadcast_to tensor_split as_strided resize movedim "
    "adaptive_avg_pool1d adaptive_avg_pool2d avg_pool1d avg_pool2d max_pool1d max_pool2d"
)


_SECOND = {"full_like": "fill_value", "new_full": "fill_value", "one_hot": "num_classes"}  # torch.full takes a tensor
_HOMES = ("torch.", "torch.Tensor.", "torch.nn.functional.")
# All of these by their full names; the rules on facts leave them alone.
SIZED = frozenset(home + short for home in _HOMES for short in _SIZES | _AFTER_DATA | _SECOND.keys())


class TensorAsSize(Rule):
    """A tensor stands where a size, a count or a bound is wanted: it is read out as a number.

    A 0-dim tensor that enters the region from outside is clean: its number is known by a symbol from the start.
    """

    codes = frozenset({"GB0033", "GBL001"})
    calls = SIZED

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if target.kind == "external":
                self._look(node, target, target.name.rpartition(".")[2])

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
        elif short in _SECOND:
            second = given.get(1, _SECOND[short])
            values = [second] if second is not None else []
        else:
            return
        if any(_holds_tensor(v) for v in values) and not self.trace.options.scalars_captured:
            self.trace.report(
                node,
                "GB0033",
                f"`{self.trace.text(node)}` wants a Python number and is given a tensor, which has to be read out",
                "take the size from a shape or a Python number, or pad to a fixed maximum",
            )


# Functions of numpy.random -> the position of ``size``; those that take sizes as they come have -1.
_DRAWS = {
    "rand": -1, "randn": -1, "random": 0, "random_sample": 0, "uniform": 2, "normal": 2, "randint": 2, "choice": 1,
}  # fmt: skip

DRAWS = frozenset(f"numpy.random.{short}" for short in _DRAWS)


def draws_number(target: Target) -> bool:
    """Whether a call draws one Python number with numpy.random, rather than an array."""
    home, _, short = target.name.rpartition(".")
    given, position = target.arguments, _DRAWS.get(short)
    if home != "numpy.random" or position is None or given.more_args is not None or given.more_keywords is not None:
        return False
    return not given.args if position < 0 else given.get(position, "size") in (None, NONE)


class NumPyDraw(Rule):
    """``np.random.rand()``, ``np.random.randint(10)``, ``np.random.choice(items, 3)``: numbers read out of the tensor
    that was drawn."""

    codes = frozenset({"GB0033", "GBL001"})
    calls = DRAWS

    def visit_Call(self, node: cst.Call) -> None:
        # choice() draws positions whatever is asked of it, and reads them
        if not any(draws_number(t) or t.name == "numpy.random.choice" for t in self.wanted(node)):
            return
        if self.trace.options.scalars_captured and not self.trace.options.fullgraph:
            return
        text = self.trace.text(node)
        self.trace.report(
            node,
            "GBL001" if self.trace.options.fullgraph else "GB0033",
            f"`{text}` draws a tensor in the graph and reads a Python number out of it",
            "draw the number before the region and pass it in, or draw a tensor with `torch.rand(())` and keep it one",
        )


class UnguardableBound(Rule):
    """Under capture, a number read out of a tensor is handed to what needs a guard: ``range(n)``, ``math.sqrt``."""

    codes = frozenset({"GBL001"})
    calls = names("builtins.range math.sqrt math.ceil math.floor math.log math.exp")

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
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
    return tensor is not None and not tensor.array and not (tensor.rank in (0, None) and not tensor.computed)


def plain_numpy(trace: Trace, node: cst.BaseExpression) -> bool:
    """Whether an expression is NumPy's arithmetic on plain numbers, ``np.ceil(n / 2)``: Dynamo knows its value."""
    parts = list(walk(node))
    targets = [t for part in parts if isinstance(part, cst.Call) for t in trace.targets(part)]
    if not targets or not all(t.name.startswith(("numpy.", "math.")) and t.name not in DRAWS for t in targets):
        return False
    if any(isinstance(p, (cst.List, cst.Tuple, cst.ListComp, cst.GeneratorExp)) for p in parts):
        return False
    read = {n for p in parts if isinstance(p, cst.Subscript) for n in walk(p) if n is not p}  # x.shape[0] is a number
    values = [trace.value(p) for p in parts if isinstance(p, (cst.Name, cst.Subscript)) and p not in read]
    return all(isinstance(o, _PLAIN) for v in values if not isinstance(v, Unknown) for o in options(v)) and not any(
        isinstance(o, (Sequence, Shape)) for t in targets for v in t.arguments.values for o in options(v)
    )


_PLAIN = (Constant, Scalar, External)
