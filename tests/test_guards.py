"""One summary serves all objects of which its guards hold; the findings are those of tracing the function for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from stand_in import write

from gblint import engine
from gblint.diagnostics import Diagnostic
from gblint.settings import Settings
from gblint.tracing import analyst, guards, tracer

HEAD = """\
import torch
from torch import nn

def shared(module, x):
    if module.limit is None:
        return x
    return module.head(x)

class Base(nn.Module):
    limit = None

    def __init__(self, size):
        super().__init__()
        self.head = nn.Linear(size, size)
        self.size = size

    def run(self, x):
        return shared(self, x)

"""


@pytest.fixture
def traced(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each function is traced in a region."""
    counts: Counter[str] = Counter()
    trace = tracer.Tracer._trace

    def counted(self: tracer.Tracer, context: tracer.Context, depth: int) -> tracer.Summary:
        if context.options.compiled:
            counts[context.code.qualname] += 1
        return trace(self, context, depth)

    monkeypatch.setattr(tracer.Tracer, "_trace", counted)
    return counts


def check(folder: Path) -> list[Diagnostic]:
    return list(engine.check(["."], Settings(root=folder, cache=False, assume_compiled=("*",), jobs=1)).diagnostics)


def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> list[Diagnostic]:
    """The findings, the same whether guards are used or not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.py").write_text(source)
    once = check(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(tracer, "MAX_GUARDS", -1)
        assert check(tmp_path) == once
    return once


def places(diagnostics: list[Diagnostic]) -> list[tuple[int, str]]:
    return [(d.span.line, d.code) for d in diagnostics]


def model(name: str, *body: str, base: str = "Base") -> str:
    return f"class {name}({base}):\n" + "".join(f"    {line}\n" for line in body)


FORWARD = ("def forward(self, x):", "    return self.run(x)")


def test_objects_that_answer_alike_share_a_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Counter[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.py").write_text(HEAD + "".join(model(name, *FORWARD) for name in "ABCD"))
    check(tmp_path)
    assert traced["A.forward"] == traced["D.forward"] == 1
    assert traced["Base.run"] == traced["shared"] == 1


def test_objects_that_answer_differently_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Counter[str]
) -> None:
    read = ("@property", "def limit(self):", "    return torch.zeros(3).sum().item()")
    source = HEAD + model("A", *FORWARD) + model("B", *read, *FORWARD) + model("C", "limit = 3", *FORWARD)
    diagnostics = found(tmp_path, monkeypatch, source)
    assert [(d.code, d.trace[-1].function) for d in diagnostics] == [("GB0124", "B.limit")]


def test_an_overridden_method_is_another_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaks = ("def head(self, x):", "    print(x)", "    return x")
    source = HEAD.replace("self.head = nn.Linear(size, size)", "pass")
    source += model("A", "limit = 3", "def head(self, x):", "    return x", *FORWARD)
    source += model("B", "limit = 3", *breaks, *FORWARD)
    assert [d.trace[-1].function for d in found(tmp_path, monkeypatch, source)] == ["B.head"]


def test_what_a_shared_function_stores_is_stored_on_each_object(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """\
import torch
from torch import nn

def fill(holder, value):
    holder.kept = value
    holder.flag = True

class One(nn.Module):
    def forward(self, x):
        fill(self, x.sum())
        if self.kept > 0:
            return x
        return -x

class Two(nn.Module):
    def forward(self, x):
        fill(self, 3)
        if self.kept > 0:
            return x
        return -x
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(11, "GB0170")]


def test_the_class_itself_is_a_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """\
import torch
from torch import nn

def kind(thing):
    return type(thing)

class Plain:
    def read(self, t):
        return t

class Reading:
    def read(self, t):
        return t.item()

class One(nn.Module):
    def forward(self, x):
        return kind(Plain()).read(Plain(), x.sum())

class Two(nn.Module):
    def forward(self, x):
        return kind(Reading()).read(Reading(), x.sum())
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(13, "GB0124")]


def test_one_object_in_two_places_is_not_two_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """\
import torch
from torch import nn

