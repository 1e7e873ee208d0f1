"""Tasks for whole families, whose calls are found by trying argument lists until one works eagerly."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

from . import catalogue, standard


def _read_arguments() -> dict[str, tuple[str, ...]]:
    """The sections of catalogue/arguments.cfg: argument lists without their parentheses."""
    sections: dict[str, list[str]] = {}
    for line in (catalogue.FOLDER / "arguments.cfg").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sections[line.strip("[]")] = current = []
        elif line.startswith("("):
            current.append(line[1:-1])
    return {title: tuple(calls) for title, calls in sections.items()}


ARGUMENTS = _read_arguments()
TENSOR_CALLS, CONST_CALLS = ARGUMENTS["tensor"], ARGUMENTS["const"]
MODULE_ARGUMENTS, MODULE_CALLS = ARGUMENTS["module"], ARGUMENTS["module call"]
METHOD_CALLS = (*(call[3:] for call in TENSOR_CALLS if call.startswith("t, ")), "lambda v, w: v", "lambda g: g")

# Written in the catalogue, or nothing to call blindly: they change global state, write files, or wait.
_SKIP = """
numpy.fromfile numpy.fromregex numpy.genfromtxt numpy.get_include numpy.info numpy.load numpy.loadtxt
numpy.memmap numpy.ndarray.dump numpy.ndarray.setflags numpy.ndarray.tofile numpy.save numpy.savetxt numpy.savez
numpy.savez_compressed numpy.set_printoptions numpy.setbufsize numpy.seterr numpy.seterrcall numpy.show_config
numpy.show_runtime numpy.test torch.ClassType torch.Tensor.backward torch.Tensor.index torch.Tensor.module_load
torch.Tensor.set_ torch.Tensor.share_memory_ torch.autocast_decrement_nesting torch.autocast_increment_nesting
torch.candidate torch.classproperty torch.clear_autocast_cache torch.compile torch.cuda.caching_allocator_delete
torch.eval_if_not_none torch.fork torch.from_file torch.import_ir_module torch.init torch.initial_seed
torch.load torch.manual_seed torch.obj torch.save torch.seed torch.set_anomaly_enabled
torch.set_autocast_enabled torch.sys torch.typename torch.unify_type_list torch.wait
"""
_SKIP_STARTS = ("torch.parse_", "torch.merge_type", "numpy.random.set_state")
# Of these at least the call without arguments does no harm: most break before it is found to lack them.
_ASKED_BARE = frozenset(name for name in _SKIP.split() if name.startswith("numpy.")) - {"numpy.test"}
# Modules of torch that ask or set what the process and its devices are.
_STATE = """
torch.cuda torch.cuda.amp torch.cuda.random torch.cuda.memory torch.backends.cuda torch.backends.cudnn
torch.backends.cpu torch.backends.mkl torch.backends.mkldnn torch.backends.mps torch.backends.openmp
torch.backends.opt_einsum torch.backends.nnpack torch.backends.quantized torch.random torch.amp
torch.accelerator torch.cpu torch.mps torch.xpu torch.autograd torch.autograd.graph torch.compiler torch.func
torch.nested torch.sparse torch.nn.utils torch.nn.utils.rnn torch.nn.utils.stateless torch.utils.data
torch.utils.dlpack torch.overrides torch.jit torch.library torch.serialization torch.futures
"""


def _public(owner: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    skipped = set(_SKIP.split())
    for name in sorted(dir(owner)):
        full = f"{prefix}.{name}"
        if name.startswith("_") or full in skipped - _ASKED_BARE or full.startswith(_SKIP_STARTS):
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
        calls = [f"{name}({call})" for call in (*TENSOR_CALLS, *CONST_CALLS) if name not in _ASKED_BARE]
        calls.append(f"~{name}()")  # what Dynamo skips breaks before it is found to lack arguments
        yield catalogue.task(name, catalogue.COMMON_SETUP, calls, arrays)


def _of_torch(value: Any) -> bool:
    """Whether a function is torch's own, and not a helper that one of its modules imports."""
    return inspect.isroutine(value) and str(getattr(value, "__module__", None)).startswith(("torch", "None"))


def _members(owner: Any, prefix: str, *, arrays: bool) -> Iterator[dict[str, Any]]:
    """Methods and attributes of torch.Tensor and numpy.ndarray, the receiver being ``t``."""
    for name, value in _public(owner, prefix):
        short = name.rpartition(".")[2]
        if callable(value) or isinstance(value, (classmethod, staticmethod)):
            calls = [f"t.{short}({call})" for call in ("", *METHOD_CALLS)]
            others = (
                "c.{}()", "x3.{}(x3)", "w.{}()", "x3.{}(x3, x3)", "x1.{}()", "w.{}(x1)", "x3.{}(3)",
                "t.{}((2, 2), (1, 2))",
                "x1.{}(t, x1)", "t.double().{}(2)", "t.{}(u, u, lambda v, w, x: v)", "~t.{}()",
            )  # fmt: skip
            calls += [other.format(short) for other in others]
        else:
            calls = [f"t.{short}", f"c.{short}"]
        yield catalogue.task(name, catalogue.COMMON_SETUP, calls, arrays)


def _modules() -> Iterator[dict[str, Any]]:
    """Each class of torch.nn: built in the region, and an instance built outside called in the region."""
    import torch

    for name, value in _public(torch.nn, "torch.nn"):
        if not inspect.isclass(value) or not issubclass(value, torch.nn.Module) or value is torch.nn.Module:
            continue
        able = [call for arguments in MODULE_ARGUMENTS if _builds(call := f"{name}({arguments})")]
        built = next((call for call in able if _runs(call)), able[0] if able else None)
        if built is None:
            continue
        yield catalogue.task(name, catalogue.COMMON_SETUP, [built], False)
        # The instance is part of the calls' text so that an old answer does not outlive a change of it.
        calls = [f"module = MODULE[{built!r}] ;; module({arguments})" for arguments in MODULE_CALLS]
        setup = f"{catalogue.COMMON_SETUP}MODULE = {{{built!r}: {built}}}\n"
        yield catalogue.task(f"{name}.forward", setup, calls, False)


