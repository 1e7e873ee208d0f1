"""Nodes made from ast's trees are, and stand, as LibCST has them; what cannot be told is left to LibCST."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import libcst as cst
import pytest

from gblint.diagnostics import Span
from gblint.source.files import SourceFile
from gblint.source.outline import Assignment, ModuleOutline, Unit, _split
from gblint.source.places import Places
from gblint.source.syntax import parse
from gblint.source.trees import Tree
from gblint.source.walk import fields_of, walk

ROOT = Path(__file__).parents[1]
CONSTRUCTS = (ROOT / "tests/constructs.txt").read_text("utf-8")


def statements(text: str) -> list[str]:
    module = cst.parse_module(text)
    return [module.code_for_node(statement) for statement in module.body]


def is_known(text: str) -> bool:
    """Whether the running Python reads it."""
    return parse(text)[0] is not None


def described(statements: Iterable[cst.CSTNode]) -> list[object]:
    """Each node, parents first, with what its semantic fields hold: nodes, which come after it, or values."""
    names = cache(fields_of)
    return [
        (type(node), [_value(getattr(node, name)) for name in names(type(node))])
        for statement in statements
        for node in walk(statement)
    ]


def _value(value: object) -> object:
    return len(value) if type(value) is tuple else type(value) if isinstance(value, cst.CSTNode) else value


def assert_in_place(tree: Tree, module: cst.Module, kinds: type | tuple[type, ...]) -> None:
    """The nodes of these classes stand where those of LibCST's tree do."""
    places = Places(module)
    for ours, theirs in zip(tree.body, module.body, strict=True):
        for node, twin in zip(walk(ours), walk(theirs), strict=True):
            if isinstance(node, kinds):
                assert tree.place(node) == places.of(twin), type(node)


@pytest.mark.parametrize(
    "text", [*statements(CONSTRUCTS), CONSTRUCTS.replace("\n", "\r\n"), "", "x", "# why", "\f\nx\n"]
)
def test_every_construct_is_as_libcst_has_it(text: str) -> None:
    tree, module = Tree(_split(text)), cst.parse_module(text)
    assert tree.made or not is_known(text)
    assert described(tree.body) == described(module.body)
    assert_in_place(tree, module, cst.CSTNode)


@pytest.mark.parametrize(("folder", "every"), [("src/gblint/source", 1), ("src/gblint/tracing", 2), ("tests/cases", 8)])
def test_files_are_as_libcst_has_them(folder: str, every: int) -> None:
    for path in sorted((ROOT / folder).rglob("*.py"))[::every]:
        text = path.read_text("utf-8")
        tree = Tree(_split(text))
        assert tree.made or "match " in text or not is_known(text), path
        assert described(tree.body) == described(cst.parse_module(text).body), path


@pytest.mark.parametrize("path", sorted((ROOT / "src/gblint/source").glob("*.py")), ids=lambda path: path.name)
def test_what_findings_are_about_stands_where_libcst_has_it(path: Path) -> None:
    text = path.read_text("utf-8")
    kinds = (cst.Name, cst.Attribute, cst.Call, cst.Subscript, cst.Comparison, cst.WithItem, cst.BaseCompoundStatement)
    assert_in_place(Tree(_split(text)), cst.parse_module(text), kinds)


MATCH = "match x:\n    case 1: pass\n"


@pytest.mark.parametrize(
    "text",
    [
        MATCH,
        "def f[T](x): pass\n",
        "class A[T]: pass\n",
        "type A = int\n",
        "def f(*args: *Ts): pass\n",
        "x[((a), b)]\n",
        "del a,\n",
        "a; \\\nb\n",
        "a \\\n; b\n",
        "if a: \\\n  b\n",
        "\ufb01 = 1\n",  # which is fi to Python
        "e\u0301.x\n",  # which is one letter to Python
    ],
)  # fmt: skip
def test_what_is_unsure_is_left_to_libcst(text: str) -> None:
    tree = Tree(_split(text))
    assert not tree.made
    assert "".join(cst.Module([]).code_for_node(statement) for statement in tree.body) == text
    assert_in_place(tree, cst.parse_module(text), cst.CSTNode)


def test_a_node_of_another_tree_has_no_place() -> None:
    tree = Tree(["x = 1\n"])
    assert tree.place(cst.Name("x")) is None
    assert tree.text(cst.Name("x")) is None