class Box:
    def __init__(self, value):
        self.value = value

def move(source, target, x):
    source.value = x.sum()
    return target.value

class Same(nn.Module):
    def forward(self, x):
        box = Box(1)
        return 1 if move(box, box, x) else 2

class Other(nn.Module):
    def forward(self, x):
        return 1 if move(Box(1), Box(2), x) else 2
"""
    found(tmp_path, monkeypatch, source)


def test_an_object_that_may_be_none_keeps_what_a_call_has_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """\
import torch
from torch import nn

class Cache:
    def __init__(self):
        self.kept = []

    def update(self, x):
        self.kept = [x.sum()]

class Layer(nn.Module):
    def forward(self, x, cache=None):
        if cache is not None:
            cache.update(x)
        return x

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = Layer()

    def forward(self, x, n: int, cache: Cache | None = None):
        if cache is None and n > 3:
            cache = Cache()
        for i in range(n):
            x = self.layer(x, cache=cache)
        if cache is not None:
            if cache.kept[0] > 0:
                return x
        return x
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(28, "GB0170")]


DECORATED = """\
import functools
import torch
from torch import nn

def traced(function):
    @functools.wraps(function)
    def wrapper(self, *args, **kwargs):
        if kwargs.get("debug") is not None:
            print(args)
        kwargs["scale"] = 2
        return function(self, *args, **kwargs)
    return wrapper

"""


def decorated(name: str, parameters: str, *body: str) -> str:
    lines = ("@traced", f"def run(self, {parameters}):", *(f"    {line}" for line in body))
    return model(name, *lines, "def forward(self, x):", "    return self.run(x)", base="nn.Module")


def test_a_decorator_is_traced_once_for_all_functions_that_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Counter[str]
) -> None:
    source = DECORATED + decorated("A", "x, scale=1", "return -x") + decorated("B", "x, **kw", "return -x")
    (tmp_path / "m.py").write_text(source)
    monkeypatch.chdir(tmp_path)
    assert check(tmp_path) == []
    assert traced["A.run"] == traced["B.run"] == 1
    assert traced["traced.<locals>.wrapper"] == 1


def test_what_a_decorated_function_breaks_is_told_on_its_own_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Counter[str]
) -> None:
    source = DECORATED + "".join(decorated(name, "x, scale=1", "print(x)", "return x") for name in "AB")
    diagnostics = found(tmp_path, monkeypatch, source)
    ways = [[step.function for step in diagnostic.trace] for diagnostic in diagnostics]
    assert ways == [[f"{name}.forward", "traced.<locals>.wrapper", f"{name}.run"] for name in "AB"]
    assert traced["traced.<locals>.wrapper"] == 3  # once, and for each where guards are not used


def test_a_key_that_is_asked_for_is_a_guard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        DECORATED
        + decorated("A", "x, **kw", "return x")
        + decorated("B", "x, **kw", "return x").replace("self.run(x)", "self.run(x, debug=True)")
    )
    diagnostics = found(tmp_path, monkeypatch, source)
    assert [(d.span.line, d.trace[0].function) for d in diagnostics] == [(9, "B.forward")]


def test_keywords_arrive_as_they_were_changed_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """\
import torch
from torch import nn

def hand_on(function, x, **kwargs):
    if x.shape[0] > 3:
        kwargs["limit"] = x.sum()
    return function(x, **kwargs, other=3)

def plain(x, limit=None, other=None):
    return x if limit is None else -x

def reading(x, limit=None, other=None):
    if limit is not None and limit > other:
        return x
    return -x

class One(nn.Module):
    def forward(self, x):
        return hand_on(plain, x)

class Two(nn.Module):
    def forward(self, x):
        return hand_on(reading, x, limit=None)
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(13, "GB0170")]


@pytest.mark.parametrize("more", ["**more", ", ".join(f"k{i}=1" for i in range(9))])
def test_keywords_arrive_beside_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    source = f"""\
import torch
from torch import nn

