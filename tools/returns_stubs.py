"""What signatures, type stubs and docstrings say of a callable: parameter names, overloads, return annotations."""

from __future__ import annotations

import ast
import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch

TORCH = Path(torch.__file__).parent


@dataclass(frozen=True)
class Param:
    """A parameter of a stub's overload; ``annotation`` as written."""

    name: str
    annotation: str
    optional: bool
    keyword_only: bool
    variadic: bool


@dataclass(frozen=True)
class Overload:
    """One overload: its parameters without ``self``, and its return annotation as written ("" if none)."""

    params: tuple[Param, ...]
    returns: str


def overload_of(node: ast.FunctionDef | ast.AsyncFunctionDef, *, method: bool) -> Overload:
    """What a ``def`` of a stub says."""
    spec = node.args
    positional = [*spec.posonlyargs, *spec.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(spec.defaults)) + list(spec.defaults)
    params = [_param(a, d is not None) for a, d in zip(positional, defaults, strict=True)]
    static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)
    if method and not static:
        params = params[1:]
    if spec.vararg:
        params.append(_param(spec.vararg, False, variadic=True))
    params += [_param(a, d is not None, keyword=True) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)]
    return Overload(tuple(params), ast.unparse(node.returns) if node.returns else "")


def _param(arg: ast.arg, optional: bool, *, keyword: bool = False, variadic: bool = False) -> Param:
    annotation = ast.unparse(arg.annotation) if arg.annotation else ""
    return Param(arg.arg, annotation, optional, keyword, variadic)