def _builds(call: str) -> bool:
    import torch

    try:
        eval(call, {"torch": torch, "nn": torch.nn})
    except Exception:
        return False
    return True


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
        rate = ", lr=0.1" if name == "torch.optim.SGD" else ""
        setup = (
            f"{catalogue.COMMON_SETUP}weight = nn.Parameter(torch.ones(3, 3))\n"
            f"weight.grad = torch.ones(3, 3)\noptimizer = {name}([weight]{rate})\n"
        )
        for method in ("step", "zero_grad", "state_dict"):
            yield catalogue.task(f"{name}.{method}", setup, [f"optimizer.{method}()"], False)
        if name == "torch.optim.SGD":
            yield from _schedulers(setup)
        # The first object of the class changes it, which later ones do not.
        fresh = f"{catalogue.COMMON_SETUP}weight = nn.Parameter(torch.ones(3, 3))\n{name}.step.hooked = False\n"
        yield catalogue.task(name, fresh, [f"{name}([weight]{rate})"], False)


def _schedulers(setup: str) -> Iterator[dict[str, Any]]:
    import torch

    for name, value in _public(torch.optim.lr_scheduler, "torch.optim.lr_scheduler"):
        if inspect.isclass(value) and issubclass(value, torch.optim.lr_scheduler.LRScheduler):
            calls = [f"{name}({arguments})" for arguments in ARGUMENTS["scheduler"]]
            yield catalogue.task(name, setup, calls, False)


def _classes(module: Any, prefix: str, ends: tuple[str, ...] = ("",)) -> Iterator[dict[str, Any]]:
    """The classes of a module whose names end so: built in the region."""
    for name, value in _public(module, prefix):
        if inspect.isclass(value) and name.endswith(ends) and not issubclass(value, Exception):
            calls = [f"{name}({arguments})" for arguments in ARGUMENTS["class"]]
            yield catalogue.task(name, catalogue.COMMON_SETUP, [*calls, f"~{name}()"], True)


def _distributions() -> Iterator[dict[str, Any]]:
    import torch

    arguments = ARGUMENTS["distribution"]
    for name, value in _public(torch.distributions, "torch.distributions"):
        base = torch.distributions.Distribution
        if not inspect.isclass(value) or not issubclass(value, base) or value is base:
            continue
        yield catalogue.task(name, catalogue.COMMON_SETUP, [f"{name}({given})" for given in arguments], False)
        for method in (*DISTRIBUTION_MEMBERS, "log_prob(s)", "cdf(s)", "icdf(s)", "expand(s.shape)"):
            sampled = "s = d.sample() ;; " if "(s" in method else ""
            calls = [f"d = {name}({given}, validate_args=False) ;; {sampled}d.{method}" for given in arguments]
            yield catalogue.task(f"{name}.{method.partition('(')[0]}", catalogue.COMMON_SETUP, calls, False)


DISTRIBUTION_MEMBERS = (
    "sample()", "rsample()", "entropy()", "mean", "mode", "variance", "stddev", "perplexity()", "enumerate_support()",
    "support", "batch_shape", "event_shape", "arg_constraints", "has_rsample",
)  # fmt: skip


def tasks() -> Iterator[dict[str, Any]]:
    """All generated tasks. Imports torch and NumPy."""
    import cmath
    import math
    import operator

    import numpy
    import torch
    import torch.nn.functional
    import torch.signal.windows

    # The most used first: a run that is stopped early has them.
    yield from _members(torch.Tensor, "torch.Tensor", arrays=False)
    for module, prefix in ((math, "math"), (cmath, "cmath"), (operator, "operator")):
        yield from _functions(module, prefix, arrays=True)
    yield from _modules()
    yield from _optimizers()
    yield from _functions(torch.nn.functional, "torch.nn.functional", arrays=False, wanted=inspect.isroutine)
    yield from _members(numpy.ndarray, "numpy.ndarray", arrays=True)
    for module, prefix in (
        (torch, "torch"),
        (torch.nn.init, "torch.nn.init"),
        (torch.linalg, "torch.linalg"),
        (torch.fft, "torch.fft"),
        (torch.special, "torch.special"),
        (torch.signal.windows, "torch.signal.windows"),
    ):
        yield from _functions(module, prefix, arrays=False, wanted=inspect.isroutine)
    for module, prefix in (
        (numpy, "numpy"),
        (numpy.random, "numpy.random"),
        (numpy.linalg, "numpy.linalg"),
        (numpy.fft, "numpy.fft"),
    ):
        yield from _functions(module, prefix, arrays=True)
    for module, prefix in ((numpy, "numpy"), (numpy.random, "numpy.random")):
        yield from _classes(module, prefix)
    yield from _classes(torch, "torch", ("Tensor", "Storage", ".Event", ".Stream", ".Generator", "info", "Future"))
    for prefix in _STATE.split():
        yield from _functions(importlib.import_module(prefix), prefix, arrays=False, wanted=_of_torch)
    queries = re.compile(r"(is|get)_")
    for one in _functions(importlib.import_module("torch.distributed"), "torch.distributed", arrays=False):
        if queries.match(one["name"].rpartition(".")[2]):
            yield one
    yield from _distributions()
    yield from standard.tasks()
