"""Which files are taken to hold a region at all, told from their code and not from their prose."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gblint.source.code_text import code_of
from gblint.source.mentions import code_says, compiling, may_configure, may_hold_region


@pytest.mark.parametrize(
    "source",
    [
        "import torch\nf = torch.compile(f)",
        "import torch\n@torch.compile\ndef f(x): ...",
        "from torch import compile as c",
        "from torch import (\n    compile,\n    nn,\n)",
        "from torch import *\nf = compile(f)",
        "import torch as th\n@th.compile\ndef f(x): ...",
        "import torch\nf = (torch\n     .compile(f))",
        "import torch\nf = torch. \\\n  compile(f)",
        "import torch\r\nf = torch.\\\r\ncompile(f)",
        'import torch\nf = getattr(torch, "compile")(f)',
        "import torch\nf = getattr(torch,\n    'compile')(f)",
        'import torch\nprint(f"{torch.compile(f)(x)}")',
        "import torch\nprint(f\"{torch.compile(f)(d['x'])!r:>{n}}\")",
        "import torch\nmodel.compile()",
        "import re, torch\nre.compile('x'), torch.compile(f)",
        "import torch\nf = torch._dynamo.optimize()(f)",
        "import torch._dynamo as dynamo\ndynamo.explain(f)(x)",
        "from torch._dynamo import (\n    config,\n    export as e,\n)",
        "from torch import _dynamo as d\nd.optimize_assert('eager')",
        "import torch\ntorch.export.export(m, (), strict=True)",
        "from torch.export import export",
        "from torch import nn, export",
        "def f():  # gblint: compiled",
        "# noqa  # gblint: compiled\ndef f(): ...",
        "import torch\rf = torch.compile(f)\r# old line ends\r",
        "import torch\n# it's\nf = torch.compile(f)  # isn't it",
        "import torch\ns = '#'; f = torch.compile(f)",
        's = """#"""\nimport torch\nf = torch.compile(f)',
        "import torch\ns = 'it\\'s'; f = torch.compile(f)  # '",
        "import torch\ns = r'\\'; '; f = torch.compile(f)",
        "import torch\nif''or torch.compile(f): ...",
        "import torch\ns = f'{{'; f = torch.compile(f)  # '}}'",
        "import torch\ns = f'{x:\"<5}'; f = torch.compile(f)  # '",
        'import torch\ns = f"{d["it\'s"]}"; f = torch.compile(f)  # it\'s',
        'import torch\ns = f"{f"{x}"}"; f = torch.compile(f)  # "',
        "import torch\ns = f'''{x\n}'''; f = torch.compile(f)  # '''",
        "import torch\ns = 'never closed\nf = torch.compile(f)",
        "import torch\ns = f'never {closed\nf = torch.compile(f)",
        '# coding: latin-1\nimport torch\ns = "é"; f = torch.compile(f)',
    ],
)
def test_code_that_may_compile_something(source):
    assert may_hold_region(source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "",
        "import torch\nx = torch.ones(2)",
        "import re\nre.compile('x')",
        "import re, torch\nre.compile('x')",
        "import torch\n# f = torch.compile(f)",
        "import torch\nx = 1  # works with torch.compile(f), it's said",
        '"""Made for torch.compile.\n\nf = torch.compile(f)\n"""\nimport torch',
        "'''Made for `torch.compile`: it's \"fast\".'''\nimport torch",
        "import torch\nlog('use torch.compile here')",
        "import torch\nlog('a'\n    \"torch.compile(f), 'b'\")",
        "import torch\nlog(f'use torch.compile {here}')",
        "import torch\nlog(f\"use {d['torch.compile(f)']} {x:torch.compile}\")",
        'import torch\nlog(f"use {d["torch.compile or"]}")',
        'import torch\nlog(rb"\\" torch.compile", R"\'", f"""{x}" torch.compile""")',
        "import torch\nlog('#', \"# torch.compile\")",
        "import torch\nlog('one \\\n torch.compile two')",
        "import torch\ns = '\\\\'  # torch.compile '",
        "import torch\n@torch.compiler.disable\ndef f(x): ...",
        "import torch\n_can_compile_fullgraph = torch.compiler.is_compiling()",
        "import torch\nif torch._dynamo.is_compiling(): torch._dynamo.mark_static_address(x)",
        "import torch\ntorch._dynamo.config.capture_scalar_outputs = True  # before torch.compile",
        "import torch\n# torch.export.export(m)\ntorch.onnx.export(m)",
        "# gblint: ignore\nimport torch",
        "compile('x', 'y', 'exec')",
    ],
)
def test_prose_about_compiling_and_code_that_compiles_nothing(source):
    assert not may_hold_region(source.encode())


def test_code_keeps_names_in_strings_own_comments_and_the_expressions_of_f_strings():
    source = "a = 'x.y'  # why\nb = 'two words' # gblint: ignore\nc = rf'no {d['k k']!r:{w}} no' + \\\n  e\n"
    kept = code_of(source)
    assert kept.split() == 'a = \'x.y\' b = "" # gblint: ignore c = rf"" d[""]!r w + e'.split()


def test_f_strings_nested_beyond_reason_are_kept_as_they_are():
    source = 'f"{' * 50_000
    assert code_of(source) == source


def test_settings_of_dynamo_are_told_from_talk_of_them():
    assert may_configure(b"import torch\ntorch._dynamo.config.capture_scalar_outputs = True")
    assert not may_configure(b"# torch._dynamo.config\nimport torch")


def test_a_docstring_is_no_reason_to_run_a_function():
    assert code_says(compiling(), "def f(m):\n    '''Compiles.'''\n    return torch.compile(m)\n")
    assert not code_says(compiling(), "def f(m):\n    '''Goes with torch.compile.'''\n    return m  # torch.compile\n")


def test_a_file_that_only_talks_of_compiling_is_not_parsed(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(
        '"""For torch.compile."""\nimport torch\n\n\ndef f(x):\n    return x.item()  # not with torch.compile\n'
    )
    code = """if True:
        import sys
        from gblint.cli import run
        assert run(sys.argv[1:]) == 0
        print(sorted({"libcst", "gblint.tracing", "gblint.dynamo.facts"} & set(sys.modules)))
    """
    ran = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


def test_settings_count_for_entries_of_a_file_that_compiles_nothing_itself(tmp_path):
    path = tmp_path / "a.py"
    body = "import torch\n\n{}\n\n\ndef f(x):\n    return x.sum().item() + 1\n"

    def found(setting: str) -> str:
        path.write_text(body.format(setting))
        args = [sys.executable, "-m", "gblint", "--entry", "a:f", str(path)]
        return subprocess.run(args, capture_output=True, text=True, check=False).stdout

    assert "GB0124" in found("")
    assert "GB0124" not in found("torch._dynamo.config.capture_scalar_outputs = True")
