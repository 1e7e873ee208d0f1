from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from stand_in import write

from gblint.engine import module_roots
from gblint.source.discovery import discover
from gblint.source.files import SourceError, SourceFile, _read, display_name
from gblint.source.patterns import Patterns

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file systems")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(*paths: str, **options: object) -> list[str]:
    found = discover(paths, **options)  # type: ignore[arg-type]
    assert found.faults == []
    return [file.display for file in found.files]


def test_folders_give_python_files_in_order_with_forward_slashes(tmp_path):
    write(tmp_path, {"b.py": "", "a/z.py": "", "a/y.txt": "", "a/x.pyi": "", "a/w/v.py": ""})
    assert names(".") == ["a/w/v.py", "a/z.py", "b.py"]
    assert names("b.py", "a") == names("a", "./b.py") == ["a/w/v.py", "a/z.py", "b.py"]


def test_a_file_named_on_the_command_line_may_have_any_suffix(tmp_path):
    write(tmp_path, {"train": "", "a.py": ""})
    assert names("train") == ["train"]
    assert [file.explicit for file in discover(["train", "."]).files] == [False, True]


def test_each_file_comes_once_however_it_is_given(tmp_path):
    write(tmp_path, {"a/b.py": ""})
    given = ["a/b.py", "./a/b.py", "a", ".", str(tmp_path / "a"), "a/../a/b.py"]
    found = discover(given)
    assert [(file.display, file.explicit) for file in found.files] == [("a/b.py", True)]


def test_paths_outside_the_working_folder_stay_as_given(tmp_path, monkeypatch):
    write(tmp_path, {"a.py": "", "in/b.py": ""})
    monkeypatch.chdir(tmp_path / "in")
    assert names("../a.py") == ["../a.py"]
    assert names(str(tmp_path / "a.py")) == [(tmp_path / "a.py").as_posix()]
    assert display_name(tmp_path / "in" / "b.py") == "b.py"


def test_default_excludes_count_below_the_given_paths_only(tmp_path, monkeypatch):
    write(
        tmp_path, {"build/a.py": "", "build/dist/b.py": "", ".venv/c.py": "", "myenv/pyvenv.cfg": "", "myenv/d.py": ""}
    )
    write(tmp_path, {"env/e.py": ""})
    assert names(".") == ["env/e.py"]
    assert names("build") == ["build/a.py"]
    monkeypatch.chdir(tmp_path / "build")
    assert names(".") == ["a.py"]


def test_excludes_are_patterns_that_explicit_files_are_exempt_from(tmp_path):
    write(tmp_path, {"a.py": "", "gen/b.py": "", "x/gen/c.py": "", "x/d_pb2.py": "", "build/e.py": ""})
    root = str(tmp_path)
    assert names(".", extend_exclude=Patterns(root, ["gen", "*_pb2.py"])) == ["a.py"]
    assert names(".", extend_exclude=Patterns(root, ["/gen"])) == ["a.py", "x/d_pb2.py", "x/gen/c.py"]
    assert names(".", exclude=Patterns(root, ["x/"])) == ["a.py", "build/e.py", "gen/b.py"]
    assert names("gen/b.py", extend_exclude=Patterns(root, ["gen"])) == ["gen/b.py"]


def test_excludes_can_be_forced_on_explicit_files(tmp_path):
    write(tmp_path, {"a.py": "", "gen/b.py": "", "build/c.py": ""})
    given, root = ("a.py", "gen/b.py", "build/c.py"), str(tmp_path)
    assert names(*given, force_exclude=True) == ["a.py", "gen/b.py"]
    assert names(*given, force_exclude=True, extend_exclude=Patterns(root, ["gen/"])) == ["a.py"]
    assert names(*given, force_exclude=True, exclude=Patterns(root, ["gen/"])) == ["a.py", "build/c.py"]


def test_gitignore_files_are_honoured_from_the_root_of_the_repository_down(tmp_path):
    write(tmp_path, {".git/HEAD": "", ".gitignore": "gen/\n*.tmp.py\n# comment\n\n", ".git/info/exclude": "mine.py\n"})
    write(tmp_path, {"p/gen/a.py": "", "p/b.tmp.py": "", "p/keep.tmp.py": "", "p/c.py": "", "p/mine.py": ""})
    write(tmp_path, {"p/.gitignore": "!keep.tmp.py\n/c.py\n", "p/q/c.py": ""})
    assert names(".") == names("p") == ["p/keep.tmp.py", "p/q/c.py"]
    assert len(names(".", respect_gitignore=False)) == 6
    assert names("p/c.py") == ["p/c.py"]


