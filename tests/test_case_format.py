"""The cases follow their format, and what does not is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_format import CASES, CaseError, Expectation, find_cases, read_case, read_expectations
from confirming import disagreements

RUN = "\n\ndef run() -> None:\n    pass\n"


def read(folder: Path, line: str) -> list[Expectation]:
    path = folder / "case.py"
    path.write_text(f"{line}{RUN}", encoding="utf-8")
    return read_expectations(path, folder)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# expect: GB0124", [("GB0124", False, "both")]),
        ("# expect: GB0124, GB0036", [("GB0124", False, "both"), ("GB0036", False, "both")]),
        ("# expect note: GB0105", [("GB0105", True, "both")]),
        ("# noqa: GB0124  # expect: GB0124 (dynamo only: suppressed)", [("GB0124", False, "dynamo")]),
        (
            "# expect: GBL001 (gblint only: a (small) reason, with a comma), GB0036",
            [("GBL001", False, "gblint"), ("GB0036", False, "both")],
        ),
        ("# expect: GB0124  # expect note: GB0105", [("GB0124", False, "both"), ("GB0105", True, "both")]),
        ("# what to expect of it", []),
    ],
)
def test_expectations_are_read(tmp_path: Path, comment: str, expected: list[tuple[str, bool, str]]) -> None:
    assert [(e.code, e.note, e.side) for e in read(tmp_path, f"x = 1  {comment}")] == expected


@pytest.mark.parametrize(
    "comment", ["# expect GB0124", "# expect:", "# expect: GB124", "# expect: GB0124 GB0036", "# Expect: GB0124",
                "# expect: GB0124 (gblint only)", "# expect: GB0124 (dynamo only: )"],
)  # fmt: skip
def test_a_malformed_expectation_is_refused(tmp_path: Path, comment: str) -> None:
    with pytest.raises(CaseError, match=r"case\.py:1: "):
        read(tmp_path, f"x = 1  {comment}")


def test_a_comment_in_a_string_expects_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "x = '# expect: GB0124'") == []


def test_a_case_needs_one_module_with_run_functions(tmp_path: Path) -> None:
    (tmp_path / "case.py").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(CaseError, match="run functions"):
        read_case(tmp_path / "case.py")


@pytest.mark.parametrize("target", find_cases(), ids=lambda target: f"{target.parent.name}/{target.name}")
def test_every_case_can_be_read(target: Path) -> None:
    case = read_case(target)
    assert case.root.parent == CASES
    assert case.main.read_text(encoding="utf-8").startswith('"""'), "a case says in its docstring what it shows"


BREAK = ["case.py", 3, "GB0170", "Data-dependent branching", None]
FOLLOW_UP = ["case.py", 4, "GB4347", "Empty graph", "follows from another break: GB4347"]


@pytest.mark.parametrize(
    ("marks", "breaks", "faults"),
    [
        ("# expect: GB0170", [BREAK], []),
        ("# expect: GB0170", [BREAK, FOLLOW_UP], []),
        ("# expect: GB0170", [], ["3: GB0170 expected, no such break (Dynamo went through it)"]),
        ("# expect: GB0124", [BREAK], ["3: GB0124 expected", "3: GB0170 not expected: Data-dependent branching"]),
        ("", [BREAK], ["3: GB0170 not expected"]),
        ("# expect note: GB0170", [BREAK], ["3: GB0170 not expected"]),
        ("# expect: GB0170 (gblint only: a reason)", [], []),
        ("# expect: GB0170 (dynamo only: a reason)", [BREAK], []),
    ],
)
def test_disagreements_in_both_directions(
    tmp_path: Path, marks: str, breaks: list[list[object]], faults: list[str]
) -> None:
    path = tmp_path / "case.py"
    path.write_text(f'"""Shows."""\n\nx = 1  {marks}\n{RUN}', encoding="utf-8")
    seen = {"breaks": breaks, "traced": {"case.py": [3]}, "errors": [], "runs": ["run"]}
    found = disagreements(read_case(path), seen)
    assert len(found) == len(faults)
    assert all(fault in line for fault, line in zip(faults, found, strict=True)), found


def test_a_run_that_fails_or_is_missing_is_a_disagreement(tmp_path: Path) -> None:
    path = tmp_path / "case.py"
    path.write_text(f'"""Shows."""\n{RUN}', encoding="utf-8")
    seen = {"breaks": [], "traced": {}, "errors": ["run: ValueError: no"], "runs": []}
    assert len(disagreements(read_case(path), seen)) == 2
