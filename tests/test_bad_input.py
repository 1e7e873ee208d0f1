from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
import stand_in
from stand_in import REGION, write

from gblint import cli
from gblint.source import syntax

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file systems")

BAD = {
    "not UTF-8": b"x = '\xff'\n",
    "null bytes": b"x = 1\n\0",
    "unknown encoding": b"# coding: martian\n",
    "syntax error": b"def f(:\n",
    "open bracket": b"x = (\n",
    "open string": b"x = '''\n",
    "bad indentation": b"if x:\n  a\n b\n",
    "bad escape": b"x = '\\N{no such character}'\n",
    "Python 2": b"print 'x'\n",
    "merge conflict": b"<<<<<<< HEAD\nx = 1\n=======\n",
    "2,000 brackets": b"x = " + b"(" * 2000 + b"1" + b")" * 2000,
    "2,000 brackets, one open": b"x = " + b"[" * 2001 + b"1" + b"]" * 2000,
    "5,000 attributes": b"x = a" + b".b" * 5000,
    "5,000 calls": b"x = a" + b".f()" * 5000,
    "5,000 additions": b"x = " + b"a + " * 5000 + b"a",
    "5,000 not": b"x = " + b"not " * 5000 + b"a",
    "5,000 lambdas": b"x = " + b"lambda: " * 5000 + b"a",
    "5,000 lambdas, then an error": b"x = " + b"lambda: " * 5000 + b"a\ny = (",
    "5,000 additions over lines": b"x = (" + b"a +\n" * 5000 + b"a)",
    "150 indentations": b"".join(b" " * n + b"if a:\n" for n in range(150)) + b" " * 150 + b"pass\n",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stand_in.install(monkeypatch)


def lint(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of a run that has to end with status 2 and to lint good.py nonetheless."""
    start = time.perf_counter()
    assert cli.run(list(arguments)) == 2
    assert time.perf_counter() - start < 20
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = captured.out.splitlines()
    good = [line for line in lines if line.startswith("good.py:5:9: GB0124 ")]
    assert len(good) == 1
    return [line for line in lines if line not in good]


@pytest.mark.parametrize("region", [b"", b"\nimport torch; torch.compile\n"], ids=["no region", "region"])
@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_file_is_one_line_and_the_others_are_linted(content, region, tmp_path, capsys):
    write(tmp_path, {"good.py": REGION, "bad.py": content + region})
    for arguments in (["."], ["bad.py", "good.py"]):
        lines = lint(capsys, *arguments)
        assert len(lines) == 1
        assert lines[0].startswith("bad.py:")
        assert " GBL002 " in lines[0]


def test_in_a_large_project_files_that_cannot_matter_are_not_parsed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("gblint.engine.SMALL_PROJECT", 10)
    write(tmp_path, {"good.py": REGION, "bad.py": "x = (\n", "region.py": "x = (\nimport torch; torch.compile\n"})
    assert [line.split(":")[0] for line in lint(capsys, ".")] == ["region.py"]
    assert [line.split(":")[0] for line in lint(capsys, ".", "bad.py")] == ["bad.py", "region.py"]
    write(tmp_path, {"bad.py": "x = '\0'\n"})
    assert [line.split(":")[0] for line in lint(capsys, ".")] == ["bad.py", "region.py"]


def test_missing_paths(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION})
    assert lint(capsys, "gone.py", "no/where", "good.py") == [
        "gone.py:1:1: GBL002 no such file or directory",
        "no/where:1:1: GBL002 no such file or directory",
    ]


@posix
def test_a_fifo_is_not_waited_for(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION})
    os.mkfifo(tmp_path / "pipe.py")
    for arguments in (["."], ["pipe.py", "good.py"]):
        assert lint(capsys, *arguments) == ["pipe.py:1:1: GBL002 not a regular file"]


@posix
def test_a_file_that_may_not_be_read(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION, "secret.py": "", "vault/a.py": ""})
    (tmp_path / "secret.py").chmod(0)
    (tmp_path / "vault").chmod(0)
    if os.access(tmp_path / "secret.py", os.R_OK):
        pytest.skip("this user may read everything")
    try:
        assert lint(capsys, ".") == [
            "secret.py:1:1: GBL002 cannot be read: permission denied",
            "vault:1:1: GBL002 cannot be listed: permission denied",
        ]
    finally:
        (tmp_path / "vault").chmod(0o700)


@posix
def test_loops_and_dead_ends_of_links(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION})
    os.symlink("loop.py", tmp_path / "loop.py")
    os.symlink("nowhere", tmp_path / "dead.py")
    os.symlink(".", tmp_path / "folder")
    lines = lint(capsys, ".")
    assert [line.split(":")[0] for line in lines] == ["dead.py", "loop.py"]
    assert "too many levels of symbolic links" in lines[1]
    assert lint(capsys, "loop.py", "good.py")[0].startswith("loop.py:1:1: GBL002 too many levels")


@posix
def test_odd_names(tmp_path, capsys):
    write(tmp_path, {"good.py": REGION, "new\nline.py": "x = (\n"})
    with open(os.fsencode(tmp_path) + b"/\xff.py", "wb") as file:
        file.write(b"x = (\n")
    lines = lint(capsys, ".")
    assert [line.split(":")[0] for line in lines] == ["new\\nline.py", "\\udcff.py"]
    line = lint(capsys, "nul\0.py", "good.py")[0]
    assert line.startswith("nul\\x00.py:1:1: GBL002 ")
    assert "embedded null" in line  # Python 3.13 names the system call before it


@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"# only a comment", b"x = 1\r\ry = 2\r", b"\x0c\n"])
def test_empty_and_unusual_files_are_fine(content, tmp_path):
    write(tmp_path, {"a.py": content})
    assert cli.run(["a.py"]) == 0


def test_folders_without_python_are_fine(tmp_path):
    assert cli.run([]) == 0


def test_a_deselected_fault_still_ends_with_status_2(tmp_path, capsys):
    write(tmp_path, {"bad.py": "x = (\n"})
    assert cli.run(["--ignore", "GBL002", "."]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "source",
    [
        'x = f"{d["a"]}"\n',  # 3.12
        "type Row[T] = list[T]\n",  # 3.12
        "class A[T = int]: ...\n",  # 3.13
        "try:\n    pass\nexcept A, B:\n    pass\n",  # 3.14
        'x = t"{y}"\n',  # 3.14
    ],
)
def test_newer_syntax_than_the_running_python_is_no_fault(source):
    assert syntax.check_syntax(source) is None


def test_the_place_of_a_syntax_error_counts_characters():
    fault = syntax.check_syntax("x = 1\ny = 'é')\n")
    assert fault == syntax.SyntaxFault(2, 8, "syntax error: unmatched ')'")


def test_depth_is_counted_outside_strings_and_tables_are_not_deep():
    assert not syntax.too_deep(f"x = '{'(' * 3000}'\n# {'[' * 3000}\ny = '''{'{' * 3000}'''\n")
    assert not syntax.too_deep(f"x = [{'-1, ' * 5000}]\n")
    assert not syntax.too_deep("x = a.b()\n" * 5000)
    assert syntax.too_deep("(" * 300)
    assert syntax.too_deep("x = a" + ".b()" * 4000)
    assert syntax.too_deep("x = (a" + "\n+ b" * 4000 + ")")
