"""Under which dotted names one object can be reached: which of them the facts use, and which are aliases."""

from __future__ import annotations

import importlib
import inspect
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

# Imported so that their names are found; what the catalogue's packages import themselves is found anyway.
MODULES = """
concurrent.futures json.decoder json.encoder logging.handlers numpy.linalg numpy.fft numpy.random os.path
PIL.Image PIL.ImageDraw PIL.ImageOps PIL.ImageFilter PIL.ImageEnhance PIL.ImageFont torch.amp
torch.autograd.functional torch.distributed torch.distributions torch.fft torch.func torch.functional
torch.linalg torch.nn.functional torch.nn.utils.parametrizations torch.nn.utils.rnn torch.optim.lr_scheduler
torch.profiler torch.special torch.utils.checkpoint torch.utils.data tqdm.auto tqdm.std tqdm.contrib
importlib.metadata importlib.util collections.abc pathlib queue uuid decimal
"""
# Classes without facts of their own that values are often of.
SUBCLASSES = ("logging.RootLogger", "pathlib.PosixPath", "pathlib.PurePosixPath")
# Not public, or copies of what is.
HIDDEN = """
torch.testing torch.utils.benchmark torch.ao torch.package torch.export torch.fx torch.onnx torch.ops
torch.classes numpy.core numpy.testing numpy.f2py numpy.distutils
"""


def resolve(name: str) -> Any:
    """The object of a dotted name, methods as they stand in their class; LookupError where there is none."""
    parts = name.split(".")
    for cut in range(len(parts), 0, -1):
        try:
            value: Any = importlib.import_module(".".join(parts[:cut]))
        except (ImportError, ValueError, RuntimeError):
            continue
        for part in parts[cut:]:
            try:
                value = inspect.getattr_static(value, part) if inspect.isclass(value) else getattr(value, part)
            except AttributeError:
                raise LookupError(name) from None
        return value
    raise LookupError(name)


def exists(name: str) -> bool:
    """Whether the dotted name leads to something."""
    try:
        resolve(name)
    except LookupError:
        return False
    return True


def _identified(value: Any) -> bool:
    """Whether identity says that two names mean the same: true of functions, classes and modules, not of values."""
    kinds = (types.ModuleType, classmethod, staticmethod)
    if inspect.isroutine(value) or inspect.isclass(value) or isinstance(value, kinds):
        return True
    return type(value).__module__.partition(".")[0] in ("numpy", "torch") and callable(value)


def _rank(name: str, value: Any = None) -> tuple[bool, bool, bool, int, int, str]:
    """Which name of several is the canonical one: builtins first, a method by its own class, then the shortest."""
    qualified = getattr(value, "__qualname__", "")
    inherited = "." in qualified and not name.endswith(qualified)
    return (not name.startswith("builtins."), inherited, "._" in name, name.count("."), len(name), name)


def _modules(packages: set[str]) -> Iterator[types.ModuleType]:
    hidden = tuple(HIDDEN.split())
    for name, module in sorted(sys.modules.items()):
        if not isinstance(module, types.ModuleType) or name.split(".")[0] not in packages or name.startswith(hidden):
            continue
        if any(part.startswith("_") for part in name.split(".")):
            continue
        yield module


def _exports(module: types.ModuleType, name: str) -> Iterator[tuple[str, Any]]:
    """What a module offers: what it defines and what ``__all__`` or a package's ``__init__`` re-exports."""
    listed = set(vars(module).get("__all__", ()))
    package = hasattr(module, "__path__")
    for attribute, value in sorted(vars(module).items()):
        if attribute.startswith("_") or isinstance(value, types.ModuleType):
            continue
        home = getattr(value, "__module__", None) or ""
        below = package and (name in ("torch", "numpy") or f"{home}.".startswith(f"{name}."))
        if attribute in listed or below or home == name:
            yield f"{name}.{attribute}", value


def groups(names: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Names of the catalogue that mean one object (canonical one -> the others), and further names of each.

    The second table also holds modules and classes that only own names (os.path, posixpath).
    """
    for module in MODULES.split():
        importlib.import_module(module)
    # Special names stand for statements (``with x``) and variants for ways of calling: neither is an object.
    objects: dict[int, tuple[Any, list[str]]] = {}
    owners: set[str] = set()
    for name in names:
        plain = name.partition("#")[0]
        owners.update(plain[:place] for place, letter in enumerate(plain) if letter == ".")
    for name in [name for name in names if "#" not in name and "__" not in name] + sorted(owners - set(names)):
        try:
            value = resolve(name)
        except LookupError:
            continue
        if _identified(value):
            objects.setdefault(id(value), (value, []))[1].append(name)
    same: dict[str, list[str]] = {}
    for value, found in objects.values():
        found.sort(key=lambda name: _rank(name, value))
        same[found[0]] = found[1:]
    others: dict[str, list[str]] = {}
    taken = set(names) | owners
    for module in _modules({name.split(".")[0] for name in owners} | {"posixpath", "genericpath", "json"}):
        pairs = [(module.__name__, module), *_exports(module, module.__name__)]
        for name, value in pairs:
            if id(value) in objects and name not in taken and _identified(value):
                others.setdefault(objects[id(value)][1][0], []).append(name)
    return same, others


def bases(names: Iterable[str]) -> dict[str, list[str]]:
    """For each class with names in the catalogue its bases that have some too, nearest first."""
    owners = {name.rpartition(".")[0] for name in names if "#" not in name} | set(names) | set(SUBCLASSES)
    classes: dict[type, str] = {}
    for owner in sorted(owners, key=_rank):
        try:
            value = resolve(owner.partition("#")[0])
        except LookupError:
            continue
        if inspect.isclass(value) and value is not object:
            classes.setdefault(value, owner)
    bearing = {name.rpartition(".")[0] for name in names}
    found: dict[str, list[str]] = {}
    for value, owner in classes.items():
        known = [classes[base] for base in value.__mro__[1:] if base in classes and classes[base] in bearing]
        if known:
            found[owner] = known
    return found
