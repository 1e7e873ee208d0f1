"""Tasks for whole modules of Python code: every public callable of the standard library and Pillow, by introspection.

``catalogue/standard.cfg`` names the modules, the objects whose members are asked, and the lists of arguments that are
tried until one works. Where none does the call is put before Dynamo all the same, as one that may fail: a callable
that Dynamo does not enter breaks before it is run.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

from . import catalogue

SETUP = """\
import {imports}
class Plain:
    value = 1
    def method(self): return 1
plain = Plain()
@dataclasses.dataclass
class DataClass: value: int = 1
dataclass_object = DataClass()
class Colour(enum.Enum):
    RED = 1
def double(v): return v * 2
def add(v, w): return v + w
def key(v): return v
def calls_back(*values): return None
generator = (v for v in [1])
path = pathlib.Path("a")
template = string.Template("a")
signature = inspect.signature(double)
weakset = weakref.WeakSet()
weak_key = weakref.ref(plain)
frame = inspect.currentframe()
frame_summary = traceback.FrameSummary("f", 1, "f")
error = ValueError("a")
image = PIL.Image.new("L", (4, 4))
"""


# Special methods, and what runs them: the first that works is measured.
OPERATIONS = {
    "__len__": ("len({})",),
    "__getitem__": ("{}[0]", '{}["a"]', '{}["n"]'),
    "__setitem__": ("{}[0] = 1", '{}["a"] = 1'),
    "__contains__": ("1 in {}", '"a" in {}', 'b"a" in {}'),
    "__iter__": ("for _ in {}: pass",),
    "__next__": ("next({})",),
    "__str__": ("str({})",),
    "__repr__": ("repr({})",),
    "__int__": ("int({})",),
    "__float__": ("float({})",),
    "__eq__": ("{0} == {0}",),
    "__lt__": ("{0} < {0}",),
    "__add__": ("{0} + {0}", "{} + 1", "{} + datetime.timedelta(days=1)"),
    "__sub__": ("{0} - {0}", "{} - 1", "{} - datetime.timedelta(days=1)"),
    "__mul__": ("{} * 2",),
    "__truediv__": ("{} / 2", '{} / "a"'),
    "__neg__": ("-{}",),
}


@cache
def sections() -> dict[str, tuple[str, ...]]:
    """The lines of catalogue/standard.cfg by the title that they stand under."""
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for line in (catalogue.FOLDER / "standard.cfg").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {title: tuple(lines) for title, lines in found.items()}


def modules() -> list[str]:
    return [line.split()[0] for line in sections()["modules"]]


def setup() -> str:
    return catalogue.COMMON_SETUP + SETUP.format(imports=", ".join([*modules(), "typing", "enum", "abc"]))


@cache
def _words(title: str) -> frozenset[str]:
    return frozenset(word for line in sections()[title] for word in line.split())


def public_names(module: types.ModuleType, name: str) -> Iterator[str]:
    """The callables that a module offers: what ``__all__`` lists, else what has no underscore and comes from there."""
    listed = vars(module).get("__all__")
    for short in sorted(listed or vars(module)):
        value = vars(module).get(short)
        home = getattr(value, "__module__", None) or name
        at_home = home.lstrip("_").partition(".")[0] in (name.partition(".")[0], "builtins", "posix", "genericpath")
        if not short.startswith("_") and callable(value) and (listed or at_home or name == "os.path"):
            yield short


def members(cls: type) -> Iterator[str]:
    """The public methods and attributes of a class."""
    for short in sorted(dir(cls)):
        if not short.startswith("_") and not inspect.isclass(inspect.getattr_static(cls, short)):
            yield short


def pairs(title: str) -> Iterator[tuple[str, str]]:
    """The lines ``name: expression`` below a title."""
    for line in sections()[title]:
        name, _, expression = line.partition(": ")
        yield name, expression


def _calls(callee: str, bare: bool) -> list[str]:
    given = ("()",) if bare else sections()["arguments"]
    return [*(f"{callee}{arguments}" for arguments in given), f"~{callee}()"]


def _functions() -> Iterator[dict[str, Any]]:
    for line in sections()["modules"]:
        name, *flags = line.split()
        module = importlib.import_module(name)
        for short in public_names(module, name):
            full = f"{name}.{short}"
            if full not in _words("never"):
                callee = short if name == "builtins" else full
                yield catalogue.task(full, setup(), _calls(callee, bool(flags) or full in _words("bare")), False)


def _of_objects() -> Iterator[dict[str, Any]]:
    before = setup()
    names = space(before)
    asked = {type(eval(expression, names)) for title in ("objects", "literals") for _, expression in pairs(title)}
    for title in ("objects", "literals"):
        for cls, expression in pairs(title):
            made = eval(expression, names)
            receiver = expression if title == "literals" else "made"
            text = before if title == "literals" else f"{before}made = {expression}\n"
            for short in members(type(made)):
                full = f"{cls}.{short}"
                if full in _words("never") or not _own(type(made), short, asked):
                    continue
                static = inspect.getattr_static(type(made), short)
                is_called = callable(static) or isinstance(static, (classmethod, staticmethod))
                calls = _calls(f"{receiver}.{short}", False) if is_called else [f"{receiver}.{short}"]
                yield catalogue.task(full, text, calls, False)


def _operations() -> Iterator[dict[str, Any]]:
    """What is done to an object by other means than its methods: ``len(made)``, ``made[0]``, ``made + made``."""
    before = setup()
    names = space(before)
    for cls, expression in pairs("objects"):
        made = eval(expression, names)
        for special, calls in OPERATIONS.items():
            if getattr(type(made), special, None) not in (None, getattr(object, special, None)):
                text = f"{before}made = {expression}\n"
                yield catalogue.task(f"{cls}.{special}", text, [call.format("made") for call in calls], False)


def space(text: str) -> dict[str, Any]:
    """The names of a module that holds this text: a real one, for dataclasses and pickle look it up."""
    holder = sys.modules["probe_module"] = types.ModuleType("probe_module")
    exec(text, vars(holder))
    return vars(holder)


def _own(cls: type, short: str, asked: set[type]) -> bool:
    """Whether a class has a member of itself, or from a base that is not asked: of others the facts know the bases."""
    home = next(base for base in cls.__mro__ if short in vars(base))
    return home is cls or home not in asked


def tasks() -> Iterator[dict[str, Any]]:
    """All tasks of the standard library."""
    yield from _functions()
    yield from _of_objects()
    yield from _operations()
