"""Files without the bodies of their functions: the same outline, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from time import process_time

import pytest
from stand_in import write

from gblint import cli
from gblint.source.files import SourceFile
from gblint.source.outline import Assignment, Binding, ClassDef, FunctionDef, Import, ModuleOutline
from gblint.source.skeleton import skeleton, tree_of_skeleton
from gblint.source.syntax import parse

ROOT = Path(__file__).parent.parent


def outline(text: str, bodies: bool) -> ModuleOutline:
    tree = parse(text)[0] if bodies else tree_of_skeleton(text)
    assert tree is not None
    return ModuleOutline(SourceFile(Path("m.py"), "m.py", data=text.encode()), "m", False, tree, bodies)


def described(names: Mapping[str, Sequence[Binding]]) -> list[object]:
    found: list[object] = []
    for name, group in names.items():
        for bound in group:
            if isinstance(bound, Import):
                found.append((name, astuple(bound)))
            elif isinstance(bound, Assignment):
                found.append((name, bound.first, bound.last, bound.column))
            elif isinstance(bound, FunctionDef):
                found.append((name, bound.qualname, bound.line, bound.first, bound.last))
            elif isinstance(bound, ClassDef):
                found.append((name, bound.first, bound.last, bound.body_line, described(bound.members)))
    return found


def assert_same(text: str) -> None:
    whole, cut = outline(text, bodies=True), outline(text, bodies=False)
    assert described(cut.names) == described(whole.names)
    assert cut.statements == whole.statements


@pytest.mark.parametrize("folder", ["src/gblint", "tests"])
def test_the_outline_of_a_file_is_the_same(folder: str) -> None:
    cut = 0
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text("utf-8")
        if parse(text)[0] is not None and tree_of_skeleton(text) is not None:
            assert_same(text)
            cut += 1
    assert cut > 100


CLASS = '''\
import os

@decorated(
    by="def f():",
)
async def f(
    a: dict[str, int] = {1: 2},  # of: what
    b=": ",
) -> "x: y":  # why
    """Words.

def in_words():
    pass
    """
    if a:
        return """
    # no comment"""

    # A comment of nobody's.
class A(B):
    """def no():"""
    x = 1
    def g(self): return 1
    @property
    def h(self):

        def inner():
            return 1
        return inner  # the last

    if x:
        def k(self):
            return """a"""
    y: int = 2
'''


# Read as code from the end of the first docstring on, it would have one class.
TWO_IN_WORDS = '''\
class A:
    """
    def f(x):
        pass

    def g(x):
        pass"""

class B:
    """Words.

    More of them.
    """
'''


@pytest.mark.parametrize(
    "text",
    [
        "",
        "def f():\n    return 1",
        CLASS[CLASS.index("class A") :],
        "def f(): return 1\nx = 1\n",
        'def f():\n    x = """\ny = 1\n"""\nz = 1\n',
        'def f():\n    x = \'"""\'\n    return 1\n\ndef g():\n    """Words."""\n',
        "def f():\n    return 1\n\n# Nobody's.\nx = 1\n",
    ],
)
def test_bodies_are_left_out(text: str) -> None:
    assert "return 1\n" not in (skeleton(text) or "").replace("): return 1", "")
    assert_same(text)


def test_what_is_indented_by_tabs_is_kept() -> None:
    text = "class A:\n\tdef f(self):\n\t\treturn 1\n\tx = 1\n"
    assert skeleton(text) == text


@pytest.mark.parametrize(
    "text",
    [
        CLASS,  # a comment in quotes might be the end of a string
        'def f(a="""\n"""):\n    return a\n',
        'class A:\n    """\n    def f(x):\n        pass"""\n    y = 1\n',
        TWO_IN_WORDS,
        "def f():\n    x = 'a\\\n# b'\ny = 1\n",
        'def f():\n    x = """\ny = 1\n',
        "def f():\n    return \\\n1\n",
        "def f():\n    return (\n1)\n",
        "def f():\n    # only words\n",
    ],
)
def test_in_doubt_the_whole_file_is_read(text: str) -> None:
    assert tree_of_skeleton(text) is None


@pytest.mark.parametrize("text", ["def f(\n" * 20_000, "def f(\n" * 20_000 + ")" * 20_000 + ": pass\n"])
def test_what_is_no_header_is_not_read_again_and_again(text: str) -> None:
    begun = process_time()
    skeleton(text)
    assert process_time() - begun < 2


FILES = {
    "one.py": "import torch\nfrom two import f\n\n@torch.compile\ndef step(x):\n    return f(x)\n",
    "two.py": "def f(x):\n    return x +\n\ndef g(x):\n    return x\n",
}


@pytest.mark.parametrize(("used", "status"), [("f", 2), ("g", 0)])
def test_a_syntax_error_in_a_function_that_is_traced_is_told(
    used: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {**FILES, "one.py": FILES["one.py"].replace("import f", f"import {used} as f")})
    assert cli.run(["one.py"]) == status
    assert ("two.py:2:" in capsys.readouterr().out) is (status == 2)
