from __future__ import annotations

import ast
import json
import re
import textwrap
from pathlib import Path

import pytest
import stand_in
from stand_in import REGION, write

from gblint import cli
from gblint.diagnostics import Diagnostic, Region, Severity, Span, TraceStep
from gblint.engine import Report
from gblint.output import render
from gblint.source.files import SourceFile

# Vim's built-in errorformat for flake8's lines is "%f:%l:%c:%m"; the others are those of ALE and of python-lsp-server.
PARSERS = [
    r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+):(?P<rest>.*)$",
    r"^[a-zA-Z]?:?[^:]+:(?P<line>\d+):?(?P<column>\d+)?: (?P<code>[A-Za-z0-9]+):? (?P<message>.*)$",
    r"(?P<path>.*):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<message>.*)",
]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    stand_in.install(monkeypatch)


def report(source: str, span: Span, **more: object) -> Report:
    finding = Diagnostic("a.py", span, "GB0124", "reads `x`", "", Severity.WARNING)
    finding = Diagnostic(**{**vars(finding), **more})  # type: ignore[arg-type]
    return Report([finding], sources={"a.py": SourceFile(Path("a.py"), "a.py", data=source.encode())})


@pytest.mark.parametrize("parser", PARSERS)
def test_editors_parse_the_text_format(parser, tmp_path, capsys):
    write(tmp_path, {"a.py": REGION})
    cli.run(["a.py", "gone.py"])
    places = []
    for line in capsys.readouterr().out.splitlines():
        found = re.match(parser, line)
        assert found, line
        places.append((found["line"], found["column"]))
    assert places == [("5", "9"), ("1", "1")]


def test_text_stays_on_one_line_whatever_is_in_path_and_message():
    finding = Diagnostic("a\n\udcff.py", Span(1, 1, 1, 2), "GB0124", "two\n  lines \x1b[31m", "", Severity.NOTE)
    assert render(Report([finding]), "text") == "a\\n\\udcff.py:1:1: GB0124 two lines \\x1b[31m\n"
    assert "\\udcff" in render(Report([finding]), "json")
    assert json.loads(render(Report([finding]), "json"))[0]["path"] == "a\n\udcff.py"


def test_full_shows_the_place_the_way_and_the_hint():
    region = Region("train_step", "s/train.py", 12, fullgraph=True)
    trace = (TraceStep("s/train.py", 14, "train_step"), TraceStep("a.py", 2, "Net.forward"))
    more = {"region": region, "trace": trace, "hint": "Return the tensor."}
    shown = render(report("def forward(self, x):\n    n = x.item()\n", Span(2, 9, 2, 17), **more), "full")
    assert shown == textwrap.dedent("""\
        a.py:2:9: warning GB0124: reads `x`
          |
        2 | n = x.item()
          |     ^^^^^^^^
          = in region train_step (s/train.py:12, fullgraph=True) -> train_step (s/train.py:14) -> Net.forward (a.py:2)
          = help: Return the tensor.

        Found 1 graph break.
    """)


@pytest.mark.parametrize(
    ("source", "span", "code", "marks"),
    [
        ("\tif\tx.any():\n", Span(1, 5, 1, 12), "if    x.any():", "      ^^^^^^^"),
        ("s = '図', x.item()\n", Span(1, 10, 1, 18), "s = '図', x.item()", "          ^^^^^^^^"),
        ("n = x.sum(\n    0).item()\n", Span(1, 5, 2, 14), "n = x.sum(", "    ^^^^^^"),
        ("x\n", Span(1, 9, 1, 12), "x", " ^"),
        ("n = x.item()\n", Span(1, 5, 1, 5), "n = x.item()", "    ^"),
    ],
)
def test_carets_stand_below_the_place(source, span, code, marks):
    lines = render(report(source, span), "full").splitlines()
    assert lines[2] == f"1 | {code}"
    assert lines[3] == f"  | {marks}"


def test_a_finding_without_a_source_line_is_shown_without_one():
    shown = render(Report([Diagnostic("gone.py", Span(1, 1, 1, 2), "GBL002", "no", "", Severity.ERROR)]), "full")
    assert shown.splitlines()[0] == "gone.py:1:1: error GBL002: no"
    assert "^" not in shown


def test_colors_only_when_asked_for_or_on_a_terminal(tmp_path, capsys, monkeypatch):
    write(tmp_path, {"a.py": REGION})
    monkeypatch.setenv("TERM", "xterm")

    def colored(*options: str) -> bool:
        cli.run(["--output-format", "full", *options, "a.py"])
        return "\033[" in capsys.readouterr().out

    assert not colored()
    assert colored("--color", "always")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert colored()
    assert not colored("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colored()
    assert colored("--color", "always")


def test_full_ends_with_a_count(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION + "missing(x)\n", "b.py": "x = (\n"})
    assert cli.run(["--output-format", "full", "."]) == 2
    assert capsys.readouterr().out.endswith("\n\nFound 1 graph break (1 note, 1 file not analysed).\n")


def test_output_does_not_depend_on_the_order_of_paths(tmp_path, capsys):
    write(tmp_path, {"a.py": REGION, "b/c.py": REGION, "d.py": "x = (\n"})
    outputs = set()
    for paths in (["a.py", "b", "d.py"], ["d.py", "b", "a.py"], ["b", "a.py", "d.py", "a.py"]):
        cli.run(["--output-format", "json", *paths])
        outputs.add(capsys.readouterr().out)
    assert len(outputs) == 1


def test_the_flake8_plugin_reports_what_fails_in_its_own_file(tmp_path):
    from gblint.editor.flake8_plugin import Plugin

    write(tmp_path, {"pkg/a.py": "x = 1\n"})
    source = REGION + "missing(x)\ny = x.item()  # noqa\n"
    lines = source.splitlines(keepends=True)
    for name in ("pkg/a.py", str(tmp_path / "pkg" / "a.py"), "stdin"):
        found = list(Plugin(ast.parse(source), lines, name).run())
        assert found == [(5, 8, "GB0124 `x.item()` breaks the graph", Plugin)]
    assert list(Plugin(ast.parse("x = 1"), ["x = 1\n"], "pkg/a.py").run()) == []
