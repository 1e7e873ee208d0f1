"""Run torch and NumPy callables on sample inputs and note what comes back, as returns_infer.Call.

Samples come from torch's own test suite (OpInfo, ModuleInfo: valid arguments for some 700 operators and 110 modules;
needs the package ``expecttest``), from the type stubs' overloads, and from a handful of templates for what is in none.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import itertools
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from returns_infer import CLASSES, Arg, Call, Out
from returns_stubs import Overload, Param, signature, torch_overloads

from gblint.dynamo.specs import SIZE_PARAMS

DTYPES = (torch.float32, torch.int64, torch.bool, torch.complex64)
PER_DTYPE = 40
Observed = defaultdict[str, list[Call]]


def dtype_class(dtype: Any) -> str | None:
    """ "bool", "int", "float", "complex", or None for what is none of these (strings, objects, quantized)."""
    if isinstance(dtype, torch.dtype):
        if dtype is torch.bool:
            return "bool"
        if dtype.is_complex:
            return "complex"
        if dtype.is_floating_point:
            return "float"
        return "int" if not str(dtype).startswith("torch.q") else None
    return {"b": "bool", "i": "int", "u": "int", "f": "float", "c": "complex"}.get(np.dtype(dtype).kind)


def describe(value: Any) -> Arg:
    """An argument as a SPEC's conditions and rules see it."""
    if isinstance(value, torch.Tensor | np.ndarray | np.generic):
        return Arg("tensor", dtype_class(value.dtype), value.ndim)
    if isinstance(value, bool):
        return Arg("bool", value=value)
    if isinstance(value, int):
        return Arg("int", value=value)
    if isinstance(value, float | complex):
        return Arg(type(value).__name__)
    if value is None:
        return Arg("none")
    if isinstance(value, torch.dtype | np.dtype | type):
        return Arg("dtype")
    if isinstance(value, list | tuple):
        return Arg("list" if isinstance(value, list) else "tuple", items=tuple(describe(v) for v in value))
    return Arg("other")


def describe_out(value: Any, first: Any = None, *, inplace: bool = False) -> Out:
    """A result as a SPEC sees it; with ``inplace`` the first argument itself is "self"."""
    if inplace and value is first:
        return Out("self")
    if isinstance(value, torch.Tensor):
        return Out("tensor", dtype_class(value.dtype), value.ndim)
    if isinstance(value, np.ndarray | np.generic):
        return Out("array", dtype_class(value.dtype), value.ndim)
    if isinstance(value, torch.Size):
        return Out("shape")
    if isinstance(value, tuple | list):
        kind = "tuple" if isinstance(value, tuple) else "list"
        fields = getattr(value, "_fields", None) or _struct_fields(value)
        return Out(kind, items=tuple(describe_out(v, first, inplace=inplace) for v in value), fields=tuple(fields))
    if isinstance(value, torch.dtype | torch.device):
        return Out(type(value).__name__)
    if isinstance(value, np.dtype):
        return Out("cls", name="numpy.dtype")
    if value is None:
        return Out("none")
    if type(value) in (bool, int, float, complex, str, bytes):
        return Out(type(value).__name__)
    if callable(value) or inspect.ismodule(value) or isinstance(value, dict | set):
        return Out("any")
    return Out("cls", name=f"{type(value).__module__}.{type(value).__qualname__}")


def _struct_fields(value: Any) -> list[str]:
    """The field names of a torch.return_types value, in order; none for other sequences."""
    if type(value).__module__ != "torch.return_types":
        return []
    fields = [n for n, m in vars(type(value)).items() if inspect.ismemberdescriptor(m)]
    return sorted(fields, key=lambda n: next(i for i, v in enumerate(value) if v is getattr(value, n)))


