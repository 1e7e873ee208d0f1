"""Results of earlier runs: used while they hold, never to be told from those of a run without them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stand_in import write

from gblint import cli
from gblint.source.files import digest
from gblint.tracing import analyst

REGION = """\
import torch
from pkg.{module} import helper

@torch.compile
def step(x: torch.Tensor):
    return helper(x)
"""
BREAKS = "def helper(x):\n    return x.item()\n"
SOUND = "def helper(x):\n    return x + 1\n"
FILES = {
    "pkg/__init__.py": "",
    "pkg/one.py": REGION.format(module="first"),
    "pkg/two.py": REGION.format(module="second"),
    "pkg/first.py": BREAKS,
    "pkg/second.py": SOUND,
    "pkg/other.py": "def unrelated(): ...\n",
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    put(FILES)


def put(files: dict[str, str]) -> None:
    """Write files as if they had lain there for an hour: the cache may go by their times."""
    write(Path(), files)
    for name in files:
        old = time.time_ns() - 3600 * 10**9 + len(files[name])
        os.utime(name, ns=(old, old))


class Runs:
    """Runs gblint, with the cache and without; both must say the same."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self.traced: list[str] = []
        self._part = analyst.Analyst.part
        monkeypatch.setattr(analyst.Analyst, "part", self._spy)

    def _spy(self, own: analyst.Analyst, home: str) -> object:
        self.traced.append(home)
        return self._part(own, home)

    def output(self, *arguments: str) -> tuple[int, str, str]:
        status = cli.run(["--statistics", *arguments])
        return (status, *self._capsys.readouterr())

    def __call__(self, *arguments: str) -> list[str]:
        """The files with findings; ``traced`` are the homes that were traced for it."""
        bare = self.output("--no-cache", *arguments)
        self.traced = []
        cached = self.output(*arguments)
        assert cached == bare
        return [line.split(":")[0] for line in cached[1].splitlines() if ": GB" in line]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runs:
    runs = Runs(capsys, monkeypatch)
    # A method looked up on `self` is the instance's own, so the spy is bound by hand.
    monkeypatch.setattr(analyst.Analyst, "part", lambda own, home: runs._spy(own, home))
    return runs


def test_what_has_not_changed_is_not_traced_again(run):
    assert run("pkg") == ["pkg/first.py"]
    assert run.traced == ["pkg/one.py", "pkg/two.py"]
    assert run("pkg") == ["pkg/first.py"]
    assert run.traced == []