def hand_on(x, more: dict, **kwargs):
    return reading(x, **kwargs, {more})

def reading(x, limit=None, **rest):
    if limit is not None and limit > 3:
        return x
    return -x

class One(nn.Module):
    def forward(self, x, more: dict):
        return hand_on(x, more, limit=x.sum())
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(8, "GB0170")]


def test_objects_whose_calls_go_into_other_code_share_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, traced: Counter[str]
) -> None:
    limits = "".join(
        model(name, "@property", "def limit(self):", f"    return self.size {sign} 1", *FORWARD)
        for name, sign in zip("AB", "+-", strict=True)
    )
    (tmp_path / "m.py").write_text(HEAD + limits)
    monkeypatch.chdir(tmp_path)
    check(tmp_path)
    assert traced["A.limit"] == traced["B.limit"] == 1
    assert traced["shared"] == 1


def test_classes_are_compared_as_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """\
import torch
from torch import nn

def check(thing, other, x):
    if type(thing) is type(other):
        print(x)
    if type(thing) is One:
        return x.sum().item()
    return x

class One(nn.Module):
    def forward(self, x):
        return check(self, Two(), x)

class Two(nn.Module):
    def forward(self, x):
        return check(self, Two(), x)
"""
    diagnostics = found(tmp_path, monkeypatch, source)
    assert [(d.span.line, d.trace[0].function) for d in diagnostics] == [(6, "Two.forward"), (8, "One.forward")]


def test_what_was_asked_in_vain_for_one_summary_is_of_use_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = """\
import torch
from torch import nn

class Box:
    def __init__(self, owner):
        self.owner = owner

    def itself(self):
        return self

def shared(module, x):
    box = Box(module).itself()
    if module.limit is None:
        return x
    return box.owner.head(x)

class Base(nn.Module):
    def head(self, x):
        return x

    def forward(self, x):
        return shared(self, x)

class A(Base):
    limit = None

class B(Base):
    limit = 3

class C(Base):
    limit = 4.5

    def head(self, x):
        print(x)
        return x
"""
    assert places(found(tmp_path, monkeypatch, source)) == [(34, "GB0059")]


def test_answers_of_several_kinds_hold_objects_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = """\
import torch
from torch import nn

class One:
    pass

class Two:
    pass

def shared(module, x, flag):
    pair = module.pick(flag)
    return x if pair[1] else -x

class Base(nn.Module):
    limit = 2

    def pick(self, flag):
        if flag:
            return One(), self.limit
        return Two(), self.limit, 3

    def forward(self, x, flag: bool):
        return shared(self, x, flag)

class A(Base):
    limit = 3

class B(Base):
    limit = 4
"""
    assert found(tmp_path, monkeypatch, source) == []


def test_a_part_depends_on_what_its_own_objects_led_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = {f"{name}.py": f"from base import Base\n\n{model(name.upper(), *FORWARD)}" for name in "ab"}
    write(tmp_path, {"base.py": HEAD, **homes})
    monkeypatch.chdir(tmp_path)
    depends: dict[str, list[str]] = {}
    part = analyst.Analyst.part

    def noted(self: analyst.Analyst, home: str) -> analyst.Part:
        made = part(self, home)
        depends[home] = sorted(Path(path).name for path in made.read.depends)
        return made

    monkeypatch.setattr(analyst.Analyst, "part", noted)
    check(tmp_path)
    assert depends["a.py"] == ["a.py", "base.py"]
    assert depends["b.py"] == ["b.py", "base.py"]


def test_a_value_without_placeholders_is_the_object_itself() -> None:
    assert guards.exposed(3) == 3