def observe(seen: Observed, name: str, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Run ``fn`` once, note the call under ``name``; whether it ran. Arguments are copied first."""
    args, kwargs = _copy(args), _copy(kwargs)
    bound = bind(signature(name, fn), args, kwargs)
    if bound is None:
        return False
    inplace = name.rpartition(".")[2].endswith("_") or kwargs.get("inplace") is True
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
            warnings.simplefilter("ignore")
            result = fn(*args, **kwargs)
    except Exception:
        return False
    out = describe_out(result, args[0] if args else next(iter(kwargs.values()), None), inplace=inplace)
    seen[name].append(Call(tuple(bound), out))
    return True


NEVER_POSITIONAL = {"out", "where", "casting", "subok", "order", "overwrite_input", "like", "memory_format"}


def bind(params: tuple[str, ...], args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[tuple[str, Arg]] | None:
    """The arguments by parameter; one entry each for those of a variadic one. None for a call not worth making."""
    bound: list[tuple[str, Arg]] = []
    for index, value in enumerate(args):
        star = next((p for p in params[: index + 1] if p.startswith("*")), None)
        param = star or (params[index] if index < len(params) else f"arg{index}")
        if param in NEVER_POSITIONAL:
            return None
        bound.append((param.lstrip("*"), describe(value)))
    return bound + [(k, describe(v)) for k, v in kwargs.items()]


def _copy(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach().clone() if value.layout is torch.strided else value
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(_copy(v) for v in value)
    if type(value) is dict:
        return {k: _copy(v) for k, v in value.items()}
    return value


def _mixed(args: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """``args`` with the dtype or rank of one of two tensors changed: what tells promotion from plain inheritance."""
    for index, arg in enumerate(args[:1]):
        if isinstance(arg, list | tuple) and len(arg) > 1 and all(isinstance(a, torch.Tensor) for a in arg):
            for other in (torch.float32, torch.int64, torch.bool):
                if arg[0].dtype != other and not arg[1].is_complex():
                    yield (*args[:index], [arg[0], arg[1].to(other), *arg[2:]], *args[index + 1 :])
    places = [i for i, a in enumerate(args) if isinstance(a, torch.Tensor)][:2]
    if len(places) < 2:
        return
    for place, other in itertools.product(places, (torch.float32, torch.int64, torch.bool)):
        if args[place].dtype != other and not args[place].is_complex():
            yield (*args[:place], args[place].to(other), *args[place + 1 :])
        if args[place].ndim and args[place].numel() and other is torch.float32:
            yield (*args[:place], args[place].reshape(-1)[0], *args[place + 1 :])


def resolve(name: str) -> Any:
    """The object that a dotted name names. Raises AttributeError."""
    value: Any = {"torch": torch, "numpy": np}[name.partition(".")[0]]
    for part in name.split(".")[1:]:
        value = getattr(value, part)
    return value


def targets(op: Any) -> list[tuple[str, Callable[..., Any]]]:
    """The public names an OpInfo's samples fit: function, aliases, method, and the in-place forms of these."""
    names = [op.name, *(alias.name.removeprefix("torch.") for alias in op.aliases)]
    wanted = [f"torch.{n}{end}" for n in names for end in ("", "_")]
    wanted += [f"torch.Tensor.{n}{end}" for n in names if "." not in n for end in ("", "_")]
    found = []
    for name in dict.fromkeys(wanted):
        with contextlib.suppress(AttributeError):
            if callable(value := resolve(name)):
                found.append((name, value))
    return found


def observe_operators(seen: Observed) -> None:
    """Every operator of OpInfo, on its samples and on mixes of them."""
    from torch.testing._internal.common_methods_invocations import op_db

    for op in op_db:
        names = targets(op)
        if not names or op.name.startswith("_"):
            continue
        for dtype in DTYPES:
            if dtype not in op.supported_dtypes("cpu"):
                continue
            with contextlib.suppress(Exception), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                samples = list(itertools.islice(op.sample_inputs("cpu", dtype, False), 4 * PER_DTYPE))
                step = max(1, len(samples) // PER_DTYPE)
                for index, sample in enumerate(samples[::step]):
                    args = (sample.input, *sample.args)
                    for name, fn in names:
                        observe(seen, name, fn, args, sample.kwargs)
                        for left_out in sample.kwargs:
                            kwargs = {k: v for k, v in sample.kwargs.items() if k != left_out}
                            observe(seen, name, fn, args, kwargs)
                        if index % 3 == 0:
                            for other in _mixed(args):
                                observe(seen, name, fn, other, sample.kwargs)


# ------------------------------------------------------------------------------------- what the stubs' overloads say

FLOAT, INT, BOOL = torch.rand(3, 3) + 0.5, torch.arange(9).reshape(3, 3), torch.eye(3) > 0
TENSOR_SETS = (
    (FLOAT,), (INT,), (BOOL,), (FLOAT[0],), (INT[0],), (BOOL[0],), (FLOAT[0, 0],), (INT[0, 0],), (BOOL[0, 0],),
    (FLOAT, INT[0]), (INT, FLOAT), (FLOAT, BOOL), (FLOAT[None], FLOAT[None]), (FLOAT[None, None], FLOAT),
)  # fmt: skip
NEVER_PASSED = {"out", "dtype", "layout", "device", "pin_memory", "requires_grad", "names", "generator", "stream"}


def observe_overload(seen: Observed, name: str, fn: Callable[..., Any], overload: Overload) -> None:
    """One overload of a stub: required arguments only, then each optional one alone."""
    optional = [p for p in overload.params if p.optional and p.name not in NEVER_PASSED]
    if any(p.name in ("alpha", "beta") and not p.keyword_only for p in overload.params):
        return  # a deprecated order
    for tensors in TENSOR_SETS:
        supply = itertools.chain(tensors, itertools.repeat(tensors[-1]))
        args, kwargs, known = [], {}, True
        for p in overload.params:
            if not p.optional:
                value = sample_of(p.name, p.annotation, supply)
                known = known and value is not NotImplemented
                if p.keyword_only:
                    kwargs[p.name] = value
                elif p.variadic and isinstance(value, torch.Tensor):
                    args.extend((value, next(supply)))
                elif p.variadic:
                    args.extend(value if isinstance(value, tuple) else (value,))
                else:
                    args.append(value)
        if not known:
            return
        ran = observe(seen, name, fn, tuple(args), kwargs)
        for place, value in enumerate(args):
            if isinstance(value, tuple) and value == (2, 3):  # a size: the result's rank follows it
                for size in ((), (4,), (2, 3, 4)):
                    observe(seen, name, fn, (*args[:place], size, *args[place + 1 :]), kwargs)
        if ran or not any(isinstance(a, torch.Tensor) for a in args):
            for p in optional:
                value = sample_of(p.name, p.annotation, iter(tensors))
                if value is not NotImplemented:
                    observe(seen, name, fn, tuple(args), {**kwargs, p.name: value})
        if not any(isinstance(a, torch.Tensor) for a in args):
            return


SKIPPED = {"from_file", "compile", "load", "save", "manual_seed", "seed", "set_rng_state", "set_flush_denormal",
           "share_memory_", "cuda", "xpu", "ipu", "hpu", "module_load", "register_hook", "set_", "resize_as_sparse_",
           "set_data"}  # fmt: skip
BACKENDS = ("cudnn", "miopen", "mkldnn", "fbgemm", "quantize", "q_", "sparse_", "set_", "init_", "hspmm", "sspaddmm")


def observe_overloads(seen: Observed) -> None:
    """Torch's C functions and Tensor's C methods, on arguments made from their stubs; Python ones on templates."""
    for name, overloads in torch_overloads().items():
        short = name.rpartition(".")[2]
        if short.startswith(("_", *BACKENDS)) or short in SKIPPED:
            continue
        with contextlib.suppress(AttributeError):
            fn = resolve(name)
            for overload in overloads:
                if name.startswith("torch.Tensor."):
                    receiver = Param("self", "Tensor", False, False, False)
                    overload = Overload((receiver, *overload.params), overload.returns)
                observe_overload(seen, name, fn, overload)
    groups = {"torch": torch, "torch.Tensor": torch.Tensor, "torch.nn.functional": torch.nn.functional,
              "torch.linalg": torch.linalg, "torch.fft": torch.fft, "torch.special": torch.special}  # fmt: skip
    for prefix, owner in groups.items():
        for short in dir(owner):
            fn, name = getattr(owner, short, None), f"{prefix}.{short}"
            if short.startswith(("_", *BACKENDS)) or short in SKIPPED or not callable(fn) or inspect.isclass(fn):
                continue
            if getattr(fn, "__module__", "torch") in ("typing", "contextlib", "functools", "builtins"):
                continue
            if name not in torch_overloads():
                for tensors in TENSOR_SETS:
                    observe(seen, name, fn, tensors[:1], {})
                    if not seen[name]:
                        observe(seen, name, fn, (tensors * 2)[:2], {})
                if not seen[name]:
                    del seen[name]


def sample_of(name: str, annotation: str, tensors: Iterator[torch.Tensor]) -> Any:
    """A value for a parameter of a stub; NotImplemented if none is known."""
    if annotation.startswith(("Tensor", "torch.Tensor")):
        return next(tensors, FLOAT)
    if "Tensor" in annotation and ("list" in annotation or "tuple" in annotation or "Sequence" in annotation):
        return [next(tensors, FLOAT), next(tensors, FLOAT)]
    if name in ("dim", "axis", "dims", "dim0", "dim1"):
        return 0
    if "_bool" in annotation:
        return True
    if "_int" in annotation or "SymInt" in annotation or annotation.startswith("Number"):
        return (2, 3) if name in ("size", "shape") else 1
    if "_size" in annotation:
        return (2, 3) if name in ("size", "shape") else (0,)
    if "_float" in annotation:
        return 0.5
    return NotImplemented


# ----------------------------------------------------------------------------------------------------------- modules


LAZY_INPUTS = (FLOAT, FLOAT[None], FLOAT[None, None], FLOAT[None, None, None], FLOAT[0], INT, INT[None])
LAZY_BUILDS: tuple[tuple[Any, ...], ...] = ((), (2,), (3,), (1,), (2, 3), (4, 3, 2))


def observe_other_modules(seen: Observed, attributes: defaultdict[str, list[Out]]) -> None:
    """The modules that ModuleInfo leaves out, built and called in whatever simple way they take."""
    for short, cls in vars(torch.nn).items():
        name = f"torch.nn.{short}"
        if not inspect.isclass(cls) or not issubclass(cls, torch.nn.Module) or f"{name}.forward" in seen:
            continue
        if issubclass(cls, torch.nn.Sequential):
            continue
        for built, value in itertools.product(LAZY_BUILDS, LAZY_INPUTS):
            with contextlib.suppress(Exception), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                module = cls(*built)
                forward = lambda _, *a, module=module: module(*a)  # noqa: E731
                inputs = next((i for i in ((value,), (value, value), (value,) * 3) if _runs(module, i)), ())
                if inputs and observe(seen, f"{name}.forward", forward, (None, *inputs), {}):
                    note_attributes(name, module, attributes)


def _runs(module: torch.nn.Module, inputs: tuple[Any, ...]) -> bool:
    try:
        module(*inputs)
    except Exception:
        return False
    return True


def observe_modules(seen: Observed, attributes: defaultdict[str, list[Out]]) -> None:
    """Every module of ModuleInfo: what ``forward`` gives, and what an instance's attributes hold."""
    from torch.testing._internal.common_modules import module_db

    for info in module_db:
        cls = info.module_cls
        name = f"torch.nn.{cls.__name__}"
        if getattr(torch.nn, cls.__name__, None) is not cls:
            continue
        for training in (True, False):
            with contextlib.suppress(Exception), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                inputs = info.module_inputs_func(
                    info, device="cpu", dtype=torch.float32, requires_grad=False, training=training
                )
                for sample in inputs:
                    built = sample.constructor_input
                    with contextlib.suppress(Exception):
                        module = cls(*built.args, **built.kwargs).train(training)
                        note_attributes(name, module, attributes)
                        call = sample.forward_input
                        forward = lambda _, *a, module=module, **k: module(*a, **k)  # noqa: E731
                        observe(seen, f"{name}.forward", forward, (None, *call.args), call.kwargs)
    observe_other_modules(seen, attributes)


def note_attributes(name: str, module: torch.nn.Module, attributes: defaultdict[str, list[Out]]) -> None:
    """What the public attributes of one instance hold."""
    held: dict[str, Any] = {**vars(module), **module._parameters, **module._buffers}
    for attribute, value in held.items():
        if not attribute.startswith("_"):
            attributes[f"{name}.{attribute}"].append(describe_out(value))


# ------------------------------------------------------------------------------------------------------------- NumPy

N_FLOAT, N_INT, N_BOOL = FLOAT.numpy(), INT.numpy(), BOOL.numpy()
N_TEMPLATES: tuple[tuple[Any, ...], ...] = (
    *((a,) for a in (N_FLOAT, N_INT, N_BOOL, N_FLOAT[0], N_INT[0], N_BOOL[0], np.array(0.5), np.array(1))),
    *((a, a) for a in (N_FLOAT, N_INT, N_BOOL, N_FLOAT[0], N_INT[0], np.array(0.5))),
    *itertools.permutations((N_FLOAT, N_INT, N_BOOL), 2), *itertools.permutations((N_FLOAT, N_FLOAT[0]), 2),
    *itertools.permutations((N_FLOAT[None], N_INT[0]), 2), *itertools.permutations((N_BOOL, N_BOOL[0]), 2),
    *itertools.permutations((N_INT, N_INT[0]), 2), *itertools.permutations((N_FLOAT, N_FLOAT[None]), 2),
    (N_FLOAT[None],), (N_INT[None],), (N_FLOAT, 1), (N_INT, 1), (N_INT, 1.5), (N_FLOAT, 2.5), (N_FLOAT, (0, 1)),
    (N_FLOAT, 0, 1), (N_INT, 0, 1), (N_BOOL, N_FLOAT, N_INT), (N_BOOL, N_INT, N_INT), (N_BOOL, N_FLOAT, N_FLOAT),
    (N_BOOL[0], N_FLOAT, N_FLOAT[0]), (N_BOOL, N_BOOL, N_BOOL), (N_FLOAT, 0.1, 0.9), (N_FLOAT, N_INT % 3, 1),
    ([N_FLOAT, N_FLOAT],), ([N_INT, N_INT],), ([N_INT, N_FLOAT],), ([N_FLOAT[0], N_FLOAT[0]],),
    (N_FLOAT, [N_BOOL], [N_FLOAT]), (), (3,), ((2, 3),), (2, 3), (0, 4), (0.0, 1.0), (0, 1, 0.25), ((2, 3), 1),
    ((2, 3), 1.5), ((2, 3), True), ([1, 2, 3],), ([1.0, 2.0],), ([[1, 2], [3, 4]],), (3, (2, 3)), (0, 5, (2, 3)),
    (0.0, 1.0, (2, 3)), (2.5,), (7,),
)  # fmt: skip
N_KEYWORDS: tuple[dict[str, Any], ...] = (
    {}, {"axis": 0}, {"axis": -1, "keepdims": True}, {"keepdims": True}, {"axis": (0, 1)}, {"return_counts": True},
    {"return_index": True}, {"return_inverse": True}, {"return_inverse": True, "return_counts": True}, {"size": 4},
    {"full_output": True}, {"retstep": True},
)  # fmt: skip


CONSTRUCTORS = {"zeros", "ones", "empty", "full", "arange", "linspace", "logspace", "geomspace", "eye", "identity",
                "tri", "indices"}  # fmt: skip


def _as_traced(name: str, calls: list[Call]) -> list[Call]:
    """The calls that show what Dynamo would see: arrays passed save to constructors, random numbers as 0-dim arrays."""
    random, short = name.startswith("numpy.random."), name.rpartition(".")[2]
    if random:
        if short not in ("choice", "permutation", "shuffle"):
            calls = [c for c in calls if all(not a.items or n in SIZE_PARAMS for n, a in c.args)]
        calls = [replace(c, out=Out("array", c.out.kind, 0)) if c.out.kind in CLASSES else c for c in calls]
    if random or short in CONSTRUCTORS:
        return [c for c in calls if not c.tensors()]
    arrays_first = [c for c in calls if c.args and c.args[0][1].kind == "tensor"]
    return arrays_first if len(arrays_first) > 3 else [c for c in calls if c.tensors()] or calls


def observe_numpy(seen: Observed) -> None:
    """Functions of numpy, numpy.linalg, .fft and .random, and ndarray's methods, on the templates they accept."""
    groups = (("numpy", np), ("numpy.linalg", np.linalg), ("numpy.fft", np.fft), ("numpy.random", np.random))
    for prefix, module in groups:
        for short in sorted(dir(module)):
            fn = getattr(module, short)
            if short.startswith("_") or not callable(fn) or inspect.isclass(fn) or short in NUMPY_SKIPPED:
                continue
            _attempt(seen, f"{prefix}.{short}", fn, N_TEMPLATES)
    arrays = [t for t in N_TEMPLATES if t and isinstance(t[0], np.ndarray)]
    for short in sorted(set(dir(np.ndarray)) - set(NUMPY_SKIPPED)):
        fn = getattr(np.ndarray, short)
        if not short.startswith("_") and callable(fn):
            _attempt(seen, f"numpy.ndarray.{short}", fn, arrays)


NUMPY_SKIPPED = {"save", "savez", "savez_compressed", "savetxt", "load", "loadtxt", "genfromtxt", "memmap", "tofile",
                 "dump", "info", "test", "show_config", "show_runtime", "seterr", "setbufsize", "set_printoptions",
                 "seed", "set_state", "fromfile", "seterrcall", "lookfor", "source", "get_include",
                 "set_bit_generator"}  # fmt: skip


def _attempt(seen: Observed, name: str, fn: Callable[..., Any], templates: Iterable[tuple[Any, ...]]) -> None:
    params = signature(name, fn)
    with np.errstate(all="ignore"):
        for args in templates:
            for kwargs in N_KEYWORDS:
                if all(k in params for k in kwargs):
                    observe(seen, name, fn, args, kwargs)
    if name in seen:
        seen[name] = _as_traced(name, seen[name])
