"""What a tracer sheds is gone from memory, and the findings are those of a tracer that holds everything."""

from __future__ import annotations

import weakref
from pathlib import Path

import pytest
from stand_in import write

from gblint import cli
from gblint.source.outline import Unit
from gblint.source.resolve import Project
from gblint.tracing import analyst
from gblint.tracing.analyst import Analyst
from gblint.tracing.memo import Gone, Memo
from gblint.tracing.placeholders import Placed

SHARED = """\
import functools
import torch
from torch import nn

LIMIT = 3

def call(function, *args, **keywords):
    return function(*args, **keywords)

def same(thing):
    return thing

def method(thing):
    return thing.forward

def checked(function):
    @functools.wraps(function)
    def wrapper(*args, **keywords):
        return function(*args, **keywords)
    return wrapper

def later(x):
    from pkg.m0 import helper
    return helper(x)

def tree(x, n):
    return leaf(x, n) if n else x

def leaf(x, n):
    return tree(x, n - 1) + call(lambda y: y.item(), x)

class Base(nn.Module):
    scale = LIMIT

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.inner = config.inner(config)

    def run(self, x):
        return call(self.forward, x)
"""
HOME = """\
import torch
from torch import nn
from pkg import shared
from pkg.shared import Base, call, checked, same, tree
from pkg.{neighbour} import helper

def counted(n):
    first = n
    second = first + 1
    third = second * 2
    return third

class Config:
    inner = None
    size = counted(3)

    def __init__(self):
        self.inner = Inner

class Inner(nn.Module):
    def __init__(self, config, act=lambda v: v.tolist()):
        super().__init__()
        self.act = act
        self.size = config.size

    @checked
    def forward(self, x):
        class Local:
            def read(self, y):
                return y.item()
        def nested(y):
            return self.act(y)
        return same(Local()).read(x) + call(nested, x)

class Net{number}(Base):
    def __init__(self):
        super().__init__(Config())

    def forward(self, x: torch.Tensor, n=2):
        if self.scale:
            x = x + call(helper, x)
        return self.inner(x) + tree(x, n) + shared.method(self.inner)(x) + call(same, helper)(x) + shared.later(x)

def helper(x: torch.Tensor):
    return int(x.sum())
"""
REGION = """\
import torch
from pkg import shared

@torch.compile
def step(x: torch.Tensor):
    return shared.tree(x, 2)
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"pkg/__init__.py": "", "pkg/shared.py": SHARED, "pkg/region.py": REGION}
    for i in range(6):
        files[f"pkg/m{i}.py"] = HOME.format(number=i, neighbour=f"m{i // 2 * 2}")
    write(tmp_path, files)


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    cli.run(["--no-cache", "--jobs", "1", "--statistics", "--output-format", "json", *arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["--assume-compiled", "pkg"], ["pkg"], ["--assume-compiled", "--entry", "pkg.m0:Net0", "pkg"]]
)
@pytest.mark.parametrize("shedding", [-1, 100])
def test_findings_are_the_same_and_nothing_that_was_shed_stays(capsys, monkeypatch, arguments, shedding):
    expected = output(capsys, *arguments)
    assert '"GB0124"' in expected
    gone: list[weakref.ref[Unit]] = []
    alive: list[Unit] = []
    forget, clear = Project.forget, analyst._clear_caches

    def forgetting(own: Project, kept: int):
        before = {m: [*m._units.values()] for m in own._by_path.values() if m is not None}
        modules, bits = forget(own, kept)
        gone.extend(weakref.ref(unit) for module in modules for unit in before[module] if unit is not None)
        return modules, bits

    def clearing() -> None:
        clear()
        alive.extend(unit for ref in gone if (unit := ref()) is not None)

    monkeypatch.setattr(analyst, "SHEDDING", shedding)
    monkeypatch.setattr(analyst, "STAYING", 10_000)
    monkeypatch.setattr(Project, "forget", forgetting)
    monkeypatch.setattr(analyst, "_clear_caches", clearing)
    assert output(capsys, *arguments) == expected
    assert not alive and (gone or "--assume-compiled" not in arguments)


def test_nothing_of_a_tracer_stays_that_is_dropped(capsys, monkeypatch):
    expected = output(capsys, "--assume-compiled", "pkg")
    alive: list[bool] = []
    drop = Analyst._drop

    def dropping(own: Analyst) -> None:
        tracer = weakref.ref(own._tracer)
        drop(own)
        alive.append(tracer() is not None)

    monkeypatch.setattr(analyst, "SHEDDING", -1)
    monkeypatch.setattr(analyst, "STAYING", -1)
    monkeypatch.setattr(Analyst, "_drop", dropping)
    monkeypatch.delattr(Placed, "record", raising=False)  # as in a process that has traced nothing yet
    assert output(capsys, "--assume-compiled", "pkg") == expected
    assert alive and not any(alive)


def test_answers_that_are_not_asked_for_any_more_go():
    memo = Memo(Project([], []))
    table = {}
    for key in ("once", "often", "often", "often"):
        memo.of(table, key, lambda: "answer", meanwhile="")
        memo.forget((table,), Gone(frozenset(), 0))
    assert set(table) == {"often"}
