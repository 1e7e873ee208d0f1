"""The README and docs/ say the truth: outputs are what gblint prints now, commands and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import readme

from gblint.dynamo import registry
from gblint.settings import load

BLOCKS = [
    pytest.param(command, output, id=f"{page.name}: {command}")
    for page in readme.PAGES
    for command, output in readme.shown(page)
]
PAGE_NAMES = ["README.md", "CONTRIBUTING.md", "docs/tracing.md", "docs/usage.md", "benchmarks/accuracy/README.md"]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
TOML = re.compile(r"```toml\n(.*?)```\n", re.DOTALL)
CODE = re.compile(r"\bGB(?:L\d{3}|\d{4})\b")


@pytest.mark.parametrize(("command", "output"), BLOCKS)
def test_output_shown_is_what_gblint_prints(command: str, output: str) -> None:
    assert readme.printed(command) == output, "renew it: python tests/readme.py"


def test_readme_shows_findings_at_length() -> None:
    outputs = dict(readme.shown(readme.README))
    assert any("--output-format full" in command and "^^^" in output for command, output in outputs.items())


def test_set_up_commands_install_lint_and_test() -> None:
    lint, tests = readme.set_up_commands()
    assert lint.startswith("python3 -m venv .venv && ") and lint.endswith("gblint --exit-zero examples/")
    assert tests.startswith("python3 -m venv .venv && ") and tests.endswith("-m pytest")


@pytest.mark.skipif(not (readme.ROOT / ".ci" / "run").is_file(), reason="no .ci folder in a source distribution")
def test_ci_runs_the_test_command_of_the_readme() -> None:
    """It takes the line out of the README with this expression, and finds one line only."""
    script = (readme.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    expression = "^python3 -m venv .*pytest$"
    assert f"'{expression}' README.md" in script
    _, tests = readme.set_up_commands()
    assert re.findall(expression, readme.README.read_text(encoding="utf-8"), re.MULTILINE) == [tests]


@pytest.mark.parametrize("name", [name for name in PAGE_NAMES if (readme.ROOT / name).is_file()])
def test_links_lead_to_files(name: str) -> None:
    page = readme.ROOT / name
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    # A source distribution leaves the benchmarks out.
    assert not [t for t in targets if not (page.parent / t).exists() and "benchmarks" not in t]


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.name)
def test_settings_shown_are_valid(page: Path, tmp_path: Path) -> None:
    for number, table in enumerate(TOML.findall(page.read_text(encoding="utf-8"))):
        file = tmp_path / str(number) / "pyproject.toml"
        file.parent.mkdir()
        file.write_text(table, encoding="utf-8")
        assert load([], str(file)).source


@pytest.mark.parametrize("page", readme.PAGES, ids=lambda page: page.name)
def test_codes_named_are_known(page: Path) -> None:
    known = registry.load()
    assert not [code for code in CODE.findall(page.read_text(encoding="utf-8")) if not known.is_known(code)]
