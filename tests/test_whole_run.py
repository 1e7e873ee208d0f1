"""The command line with everything below it: no stand-in, what a user gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stand_in import REGION, write
from test_bad_input import BAD

from gblint import cli


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_break_in_another_file_with_the_way_to_it(tmp_path, capsys):
    helper = "def peak(x):\n    return x.abs().max().item()\n"
    train = "import torch\nfrom lib.peaks import peak\n\n@torch.compile\ndef step(x):\n    return x / peak(x)\n"
    write(tmp_path, {"train.py": train, "lib/__init__.py": "", "lib/peaks.py": helper})
    assert cli.run(["--output-format", "json", "train.py"]) == 1
    [finding] = json.loads(capsys.readouterr().out)
    assert (finding["path"], finding["line"], finding["code"]) == ("lib/peaks.py", 2, "GB0124")
    assert (finding["region"]["name"], finding["region"]["path"]) == ("step", "train.py")
    assert [(step["path"], step["line"]) for step in finding["trace"]] == [("train.py", 6), ("lib/peaks.py", 2)]


def test_newer_syntax_than_the_running_python_is_linted(tmp_path, capsys):
    source = REGION.replace("def train_step(x)", "def train_step[T](x, rows: list[T])")
    write(tmp_path, {"a.py": "type Row[T] = list[T]\n" + source})
    assert cli.run(["a.py"]) == 1
    assert capsys.readouterr().out.startswith("a.py:6:9: GB0124 ")


def test_every_bad_file_is_one_line_and_the_good_one_is_linted(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION})
    write(
        tmp_path, {f"bad{n:02}.py": text + b"\nimport torch; torch.compile(f)\n" for n, text in enumerate(BAD.values())}
    )
    assert cli.run(["."]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("good.py:5:9: GB0124 ")
    assert [line.split(":")[0] for line in lines[:-1]] == [f"bad{n:02}.py" for n in range(len(BAD))]
    assert all(" GBL002 " in line for line in lines[:-1])


def test_two_runs_give_the_same_bytes(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION, "b.py": REGION.replace("x.item()", "x.tolist()")})
    outputs = set()
    for paths in ([], ["b.py", "a.py"]):
        cli.run(["--output-format", "json", *paths])
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_a_lambda_among_the_bases_of_a_class_is_called(tmp_path, capsys):
    source = (
        "import torch\n\ndef made(function):\n    return function()\n\nclass Base:\n    def read(self, x):\n"
        "        return x.item()\n\nclass Reader(made(lambda: Base)):\n    pass\n\n"
        "@torch.compile\ndef step(x):\n    return Reader().read(x)\n"
    )
    write(tmp_path, {"a.py": source})
    assert cli.run(["a.py"]) == 1
    assert capsys.readouterr().out.startswith("a.py:8:16: GB0124 ")


def test_a_lambda_in_the_header_of_a_class_uses_names_of_its_module(tmp_path, capsys):
    source = (
        "import torch\n\ndef calling(function):\n    function(1)\n    return lambda cls: cls\n\n"
        "def step(x):\n    return x.item()\n\n"
        "@calling(lambda _: torch.compile(step))\nclass Net:\n    pass\n"
    )
    write(tmp_path, {"a.py": source})
    assert cli.run(["a.py"]) == 1
    assert capsys.readouterr().out.startswith("a.py:8:12: GB0124 ")