def test_what_libcst_cannot_parse_raises() -> None:
    with pytest.raises(cst.ParserSyntaxError):
        Tree(["x = = 1\n"])


def unit(text: str, first: int, last: int, known: bool = False) -> Unit:
    """These lines of a file; ``known``: made of the tree of the whole file."""
    module = ModuleOutline(SourceFile(Path("m.py"), "m.py", data=text.encode()), "m", False, parse(text)[0])
    assert (first, last) in module.trees or not known
    if not known:
        module.trees.clear()
    found = module.unit(first, last)
    assert found is not None
    return found


METHOD = """\
class A:
    # é
    def f(self):
        return "é", (self .
            g)(a,  # why
               (b)), (1, 2), (
            c + d )
"""


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("text", [METHOD, METHOD + "        match a: # for LibCST\n            case _: pass\n"])
def test_a_node_stands_where_the_file_has_it_and_is_shown_as_it_is_written(text: str, known: bool) -> None:
    method = unit(text, 3, text.count("\n"), known)
    found = [n for n in walk(method.body[0]) if isinstance(n, (cst.Call, cst.BinaryOperation, cst.Tuple))]
    shown = [(" ".join((method.text(node) or "").split()), method.span(node)) for node in found]
    assert shown == [
        ('"é", (self . g)(a, # why (b)), (1, 2), ( c + d )', Span(4, 16, 7, 20)),
        ("c + d", Span(7, 13, 7, 18)),
        ("(1, 2)", Span(6, 23, 6, 27)),
        ("(self . g)(a, # why (b))", Span(4, 21, 6, 20)),
    ]


def assert_alike(kept: Unit, alone: Unit) -> None:
    """The same nodes stand in the same places."""
    assert described(kept.body) == described(alone.body)
    for ours, theirs in zip(kept.body, alone.body, strict=True):
        for node, twin in zip(walk(ours), walk(theirs), strict=True):
            assert kept.span(node) == alone.span(twin), (kept.module.path, kept.first_line, type(node))


def test_statements_are_the_same_made_of_the_tree_of_the_whole_file() -> None:
    kinds = set()
    for path in sorted((ROOT / "src/gblint/source").glob("*.py"))[::6]:
        text = path.read_text("utf-8")
        module = ModuleOutline(SourceFile(path, path.name), path.stem, False, parse(text)[0])
        for (first, last), node in module.trees.items():
            kinds.add(type(node))
            if not isinstance(node, ast.ClassDef):
                assert_alike(unit(text, first, last, known=True), unit(text, first, last))
    assert {ast.FunctionDef, ast.Assign, ast.AnnAssign} <= kinds


CLASSES = """\
@decorated("é",
           of=x)
class A(B[int], metaclass=C, k = lambda: y):  # why
    # what
    \"\"\"A.\"\"\"

    class Inner(
        A, *others
    ):

        @property
        def f(self): ...

class Bare:
\tx = 1
class Short(A): x = 1
class Spaced(A): \\
    x = 1
"""


def test_headers_of_classes_are_the_same_made_of_the_tree_of_the_whole_file() -> None:
    source = SourceFile(Path("m.py"), "m.py", data=CLASSES.encode())
    kept, alone = (ModuleOutline(source, "m", False, parse(CLASSES)[0]) for _ in range(2))
    alone.trees.clear()
    assert [(c.first, c.body_line - 1) in kept.trees for c in kept.all_classes] == [True] * 3 + [False, True]
    for ours, theirs in zip(kept.all_classes, alone.all_classes, strict=True):
        assert ours.header is not None and theirs.header is not None
        assert_alike(ours.header[1], theirs.header[1])
    assert not any(isinstance(node, ast.ClassDef) for node in kept.trees.values())


@pytest.mark.parametrize("text", ["x = 1; y = 2\n", "x = [\n1]; y = 2\n"])
def test_assignments_that_share_a_line_are_made_together(text: str) -> None:
    module = ModuleOutline(SourceFile(Path("m.py"), "m.py", data=text.encode()), "m", False, parse(text)[0])
    bound = module.names["x"][0]
    assert isinstance(bound, Assignment) and bound.statement is not None
    assert described([bound.statement[0]]) == described(cst.parse_module(text).body)
