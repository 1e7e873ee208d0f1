"""Tasks for whole families, whose calls are found by trying argument lists until one works eagerly."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from . import catalogue

# Tried in this order. Calls with tensors come first in the mind of who reads, but each kind takes its own first that works.
TENSOR_CALLS = (
    "t", "t, u", "t, 1", "t, 0", "t, 2", "t, 0, 1", "t, 0, k", "t, 1, k", "t, m", "t, k", "t, u, u", "t, 0, k, u", "t, (0,)", "t, (1,)",
    "t, (3,)", "t, (9,)", "t, (0, 1)", "t, [1]", "t, [3, 3]", "t, (1, 3)", "[t, u]", "(t, u)", "[t]", "[t], [u]", "[t], 2", "[t], [u], [u]", "t, 2, 0", "t, 1, 1", "t, 0.5",
    "t, 0.1, True", "t, 0.1, False", "t, 0, 1.0", "t, 1, 0, 2.0", "t, torch.float32", "t, torch.float64", "t, 'cpu'", "x1", "x1, x1", "x3", "x3, x3", "x3, x3, x3",
    "w, x1", "x1, w, w", "x1, w", "w, x1, x1", "x4", "x4, 2", "x1, 2", "x3, 2", "c", "c, 1", "x4, torch.rand(4, 3, 2, 2)", "x3, torch.rand(4, 3, 2)", "t, 0, 0, 1", "t, u, 1", "t, u, 0.5",
    "t, t.shape", "t, u, k", "t, 3, 0, 1", "t, k, u", "t, k, 1.0", "t, m, u", "t, m, 1.0", "t, 0, k, 1.0", "m, t, u", "t, dim=0", "t, 1, dim=0", "t, 0, 2, 1", "t.int(), 1", "t, 8", "t, True",
    "t, (1, 1)", "t, (1, 1, 1, 1)", "t, 0, 0, 3",
)  # fmt: skip
CONST_CALLS = (
    "", "2", "3, 3", "2.0", "0, 4, 3", "(2, 2)", "[1.0, 2.0]", "1, 2", "0.5", "True", "torch.float32", "torch.float32, torch.float64", "'cpu'", "(2, 2), 1.0", "(2, 2), (2, 1), 0", "(2, 3), (3,)",
    "3, (3,)", "(2, 2), (2, 1), dtype=torch.float32", "0, 2, (3,)", "0.0, 1.0, (3,)", "0, 4", "2, [0, 1]",
)  # fmt: skip
METHOD_CALLS = tuple(call[3:] for call in TENSOR_CALLS if call.startswith("t, ")) + ("lambda v, w: v", "lambda g: g")
MODULE_ARGUMENTS = (
    "", "3", "3, 3", "3, 3, 3", "3, 3, 1", "2", "0.5", "1, 3", "3, 1", "[3]", "[3], 3", "(3, 3)", "2, 2, 2", "3, 3, 3, 3", "0.1, 0.2", "3, [1]", "(1, 3)", "nn.Linear(3, 3)",
    "nn.TransformerEncoderLayer(4, 2, 8), 1", "nn.TransformerDecoderLayer(4, 2, 8), 1", "4, 2, 1, 1, 8", "4, 2", "4, 2, 8", "3, 6, [2, 4]", "2, (3,)", "(8, 8), 2", "1, (1, 3)",
)  # fmt: skip
MODULE_CALLS = (
    "t", "x4", "x3", "x1", "t, u", "t, t, u", "t, k", "t.log_softmax(1), k", "x3.log_softmax(2), x3", "torch.rand(2, 3, 8, 8, 8)", "t, u, u", "torch.tensor([0, 1])", "torch.rand(2, 4, 4)",
    "torch.rand(2, 2, 4), torch.rand(2, 2, 4)", "torch.rand(2, 2, 4), torch.rand(2, 2, 4), torch.rand(2, 2, 4)", "x1, x1, torch.ones(3)", "torch.rand(3, 6)", "torch.rand(1, 4, 8, 8)", "torch.rand(5, 3, 3).log_softmax(2), torch.tensor([[1, 2], [1, 2], [1, 2]]), torch.tensor([5, 5, 5]), torch.tensor([2, 2, 2])",
    "torch.rand(1, 12, 8)", "torch.rand(3, 6), torch.tensor([0, 1, 2])", "torch.rand(1, 4)", "torch.rand(1, 2, 2, 2), torch.tensor([[[[0, 1], [2, 3]]]])", "torch.tensor([[0, 1], [1, 0]])",
    "torch.rand(1, 1, 2), torch.tensor([[[0, 2]]])", "torch.rand(1, 1, 2, 2), torch.tensor([[[[0, 3], [8, 10]]]])",
)  # fmt: skip

# Written in the catalogue, or nothing to call blindly: they change global state, write files, or wait.
_SKIP = {
    "torch.save", "torch.load", "torch.compile", "torch.seed", "torch.manual_seed", "torch.import_ir_module", "torch.wait", "torch.fork", "torch.init", "torch.typename", "torch.initial_seed",
    "torch.obj", "torch.classproperty", "torch.unify_type_list", "torch.from_file", "torch.set_anomaly_enabled", "torch.set_autocast_enabled", "torch.clear_autocast_cache", "torch.candidate",
    "torch.autocast_increment_nesting", "torch.autocast_decrement_nesting", "torch.eval_if_not_none", "torch.sys", "torch.ClassType", "torch.Tensor.backward", "torch.Tensor.set_", "torch.Tensor.share_memory_",
    "numpy.save", "numpy.savetxt", "numpy.savez", "numpy.savez_compressed", "numpy.load", "numpy.loadtxt", "numpy.genfromtxt", "numpy.fromfile", "numpy.memmap", "numpy.test", "numpy.info", "numpy.show_config",
    "numpy.show_runtime", "numpy.ndarray.tofile", "numpy.ndarray.dump", "numpy.seterr", "numpy.setbufsize", "numpy.seterrcall", "numpy.set_printoptions", "numpy.fromregex", "numpy.ndarray.setflags", "numpy.get_include",
    "torch.Tensor.module_load", "torch.cuda.caching_allocator_delete",
}  # fmt: skip
_SKIP_STARTS = ("torch.set_", "torch.autocast_", "torch.parse_", "torch.merge_type", "numpy.random.set_state")


def _public(owner: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for name in sorted(dir(owner)):
        full = f"{prefix}.{name}"
        if name.startswith("_") or full in _SKIP or full.startswith(_SKIP_STARTS):
            continue
        try:
            value = inspect.getattr_static(owner, name) if inspect.isclass(owner) else getattr(owner, name)
        except (AttributeError, RuntimeError):
            continue
        yield full, value


def _functions(module: Any, prefix: str, *, arrays: bool, wanted: Any = None) -> Iterator[dict[str, Any]]:
    for name, value in _public(module, prefix):
        if not callable(value) or inspect.isclass(value) or (wanted is not None and not wanted(value)):
            continue
        calls = [f"{name}({call})" for call in (*TENSOR_CALLS, *CONST_CALLS)]
        yield catalogue.task(name, catalogue.COMMON_SETUP, calls, arrays)


def _members(owner: Any, prefix: str, *, arrays: bool) -> Iterator[dict[str, Any]]:
    """Methods and attributes of torch.Tensor and numpy.ndarray, the receiver being ``t``."""
    for name, value in _public(owner, prefix):
        short = name.rpartition(".")[2]
        if callable(value) or isinstance(value, (classmethod, staticmethod)):
            calls = [f"t.{short}({call})" for call in ("", *METHOD_CALLS)]
            calls += [f"c.{short}()", f"x3.{short}(x3)", f"w.{short}()", f"x3.{short}(x3, x3)", f"x1.{short}()", f"w.{short}(x1)"]
        else:
            calls = [f"t.{short}", f"c.{short}"]
        yield catalogue.task(name, catalogue.COMMON_SETUP, calls, arrays)


def _modules() -> Iterator[dict[str, Any]]:
    """Each class of torch.nn: built in the region, and an instance built outside called in the region."""
    import torch

    for name, value in _public(torch.nn, "torch.nn"):
        if not inspect.isclass(value) or not issubclass(value, torch.nn.Module) or value is torch.nn.Module:
            continue
        built = None
        for arguments in MODULE_ARGUMENTS:
            call = f"{name}({arguments})"
            try:
                eval(call, {"torch": torch, "nn": torch.nn})
            except Exception:
                continue
            built = call
            works = _runs(built)
            if works:
                break
        if built is None:
            continue
        yield catalogue.task(name, catalogue.COMMON_SETUP, [built], False)
        # The instance is part of the calls' text so that an old answer does not outlive a change of it.
        calls = [f"module = MODULE[{built!r}] ;; module({arguments})" for arguments in MODULE_CALLS]
        setup = f"{catalogue.COMMON_SETUP}MODULE = {{{built!r}: {built}}}\n"
        yield catalogue.task(f"{name}.forward", setup, calls, False)


def _runs(built: str) -> bool:
    import torch

    from . import worker

    for arguments in MODULE_CALLS:
        try:
            eval(f"{built}({arguments})", {"torch": torch, "nn": torch.nn, **worker.arguments("float")})
        except Exception:
            continue
        return True
    return False


def _optimizers() -> Iterator[dict[str, Any]]:
    import torch

    for name, value in _public(torch.optim, "torch.optim"):
        if not inspect.isclass(value) or value is torch.optim.Optimizer or not issubclass(value, torch.optim.Optimizer):
            continue
        built = f"{name}([torch.nn.Parameter(torch.ones(3, 3), requires_grad=True)])"
        if name == "torch.optim.SGD":
            built = built[:-1] + ", lr=0.1)"
        setup = (
            f"{catalogue.COMMON_SETUP}optimizer = {built}\nfor p in optimizer.param_groups[0]['params']:\n    p.grad = torch.ones(3, 3)\n"
        )
        for method in ("step", "zero_grad", "state_dict"):
            yield catalogue.task(f"{name}.{method}", setup, [f"optimizer.{method}()"], False)
        yield catalogue.task(name, setup, [built.replace("torch.nn.Parameter(torch.ones(3, 3), requires_grad=True)", "w")], False)


def _distributions() -> Iterator[dict[str, Any]]:
    import torch

    arguments = ("t", "t, u", "torch.sigmoid(t)", "torch.softmax(t, 1)", "5, torch.sigmoid(t)", "x1, torch.eye(3)", "t, t + 1", "x1, torch.eye(3), x1.abs() + 0.1", "3, torch.eye(3)", "3, x1.sum()", "x1.sum(), torch.sigmoid(x1)")  # fmt: skip
    for name, value in _public(torch.distributions, "torch.distributions"):
        base = torch.distributions.Distribution
        if not inspect.isclass(value) or not issubclass(value, base) or value is base:
            continue
        yield catalogue.task(name, catalogue.COMMON_SETUP, [f"{name}({given})" for given in arguments], False)
        for method in ("sample()", "rsample()", "log_prob(d.sample())", "entropy()", "mean", "variance", "stddev", "cdf(d.sample())"):
            calls = [f"d = {name}({given}, validate_args=False) ;; d.{method}" for given in arguments]
            yield catalogue.task(f"{name}.{method.partition('(')[0]}", catalogue.COMMON_SETUP, calls, False)


def tasks() -> Iterator[dict[str, Any]]:
    """All generated tasks. Imports torch and NumPy."""
    import cmath
    import math
    import operator

    import numpy
    import torch
    import torch.nn.functional
    import torch.signal.windows

    def torch_function(value: Any) -> bool:
        return inspect.isroutine(value)

    yield from _members(torch.Tensor, "torch.Tensor", arrays=False)
    yield from _functions(torch, "torch", arrays=False, wanted=torch_function)
    for module, prefix in (
        (torch.nn.functional, "torch.nn.functional"),
        (torch.linalg, "torch.linalg"),
        (torch.fft, "torch.fft"),
        (torch.special, "torch.special"),
        (torch.nn.init, "torch.nn.init"),
        (torch.signal.windows, "torch.signal.windows"),
    ):
        yield from _functions(module, prefix, arrays=False, wanted=torch_function)
    yield from _modules()
    yield from _optimizers()
    yield from _distributions()
    yield from _members(numpy.ndarray, "numpy.ndarray", arrays=True)
    for module, prefix in (
        (numpy, "numpy"),
        (numpy.linalg, "numpy.linalg"),
        (numpy.fft, "numpy.fft"),
        (numpy.random, "numpy.random"),
        (math, "math"),
        (cmath, "cmath"),
        (operator, "operator"),
    ):
        yield from _functions(module, prefix, arrays=True)
