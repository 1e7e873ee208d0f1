"""Outside a region only what bears on the question is run; what it answers is the same."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from stand_in import write

from gblint import engine
from gblint.settings import Settings
from gblint.source.files import SourceFile
from gblint.source.outline import ClassDef, Code, FunctionDef, ModuleOutline
from gblint.source.syntax import parse
from gblint.tracing.frame import ANSWERS
from gblint.tracing.slices import Slices

PADDING = "".join(f"        self.unused_{i} = {i} * width\n" for i in range(450))  # more than a plain constructor has


def method(source: str) -> Code:
    file = SourceFile(Path("case.py"), "case.py", data=source.encode())
    module = ModuleOutline(file, "case", False, parse(file.text)[0])
    bound = next(iter(module.names.values()))[0]
    if isinstance(bound, ClassDef):
        bound = next(iter(bound.members.values()))[0]
    assert isinstance(bound, FunctionDef) and bound.code is not None
    return bound.code


def kept(source: str, asked: str, stores: dict[str, set[str]] | None = None) -> list[str]:
    """The first lines of the statements that bear on what is asked."""
    code = method(source)
    found = Slices(code).of(asked, lambda name, attribute: attribute in (stores or {}).get(name, set()))
    nodes: list[cst.CSTNode] = []

    class Collect(cst.CSTVisitor):
        def on_visit(self, node: cst.CSTNode) -> bool:
            if id(node) in found and isinstance(node, (cst.BaseStatement, cst.BaseSmallStatement)):
                nodes.append(node)
            return True

    code.node.visit(Collect())
    return [cst.Module([]).code_for_node(node).strip().splitlines()[0] for node in nodes]


INIT = """\
class Net(Base):
    def __init__(self, config, width=None):
        super().__init__(config)
        if width is None:
            width = config.width
        logger.info(width)
        self.width = width
        self.head = Linear(self.width, 1)
        self.build()
        for i in range(3):
            self.layers.append(Linear(width, i))
        self.post_init()
"""


@pytest.mark.parametrize(
    ("asked", "stores", "lines"),
    [
        ("width", {}, ["if width is None:", "width = config.width", "self.width = width"]),
        (
            "head",
            {},
            ["if width is None:", "width = config.width", "self.width = width", "self.head = Linear(self.width, 1)"],
        ),
        ("tail", {"build": {"tail"}}, ["self.build()"]),
        ("config", {"super.__init__": {"config"}}, ["super().__init__(config)"]),
        ("absent", {}, []),
    ],
)
def test_an_attribute_asks_for_what_stores_it(asked: str, stores: dict[str, set[str]], lines: list[str]) -> None:
    assert kept(INIT, asked, stores) == lines


def test_what_changes_a_list_bears_on_it() -> None:
    assert "self.layers.append(Linear(width, i))" in kept(INIT, "layers")


def test_an_answer_asks_for_what_is_returned_and_for_what_the_caller_sees_changed() -> None:
    source = """\
def pick(items, name, out):
    names = [n for n in items]
    log(names)
    total = 0
    for item in items:
        total += item
        if item is None:
            continue
        count(item)
    out.append(name)
    label = name.upper()
    return total
"""
    assert kept(source, ANSWERS) == [
        "total = 0",
        "for item in items:",
        "total += item",
        "if item is None:",
        "continue",
        "count(item)",
        "out.append(name)",
        "return total",
    ]


def findings(folder: Path, source: str) -> list[tuple[int, str]]:
    write(folder, {"net.py": source})
    report = engine.check([str(folder / "net.py")], Settings(root=folder, cache=False))
    return [(finding.span.line, finding.code) for finding in report.diagnostics]


def line_of(source: str, text: str) -> int:
    return source[: source.index(text)].count("\n") + 1


REACHED = f"""\
import torch


class Base(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.prepare(width)
{PADDING}
    def prepare(self, width):
        self.reader = Reader(width)


class Reader:
    def __init__(self, width):
        self.width = width

    def read(self, x):
        return x.sum().item() * self.width


class Net(Base):
    def __init__(self):
        super().__init__(4)
        setattr(self, "scale", 2)

    def forward(self, x):
        return self.reader.read(x) * self.scale


net = torch.compile(Net())
"""


def test_what_an_inherited_constructor_stores_through_a_method_is_known(tmp_path: Path) -> None:
    assert findings(tmp_path, REACHED) == [(line_of(REACHED, "x.sum().item()"), "GB0124")]


WRAPPED = f"""\
import functools

import torch


def configured(init):
    @functools.wraps(init)
    def inner(self, *args, **kwargs):
        self.kept = dict(kwargs)
        init(self, *args, **kwargs)

    return inner


def noisy(function):
    def inner(self, x):
        print("in")
        return function(self, x)

    return inner


class Reader:
    def read(self, x):
        return x.sum().item()


class Net(torch.nn.Module):
    @configured
    def __init__(self, width=1):
        super().__init__()
        self.reader = Reader()
{PADDING}
    @noisy
    def forward(self, x):
        return x * self.reader.read(x)


net = torch.compile(Net())
"""


def test_decorated_constructors_store_what_they_wrap_and_wrappers_are_entered(tmp_path: Path) -> None:
    lines = {line for line, _ in findings(tmp_path, WRAPPED)}
    assert lines == {line_of(WRAPPED, 'print("in")'), line_of(WRAPPED, "x.sum().item()")}


COMPILING = """\
import torch


def fast(function):
    compiled = torch.compile(function)
    return compiled


@fast
def one(x):
    return x.sum().item()


@fast
def two(x):
    return x.mean().item()
"""


def test_a_decorator_that_compiles_makes_a_region_of_each_function(tmp_path: Path) -> None:
    assert findings(tmp_path, COMPILING) == [
        (line_of(COMPILING, "x.sum().item()"), "GB0124"),
        (line_of(COMPILING, "x.mean().item()"), "GB0124"),
    ]
