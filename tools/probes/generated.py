"""Tasks for whole families, whose calls are found by trying argument lists until one works eagerly."""

from __future__ import annotations

import inspect
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
_SKIP_STARTS = ("torch.set_", "torch.autocast_", "torch.parse_", "torch.merge_type", "numpy.random.set_state")


def _public(owner: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    skipped = set(_SKIP.split())
    for name in sorted(dir(owner)):
        full = f"{prefix}.{name}"
        if name.startswith("_") or full in skipped or full.startswith(_SKIP_STARTS):
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
            others = ("c.{}()", "x3.{}(x3)", "w.{}()", "x3.{}(x3, x3)", "x1.{}()", "w.{}(x1)")
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
        yield catalogue.task(name, setup, [f"{name}([w]{rate})"], False)


def _distributions() -> Iterator[dict[str, Any]]:
    import torch

    arguments = ARGUMENTS["distribution"]
    for name, value in _public(torch.distributions, "torch.distributions"):
        base = torch.distributions.Distribution
        if not inspect.isclass(value) or not issubclass(value, base) or value is base:
            continue
        yield catalogue.task(name, catalogue.COMMON_SETUP, [f"{name}({given})" for given in arguments], False)
        for method in ("sample()", "rsample()", "log_prob(s)", "entropy()", "mean"):
            sampled = "s = d.sample() ;; " if method.startswith("log_prob") else ""
            calls = [f"d = {name}({given}, validate_args=False) ;; {sampled}d.{method}" for given in arguments]
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
    yield from _distributions()
    yield from standard.tasks()