def test_with_everything_known_the_tracer_is_not_imported():
    command = "import sys; from gblint.cli import run; run(['pkg']); print('libcst' in sys.modules)"
    said = [
        subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert [text.splitlines()[-1] for text in said] == ["True", "False"]
    assert said[0].splitlines()[:-1] == said[1].splitlines()[:-1]


def test_an_edited_helper_changes_the_findings_of_the_region_that_reaches_it_and_no_other_is_traced(run):
    run("pkg")
    put({"pkg/second.py": "def helper(x):\n    return x.tolist()\n"})
    assert run("pkg") == ["pkg/first.py", "pkg/second.py"]
    assert run.traced == ["pkg/two.py"]
    put({"pkg/first.py": SOUND})
    assert run("pkg") == ["pkg/second.py"]
    assert run.traced == ["pkg/one.py"]


def test_of_several_ways_to_a_finding_the_shortest_is_told_whether_kept_or_found_anew(run):
    through = REGION.format(module="second").replace("helper(x)", "helper(helper(x))")
    put({"pkg/two.py": REGION.format(module="first"), "pkg/three.py": through})
    put({"pkg/second.py": "from pkg.first import helper as first\n\ndef helper(x):\n    return first(x)\n"})

    def way() -> list[str]:
        [finding] = json.loads(run.output("pkg", "--output-format", "json")[1])
        assert [finding] == json.loads(run.output("pkg", "--output-format", "json", "--no-cache")[1])
        return [step["path"] for step in finding["trace"]]

    assert way() == ["pkg/one.py", "pkg/first.py"]
    put({"pkg/one.py": ""})
    assert way() == ["pkg/two.py", "pkg/first.py"]
    put({"pkg/two.py": ""})
    assert way() == ["pkg/three.py", "pkg/second.py", "pkg/first.py"]
    put({"pkg/one.py": REGION.format(module="first")})
    assert way() == ["pkg/one.py", "pkg/first.py"]


def test_an_edited_file_that_no_region_reaches_costs_nothing(run):
    run("pkg")
    put({"pkg/other.py": "def unrelated(): return 1\n"})
    run("pkg")
    assert run.traced == []


def test_a_file_touched_but_not_changed_costs_nothing(run):
    run("pkg")
    os.utime("pkg/first.py")
    run("pkg")
    assert run.traced == []


def test_a_change_that_leaves_time_and_size_as_they_were_is_seen_if_it_came_right_after_the_run(run):
    write(Path(), {"pkg/first.py": BREAKS})
    status = os.stat("pkg/first.py")
    run("pkg")
    write(Path(), {"pkg/first.py": BREAKS.replace("x.item()", "(x + 1) ")})
    os.utime("pkg/first.py", ns=(status.st_mtime_ns, status.st_mtime_ns))
    assert run("pkg") == []


def test_a_star_import_that_was_searched_in_vain_counts_once_the_file_mentions_the_name(run):
    put({"pkg/all.py": "from pkg.nothing import *\nfrom pkg.first import *\n", "pkg/nothing.py": "x = 1\n"})
    put({"pkg/one.py": REGION.format(module="all")})
    assert run("pkg") == ["pkg/first.py"]
    put({"pkg/nothing.py": "y = 22\n"})
    assert run("pkg") == ["pkg/first.py"]
    assert run.traced == []
    put({"pkg/nothing.py": SOUND})
    assert run("pkg") == []
    assert run.traced == ["pkg/one.py"]
    put({"pkg/nothing.py": "x = 1\n"})
    assert run("pkg") == ["pkg/first.py"]
    os.unlink("pkg/nothing.py")
    assert run("pkg") == ["pkg/first.py"]


def test_a_new_module_that_shadows_another_counts(run):
    run("pkg")
    put({"pkg/first/__init__.py": SOUND})
    assert run("pkg") == []
    assert "pkg/one.py" in run.traced


def test_a_deleted_module_counts(run):
    run("pkg")
    os.unlink("pkg/first.py")
    assert run("pkg") == []
    put({"pkg/first.py": BREAKS})
    assert run("pkg") == ["pkg/first.py"]


def test_a_new_region_counts_and_so_does_one_that_is_gone(run):
    run("pkg")
    put({"pkg/other.py": REGION.format(module="first").replace("helper(x)", "helper(x) + x.tolist()")})
    assert run("pkg") == ["pkg/first.py", "pkg/other.py"]
    put({"pkg/other.py": ""})
    assert run("pkg") == ["pkg/first.py"]


def test_new_evidence_of_a_regions_arguments_counts(run):
    put({"pkg/one.py": "import torch\n\n@torch.compile\ndef step(n):\n    if n:\n        return 1\n"})
    put({"pkg/first.py": "from pkg.one import step\n\ndef main():\n    step(3)  # torch.compile\n"})
    assert run("pkg") == []
    put({"pkg/first.py": "import torch\nfrom pkg.one import step\n\ndef main():\n    step(torch.ones(3))  # compile\n"})
    run("pkg")


def test_a_class_method_of_a_tensors_name_counts_wherever_it_is(run):
    put({"pkg/one.py": "import torch, mystery\n\n@torch.compile\ndef step(x):\n    return mystery.of(x).tolist()\n"})
    assert run("pkg") == ["pkg/one.py"]
    put({"pkg/other.py": "class Mine:\n    def tolist(self): ...\n"})
    assert run("pkg") == []
    put({"pkg/other.py": ""})
    assert run("pkg") == ["pkg/one.py"]


def test_assumed_classes_are_kept_one_file_at_a_time(run):
    model = "import torch\nfrom torch import nn\nfrom pkg.{0} import helper\n\nclass Net(nn.Module):\n"
    model += "    def forward(self, x):\n        return helper(x)\n"
    put({f"pkg/model_{name}.py": model.format(name) for name in ("first", "second")})
    assert run("pkg", "--assume-compiled") == ["pkg/first.py"]
    put({"pkg/second.py": BREAKS})
    assert run("pkg", "--assume-compiled") == ["pkg/first.py", "pkg/second.py"]
    assert {"pkg/model_second.py"} <= set(run.traced) and "pkg/model_first.py" not in run.traced
    assert run("pkg") == ["pkg/first.py", "pkg/second.py"]  # other settings, other results


def test_entries_count_whatever_changes(run):
    put({"pkg/other.py": "from pkg.second import helper\n\ndef unrelated(x):\n    return helper(x) + x.tolist()\n"})
    assert run("pkg", "--entry", "pkg.other:unrelated") == ["pkg/first.py", "pkg/other.py"]
    put({"pkg/second.py": BREAKS})
    assert run("pkg", "--entry", "pkg.other:unrelated") == ["pkg/first.py", "pkg/other.py", "pkg/second.py"]
    assert run("pkg", "--entry", "pkg.other:unrelated") == ["pkg/first.py", "pkg/other.py", "pkg/second.py"]
    put({"pkg/one.py": ""})
    assert run("pkg", "--entry", "pkg.other:unrelated") == ["pkg/other.py", "pkg/second.py"]


def test_selection_suppressions_and_syntax_are_looked_at_anew(run):
    run("pkg")
    assert run("pkg", "--ignore", "GB0124") == []
    assert run.traced == []
    put({"pkg/first.py": BREAKS.replace("x.item()", "x.item()  # noqa: GB0124")})
    assert run("pkg") == []
    put({"pkg/first.py": SOUND.replace("x + 1", "x + 1  # noqa: GB0124")})
    assert run("pkg") == ["pkg/first.py"]  # the note of a comment that silences nothing
    put({"pkg/other.py": "def (:\n"})
    assert run("pkg") == ["pkg/first.py", "pkg/other.py"]
    assert run("pkg") == ["pkg/first.py", "pkg/other.py"]
    write(Path(), {"pkg/other.py": b"x = '\xff'\n"})
    assert run("pkg") == ["pkg/first.py", "pkg/other.py"]


def damaged(data: bytes) -> list[bytes]:
    first, _, rest = data.partition(b"\n")
    head = json.loads(first)
    heads = [
        {**head, "files": 3},
        {**head, "files": {"x": [1]}},
        {**head, "probes": None},
        {**head, "asked": {"\u1234": 1}},
        {k: v for k, v in head.items() if k != "probes"},
    ]
    rests = [b"", rest[: len(rest) // 2], rest.replace(b"one", b"two"), b"[]\n" * rest.count(b"\n")]
    return [
        *(b"", data[: len(data) // 2], b"\0\xff" * 100, b"[]"),
        *(json.dumps(wrong).encode() + b"\n" + rest for wrong in heads),
        *(first + b"\n" + wrong for wrong in rests),
        *(json.dumps({**head, "rest": digest(wrong)}).encode() + b"\n" + wrong for wrong in rests),
    ]


def test_a_damaged_cache_is_none(run):
    run("pkg")
    [file] = Path(".gblint_cache").glob("*.json")
    data = file.read_bytes()
    for wrong in damaged(data):
        file.write_bytes(wrong)
        assert run("pkg") == ["pkg/first.py"]


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_folder_that_cannot_be_written_is_no_error(run):
    Path("nowhere").write_text("a file, so no folder can be made here")
    assert run("pkg", "--cache-dir", "nowhere") == ["pkg/first.py"]
    Path("locked").mkdir(mode=0o500)
    assert run("pkg", "--cache-dir", "locked/cache") == ["pkg/first.py"]


def test_runs_side_by_side_do_not_disturb_each_other():
    command = [sys.executable, "-m", "gblint", "pkg"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1
    assert not list(Path(".gblint_cache").glob("*.tmp"))


def test_the_cache_is_where_it_is_asked_for_and_nowhere_if_it_is_not_wanted(run, capsys):
    run("pkg", "--no-cache")
    assert not Path(".gblint_cache").exists()
    run("pkg", "--cache-dir", "there")
    assert Path("there/CACHEDIR.TAG").is_file() and not Path(".gblint_cache").exists()
    put({"pyproject.toml": '[tool.gblint]\ncache-dir = "set"\n'})
    run("pkg")
    assert Path("set/.gitignore").read_text() == "*\n"
    cli.run(["clean"])
    assert capsys.readouterr().out == "removed set\n" and not Path("set").exists()
    assert Path("there").exists()
    cli.run(["clean", "--cache-dir", "there"])
    assert not Path("there").exists()


def test_clean_removes_nothing_that_is_not_a_cache(capsys):
    assert cli.run(["clean", "--cache-dir", "pkg"]) == 0
    assert "no cache" in capsys.readouterr().out and Path("pkg/one.py").is_file()


def test_old_files_of_the_cache_go(run, monkeypatch):
    monkeypatch.setattr("gblint.cache._KEPT", 2)
    for name in ("one", "two", "first", "second"):
        run(f"pkg/{name}.py")
    assert len(list(Path(".gblint_cache").glob("*.json"))) == 2
