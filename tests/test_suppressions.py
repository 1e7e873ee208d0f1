from __future__ import annotations

import io
import textwrap
import tokenize
from pathlib import Path

import pytest
import stand_in
from stand_in import write

from gblint.diagnostics import Diagnostic, Severity, Span
from gblint.engine import check
from gblint.settings import Settings
from gblint.source import suppressions
from gblint.source.suppressions import Suppressions, comments_of


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stand_in.install(monkeypatch)


def finding(line: int, end_line: int | None = None, code: str = "GB0124") -> Diagnostic:
    return Diagnostic("a.py", Span(line, 1, end_line or line, 2), code, "m", "h", Severity.WARNING)


def covered(source: str, at: Diagnostic) -> bool:
    return Suppressions("a.py", comments_of(textwrap.dedent(source))).covers(at)


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa",
        "#noqa",
        "# NOQA",
        "# noqa: GB0124",
        "# noqa:GB0124",
        "# noqa : GB0124",
        "# noqa: E501,GB0124",
        "# noqa: E501 GB0124 the loss is read once an epoch",
        "# noqa: gb0124",
        "# noqa: GB01",
        "# type: ignore  # noqa: GB0124",
        "# gblint: ignore",
        "# gblint:ignore[GB0124]",
        "# gblint: ignore[GB0170, GB0124] (once an epoch)",
        "# gblint: ignore[GB]",
    ],
)
def test_comments_that_silence(comment):
    assert covered(f"n = x.item()  {comment}\n", finding(1))


@pytest.mark.parametrize(
    "comment",
    ["# noqa: E501", "# noqa: GB0170", "# gblint: ignore[GB0170]", "# gblint: compiled", "# noqable", "# nothing"],
)
def test_comments_that_do_not(comment):
    assert not covered(f"n = x.item()  {comment}\n", finding(1))


def test_text_in_strings_is_no_comment():
    assert not covered('n = x.item("# noqa")\n', finding(1))
    assert not covered('"""\n# gblint: skip-file\n"""\nn = x.item()\n', finding(4))


def test_a_comment_speaks_for_its_own_line():
    assert not covered("# noqa\nn = x.item()\n", finding(2))


def test_in_a_statement_over_several_lines_the_last_line_speaks_too():
    source = """\
    n = f(
        x.item(),
        y,
    )  # noqa: GB0124
    """
    assert covered(source, finding(2))
    assert not covered(source.replace("y,", "y,  # noqa").replace(")  # noqa: GB0124", ")"), finding(2))


def test_the_end_of_the_span_speaks_too():
    source = """\
    n = f(
        x.sum(
        ).item(),  # noqa
        y,
    )
    """
    assert covered(source, finding(2, end_line=3))


def test_a_comment_behind_the_header_speaks_for_the_condition_not_for_the_body():
    source = """\
    if (
        x.any()
    ):  # noqa
        n = x.item()
    """
    assert covered(source, finding(2))
    assert not covered(source, finding(4))


def test_multi_line_strings_end_their_statement():
    assert covered('s = f"""\n{x.item()}\n"""  # noqa\n', finding(2))


def test_skip_file_stands_on_a_line_of_its_own():
    assert covered("x = 1\n    # gblint: skip-file\nn = x.item()\n", finding(3))
    comments = Suppressions("a.py", comments_of("x = 1  # gblint: skip-file\nn = x.item()\n"))
    assert not comments.covers(finding(2))
    assert "it belongs on a line of its own" in comments.unused()[0].message


def test_syntax_newer_than_the_running_python_is_no_matter():
    source = "x = 1  # noqa\ny = $\nz = 'open\nn = x.item()  # gblint: ignore[GB0124]\n"
    assert covered(source, finding(1))
    assert covered(source, finding(4))
    assert covered("x = (1\nn = x.item()  # noqa\n", finding(2))


def test_what_suppresses_nothing_is_noted():
    source = (
        "n = x.item()  # gblint: ignore[GB0124, GB0170]\n"
        "m = 1  # noqa: GB0033, E501\n"
        "k = 1  # noqa\n"
        "j = 1  # noqa: E501\n"
        "i = 1  # gblint: ignore\n"
        "h = 1  # gblint: ignore[GB0124, GBL004]\n"
        "g = 1  # gblint: ingore[GB0124]\n"
        "def f(): ...  # gblint: compiled\n"
    )
    comments = Suppressions("a.py", comments_of(source))
    assert comments.covers(finding(1))
    notes = comments.unused()
    assert [(note.span.line, note.code, note.severity) for note in notes] == [
        (line, "GBL004", Severity.NOTE) for line in (1, 2, 5, 7)
    ]
    assert notes[0].message == "`# gblint: ignore[GB0124, GB0170]` suppresses nothing: gblint finds no GB0170 here"
    assert notes[0].span == Span(1, 15, 1, 47)
    assert notes[2].message == "`# gblint: ignore` suppresses nothing: gblint finds nothing here"
    assert notes[3].message.endswith("has no effect: known are ignore, skip-file, compiled")


def test_comments_for_other_linters_are_passed_over():
    assert comments_of("import os  # noqa: F401\nx = '# noqa'\n") == []
    assert comments_of("f(\n    x,\n)  # noqa\n") == [(3, 4, "# noqa", False, 1)]


def test_the_run_applies_them_and_notes_the_useless(tmp_path):
    source = stand_in.REGION.replace("x.item()", "x.item()  # noqa: GB0124, GB0170")
    write(tmp_path, {"a.py": source, "not_analysed.py": "x = 1  # noqa: GB0124\n"})
    found = check(["."], Settings(tmp_path)).diagnostics
    assert [(f.path, f.span.line, f.code) for f in found] == [("a.py", 5, "GBL004")]


def test_a_comment_for_a_code_left_out_of_this_run_is_not_useless(tmp_path):
    write(tmp_path, {"a.py": stand_in.REGION.replace("x.item()", "x.item()  # noqa: GB0124")})
    assert check(["."], Settings(tmp_path, ignore=("GB0124",))).diagnostics == []


def test_comments_are_those_that_tokenize_finds():
    root = Path(__file__).parent.parent
    for path in [Path(__file__), *sorted((root / "src/gblint/source").glob("*.py"))]:
        text = path.read_text("utf-8")
        tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type == tokenize.COMMENT]
        found = suppressions._comments(text)
        assert [(c.line, c.column, c.text) for c in found] == [(t.start[0], t.start[1] + 1, t.string) for t in tokens]
        assert all(c.alone == t.line.lstrip().startswith("#") for c, t in zip(found, tokens, strict=True))