def test_an_ignored_folder_that_is_named_is_linted(tmp_path, monkeypatch):
    write(tmp_path, {".git/HEAD": "", ".gitignore": "out/\n", "out/a.py": "", "out/sub/b.py": ""})
    assert names("out") == ["out/a.py", "out/sub/b.py"]
    monkeypatch.chdir(tmp_path / "out" / "sub")
    assert names(".") == ["b.py"]


@posix
def test_linked_folders_are_followed_and_loops_end(tmp_path):
    write(tmp_path, {"src/a.py": "", "shared/b.py": ""})
    os.symlink(tmp_path, tmp_path / "src" / "up")
    os.symlink(".", tmp_path / "src" / "self")
    os.symlink("../shared", tmp_path / "src" / "linked")
    assert names("src") == ["src/a.py", "src/linked/b.py"]
    assert names(".") == ["shared/b.py", "src/a.py"]


@posix
def test_a_linked_file_comes_once_under_its_first_name(tmp_path):
    write(tmp_path, {"a.py": ""})
    os.symlink("a.py", tmp_path / "b.py")
    assert names(".") == ["a.py"]
    assert names("b.py", ".") == ["b.py"]


@posix
def test_emacs_locks_are_no_files(tmp_path):
    os.symlink("user@host.123", tmp_path / ".#a.py")
    assert names(".") == []


def test_line_ends_and_byte_order_mark():
    def text(data: bytes) -> str:
        return SourceFile(Path("a.py"), "a.py", data=data).text

    assert text(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"
    assert text(b"x = '\xc3\xa9'\n") == "x = 'é'\n"
    assert SourceFile(Path("a.py"), "a.py", data=b"a\x0cb\nc").lines == ["a\x0cb", "c"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "x = 'é'"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", "x = '€'"),
        (b"\xef\xbb\xbf# coding: utf-8\nx = '\xc3\xa9'\n", "x = 'é'"),
        (b"x = 1\n# coding: latin-1\ny = '\xc3\xa9'\n", "y = 'é'"),
    ],
)
def test_encodings_as_python_reads_them(data, text):
    assert text in SourceFile(Path("a.py"), "a.py", data=data).text


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b"x = 1\ny = '\xff'\n", (2, 6), "not UTF-8: byte 0xff"),
        (b"x = 1\n\0\n", (2, 1), "contains null bytes: not Python source"),
        ("x = 1\n".encode("utf-16"), (1, 4), "contains null bytes: not Python source"),
        (b"# coding: martian\n", (1, 1), "declares an unknown encoding: martian"),
        (b"# coding: rot13\n", (1, 1), "declares an encoding that is none of text: rot13"),
        (b"# coding: ascii\nx = '\xe9'\n", (2, 6), "not its declared encoding ASCII: byte 0xe9"),
        (b"\xef\xbb\xbf# coding: latin-1\n", (1, 1), "declares the encoding iso8859-1 but begins with UTF-8's"),
    ],
)
def test_what_python_cannot_decode_is_an_error_with_its_place(data, place, message):
    with pytest.raises(SourceError) as caught:
        SourceFile(Path("a.py"), "a.py", data=data).verify()
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.message.startswith(message)


def test_module_roots_are_above_packages_and_include_src(tmp_path):
    write(tmp_path, {"src/pkg/__init__.py": "", "src/pkg/sub/__init__.py": "", "src/pkg/sub/a.py": ""})
    root = tmp_path.resolve()
    assert [p.resolve() for p in module_roots(["src/pkg/sub/a.py"])] == [root / "src", root / "src/pkg/sub", root]
    assert [p.resolve() for p in module_roots([])] == [root, root / "src"]


def test_text_that_was_dropped_is_read_again_and_given_text_stays(tmp_path):
    write(tmp_path, {"a.py": "x = 1\n"})
    [file] = discover(["a.py"]).files
    assert (file.text, file.size) == ("x = 1\n", 6)
    file.forget()
    write(tmp_path, {"a.py": "y = 22\n"})
    assert (file.text, file.size) == ("y = 22\n", 6)
    given = SourceFile(Path("gone.py"), "gone.py", data=b"x")
    given.forget()
    assert given.data == b"x"


@pytest.mark.parametrize("size", [0, 3, 10, 99])
def test_a_file_that_changes_its_size_meanwhile_is_read_whole(tmp_path, size):
    (tmp_path / "a.py").write_bytes(b"0123456789")
    with (tmp_path / "a.py").open("rb") as stream:
        assert _read(stream.fileno(), size) == b"0123456789"