@cache
def torch_overloads() -> dict[str, list[Overload]]:
    """The overloads of torch's C functions ("torch.max") and of Tensor's C methods ("torch.Tensor.max")."""
    found: defaultdict[str, list[Overload]] = defaultdict(list)
    for node in ast.parse((TORCH / "_C/_VariableFunctions.pyi").read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found[f"torch.{node.name}"].append(overload_of(node, method=False))
    for node in ast.parse((TORCH / "_C/__init__.pyi").read_text()).body:
        if isinstance(node, ast.ClassDef) and node.name == "TensorBase":
            for item in node.body:
                if isinstance(item, ast.FunctionDef):
                    found[f"torch.Tensor.{item.name}"].append(overload_of(item, method=True))
    return dict(found)


@cache
def _signatures() -> dict[str, tuple[str, ...]]:
    return {}


def signature(name: str, fn: Callable[..., Any]) -> tuple[str, ...]:
    """The parameters of ``fn`` in positional order, receiver first, keyword-only ones last; () if nothing tells.

    A variadic one bears its star: "*size".
    """
    known = _signatures()
    if name not in known:
        names = list(dict.fromkeys(_names(name, fn)))
        known[name] = tuple(n for n in names if "*" + n not in names)
    return known[name]


def _names(name: str, fn: Callable[..., Any]) -> Iterator[str]:
    short = name.rpartition(".")[2]
    if name.endswith(".forward"):
        yield from _python_names(getattr(torch.nn, name.split(".")[-2]).forward)
        return
    # max_pool2d and its like are dispatchers that take anything; the function behind has the same parameters
    hidden = getattr(torch.nn.functional, f"_{short}", None) if "functional" in name else None
    names = list(_python_names(hidden or fn))
    if set(names) - {"*args", "self"} or (names and name.startswith("numpy.")):
        yield from names
        if hidden is not None:
            yield "return_indices"
        return
    if name.startswith(("torch.Tensor.", "numpy.ndarray.")):
        yield "self"
    overloads = torch_overloads().get(name, [])
    for overload in sorted(overloads, key=_leading):
        yield from ("*" * p.variadic + p.name for p in overload.params if p.name not in ("out", "names"))
    if not overloads:
        yield from _documented_names(short, fn.__doc__ or "")


def _leading(overload: Overload) -> tuple[bool, bool, int]:
    """Which overload gives the order: a variadic one, none of the deprecated ones, the longest."""
    first = overload.params[0].name if overload.params else ""
    variadic = any(p.variadic for p in overload.params)
    return not variadic, first in ("self", "beta"), -sum(not p.keyword_only for p in overload.params)


def _python_names(fn: Callable[..., Any]) -> Iterator[str]:
    """What inspect.signature says, nothing where it cannot."""
    try:
        parameters = inspect.signature(fn).parameters.values()
    except (TypeError, ValueError):
        return
    for p in parameters:
        if p.kind is not p.VAR_KEYWORD:
            yield "*" * (p.kind is p.VAR_POSITIONAL) + p.name


def _documented_names(short: str, doc: str) -> Iterator[str]:
    """The parameters in a docstring's first line, ``norm(A, ord=None, *, out=None) -> Tensor``."""
    match = re.match(rf"\s*[\w.]*{re.escape(short)}\((.*?)\)(?:\s|$|\s*->)", doc, re.S)
    for part in match[1].split(",") if match else ():
        word = re.match(r"\s*(\*?)\**(\w+)", part)
        if word and word[2] != "out" and not word[2].isdigit():
            yield word[1] + word[2]


# ---------------------------------------------------------------------------------------------------------- typeshed

STDLIB = """
    builtins math cmath time random os posixpath genericpath re logging json datetime copy itertools functools operator
    statistics string uuid platform sys gc warnings pickle struct textwrap shutil tempfile pathlib glob inspect types
    threading queue collections fractions decimal numbers secrets hashlib base64 zlib bisect heapq array enum io socket
    subprocess unicodedata difflib urllib.parse
"""
PLAIN = {"int": "int", "float": "float", "bool": "bool", "str": "str", "complex": "complex", "bytes": "bytes",
         "None": "none", "AnyStr": "str", "LiteralString": "str", "list[LiteralString]": "[str]",
         "list[AnyStr]": "[str]", "list[str]": "[str]", "list[int]": "[int]", "list[bytes]": "[bytes]"}  # fmt: skip


def typeshed_records() -> dict[str, dict[str, Any]]:
    """Records of the standard library's callables whose return annotation is plain in every overload."""
    import mypy

    shed = Path(mypy.__file__).parent / "typeshed/stdlib"
    records: dict[str, dict[str, Any]] = {}
    for module in STDLIB.split():
        path = shed / (module.replace(".", "/") + ".pyi")
        if not path.exists():
            path = shed / module.replace(".", "/") / "__init__.pyi"
        shown = "os.path" if module in ("posixpath", "genericpath") else module
        tree = ast.parse(path.read_text())
        classes = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        for name, overloads in _definitions(tree.body, shown):
            owner = name.rpartition(".")[0]
            own = {"Self": owner.removeprefix(f"{shown}.")} if owner != shown else {}
            specs = {plain_spec(own.get(o.returns, o.returns), shown, classes) for o, _ in overloads}
            if specs == {"str", "bytes"}:  # text is what nearly everyone passes
                specs = {"str"}
            spec = specs.pop() if len(specs) == 1 else None
            if spec is None:
                continue
            if any(is_property for _, is_property in overloads):
                records[name] = {"attribute": spec}
            else:
                longest = max((o for o, _ in overloads), key=lambda o: len(o.params))
                method = name.count(".") > shown.count(".") + 1
                params = ["self"] * method + ["*" * p.variadic + p.name for p in longest.params]
                records[name] = {"params": params, "returns": spec}
    for name, record in list(records.items()):  # random.random and its like are methods of a hidden instance
        owner, _, short = name.rpartition(".")
        if owner == "random.Random":
            records[f"random.{short}"] = {**record, "params": record["params"][1:]}
    return records


def plain_spec(annotation: str, module: str, classes: set[str]) -> str | None:
    """The SPEC of a plain annotation; None for type variables, unions and whatever else is not fixed."""
    if annotation in PLAIN:
        return PLAIN[annotation]
    if annotation.startswith("tuple[") and annotation.endswith("]"):
        parts = [part.strip() for part in annotation[6:-1].split(",")]
        inner = ["..." if part == "..." else PLAIN.get(part, "") for part in parts]
        return f"({', '.join(inner)})" if all(inner) else None
    if annotation.endswith(" | None") and (some := plain_spec(annotation[:-7], module, classes)):
        return some + "?" if some != "none" else None
    bare = annotation.partition("[")[0]
    if bare in classes and bare != "object" and module != "builtins" and not bare.startswith("_"):
        return f"cls:{module}.{bare}"
    return None


def _definitions(
    body: list[ast.stmt], prefix: str, *, methods: bool = False
) -> Iterator[tuple[str, list[tuple[Overload, bool]]]]:
    """The functions and methods below ``body`` with their overloads, and whether each is a property."""
    found: defaultdict[str, list[tuple[Overload, bool]]] = defaultdict(list)
    inner: list[ast.ClassDef] = []
    stack = list(reversed(body))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.If):
            stack.extend(reversed(node.body + node.orelse))
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            inner.append(node)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            decorators = {ast.unparse(d) for d in node.decorator_list}
            found[f"{prefix}.{node.name}"].append(
                (overload_of(node, method=methods), bool(decorators & {"property", "cached_property"}))
            )
    yield from found.items()
    for node in inner:
        yield from _definitions(node.body, f"{prefix}.{node.name}", methods=True)
