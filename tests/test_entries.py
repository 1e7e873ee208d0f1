"""What is named as compiled: entries, and module classes that are assumed to be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from stand_in import write

from gblint import cli

NETS = """\
import torch
from torch import nn


class Base(nn.Module):
    def forward(self, x):
        \"\"\"To be written by subclasses.\"\"\"
        raise NotImplementedError("forward")


class Encoder(Base):
    def forward(self, x):
        return x[x > 0]


class Deep(Encoder):
    pass


class Wide(nn.Linear):
    pass


class Plain:
    class Inner(nn.Module):
        def forward(self, x):
            return x.nonzero()

    def forward(self, x):
        return x.nonzero()


def decode(x):
    return torch.nonzero(x)
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> list[str]:
        """The regions of a run, each as its name and line."""
        assert cli.run(["regions", "--output-format", "json", *arguments]) == 0
        return [f"{region['name']}:{region['line']}" for region in json.loads(capsys.readouterr().out)]

    return run


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    return captured.err.removeprefix("gblint: error: ").rstrip()


def test_entries_are_functions_methods_and_classes(tmp_path, show):
    write(tmp_path, {"pkg/__init__.py": "from pkg.nets import Deep\n", "pkg/nets.py": NETS})
    functions = ["--entry", "pkg.nets:decode", "--entry", "pkg.nets:Plain.forward"]
    assert show(*functions, "pkg") == ["Plain.forward:29", "decode:33"]
    assert show("--entry", "pkg:Deep", "--entry", "pkg.nets:Deep.forward", "pkg") == ["Deep.forward:12", "Deep:16"]


def test_a_file_lists_entries_and_their_order_does_not_matter(tmp_path, capsys):
    write(tmp_path, {"pkg/__init__.py": "", "pkg/nets.py": NETS})
    names = ["pkg.nets:Encoder", "pkg.nets:Deep", "pkg.nets:decode", "pkg.nets:Plain.Inner"]
    write(tmp_path, {"a.txt": "# compiled by the trainer\n\n" + "\n".join(names), "b.txt": "\n".join(names[::-1] * 3)})
    outputs = set()
    for options in (["--entry", "@a.txt"], ["--entry", "@b.txt"], ["--entry", names[3], "--entry", "@a.txt"]):
        assert cli.run([*options, "--output-format", "json", "pkg"]) == 1
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_an_entry_is_found_anywhere_below_the_paths(tmp_path, show, capsys):
    write(tmp_path, {"a/models/nets.py": NETS, "b/other.py": ""})
    assert show("--entry", "models.nets:decode", ".") == ["decode:33"]
    assert show("--entry", "a.models.nets:decode", ".") == ["decode:33"]
    write(tmp_path, {"b/models/nets.py": NETS})
    assert complaint(["--entry", "models.nets:decode", "."], capsys) == (
        "--entry models.nets:decode: a/models/nets.py and b/models/nets.py both define it; "
        "name the module from a folder further up"
    )


def test_an_unknown_entry_is_one_line(tmp_path, capsys):
    write(tmp_path, {"nets.py": NETS, "entries.txt": "nets:Encoder\nnets:Encode\nnothing:Net\n", "bad.txt": "nets.Net"})
    known = "--entry nets:Encode: nets defines no Encode"
    assert complaint(["--entry", "nets:Encode", "nets.py"], capsys) == known
    assert complaint(["--entry", "@entries.txt", "nets.py"], capsys) == f"{known} (and 1 more unknown entry)"
    assert "nothing:Net: no module nothing below" in complaint(["--entry", "nothing:Net", "nets.py"], capsys)
    assert "not 'nets.Net'" in complaint(["--entry", "@bad.txt", "nets.py"], capsys)
    assert "@none.txt: cannot be read: no such file" in complaint(["--entry", "@none.txt", "nets.py"], capsys)


def test_module_classes_with_a_forward_are_assumed_compiled(tmp_path, show):
    write(tmp_path, {"pkg/__init__.py": "", "pkg/nets.py": NETS})
    more = "from pkg.nets import Encoder\n\nclass Video(Encoder):\n    pass\n"
    write(tmp_path, {"pkg/more.py": more, "pkg/other.py": "class Net:\n    def forward(self, x): return x\n"})
    everything = ["Video:3", "Encoder:11", "Deep:16", "Inner:25"]
    assert [name.rpartition(".")[2] for name in show("--assume-compiled", "pkg")] == everything
    assert show("--assume-compiled", "*", "pkg") == show("--assume-compiled", "--", "pkg")
    assert show("--assume-compiled", "*", "pkg") == show("--assume-compiled=*", "pkg") == show("--assume-compiled")
    assert show("--assume-compiled", "pkg.n*:*e*", "pkg") == ["Encoder:11", "Deep:16", "Plain.Inner:25"]
    two = ["--assume-compiled", "pkg.more:*", "--assume-compiled", "pkg.nets:Deep"]
    assert show(*two, "pkg") == ["Video:3", "Deep:16"]
    assert show("--assume-compiled", "lib.*:*", "pkg") == []


def test_what_is_compiled_or_an_entry_is_not_doubled(tmp_path, show):
    fast = "class Fast(nn.Module):\n    @torch.compile\n    def forward(self, x):\n        return x\n"
    write(tmp_path, {"nets.py": f"{NETS}\n\nnet = torch.compile(Encoder())\n\n\n{fast}"})
    found = ["Deep:16", "Plain.Inner:25", "Encoder:37", "Fast.forward:42"]
    assert show("--assume-compiled", "--entry", "nets:Deep", "nets.py") == found


def test_settings_name_them_too(tmp_path, show, capsys):
    table = '[tool.gblint]\nentry = ["nets:decode"]\nassume-compiled = ["nets:Enc*"]\n'
    write(tmp_path, {"nets.py": NETS, "pyproject.toml": table})
    assert show("nets.py") == ["Encoder:11", "decode:33"]
    assert show("--assume-compiled", "nets:Deep", "nets.py") == ["Deep:16", "decode:33"]
    write(tmp_path, {"pyproject.toml": "[tool.gblint]\nassume-compiled = ['Encoder']\n"})
    said = complaint(["nets.py"], capsys)
    assert said.startswith("pyproject.toml: assume-compiled takes * or MODULE:QUALNAME with wildcards")
    assert said.endswith("not 'Encoder'")
