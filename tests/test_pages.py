"""The explanation pages: their form, and that they keep to what they announce. Needs no torch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gblint.dynamo import registry
from gblint.dynamo.page import HEADINGS, PageError, marks, parse, plain
from gblint.source.syntax import check_syntax

REGISTRY = registry.load()
FOLDER = Path(registry.__file__).parent / "pages"
CASES = Path(__file__).parent / "cases"
CODES = REGISTRY.codes()
# Findings about the run, not about code that Dynamo would trace; GB0101 takes two modules: no example to run.
WITHOUT_EXAMPLE = {"GBL002", "GBL003", "GBL004", "GBL005", "GB0101"}
WITH_EXAMPLE = [code for code in CODES if REGISTRY.page(code).example]
# Dynamo reports these for a function as a whole, so no case can expect them on a line.
WITHOUT_LINE = {"GB7324"}

TEXT = "---\nstatus: detected\nhint: Do.\n---\n" + "".join(f"\n## {name}\n\n" for name in HEADINGS)


def test_every_code_has_a_page_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_page_has_the_form(code: str) -> None:
    page = REGISTRY.page(code)
    assert page.what_breaks and page.instead
    assert page.what_does_not or page.status == "internal"
    assert bool(page.example) is bool(page.use_instead)
    assert page.example or code in WITHOUT_EXAMPLE or page.status != "detected"


@pytest.mark.parametrize("code", CODES)
def test_hint_is_one_short_sentence(code: str) -> None:
    hint = REGISTRY.page(code).hint
    assert hint.endswith(".") and hint[0].isupper()
    assert len(hint) <= 130
    assert not re.search(r"\. [A-Z]", hint)


@pytest.mark.parametrize("code", WITH_EXAMPLE)
def test_example_marks_its_id_and_the_rewrite_none(code: str) -> None:
    page = REGISTRY.page(code)
    announced = marks(page.example)
    assert code in {name for names in announced.values() for name in names}
    assert not marks(page.use_instead)
    assert all(REGISTRY.is_known(name) for names in announced.values() for name in names)
    for block in (page.example, page.use_instead):
        assert check_syntax(block) is None
        assert "torch.compile" in block or code == "GB0003"


@pytest.mark.parametrize("code", CODES)
def test_page_names_known_ids_only(code: str) -> None:
    text = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
    for name in re.findall(r"\bGBL?\d+\b", text):
        assert REGISTRY.is_known(name), name


def test_detected_ids_have_cases() -> None:
    """An id of one callable only, which the measured facts name, is shown by its page's example and needs no case."""
    files = list(CASES.rglob("*.py"))
    if len(files) <= 100:
        pytest.skip(f"tests/cases has only {len(files)} files yet")
    expectations = re.findall(r"# expect[^:\n]*:(.*)", "\n".join(path.read_text(encoding="utf-8") for path in files))
    facts = [path.read_text(encoding="utf-8") for path in (FOLDER.parent / "data").glob("facts-*.json")]
    covered = set(re.findall(r"GBL?\d+", "\n".join(expectations + facts)))
    detected = {code for code in CODES if REGISTRY.page(code).status == "detected"}
    not_run = {code for code in detected if REGISTRY.page(code).not_run}
    assert detected - covered - not_run - WITHOUT_EXAMPLE - WITHOUT_LINE == set()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("## What breaks\n", "front matter"),
        (TEXT.replace("status: detected\n", ""), "status"),
        (TEXT.replace("detected", "sometimes"), "status"),
        (TEXT.replace("hint: Do.\n", ""), "hint"),
        (TEXT.replace("hint: Do.", "hint: Do.\ntitle: no"), "title"),
        (TEXT.replace("hint: Do.", "hint: Do.\nseverity: grave"), "severity"),
        (TEXT.replace("## Instead", "## Advice"), "headings"),
        (TEXT.replace("## What breaks", "text\n\n## What breaks"), "before the first heading"),
        (TEXT.replace("## Example\n\n", "## Example\n\nx = 1\n"), "one python block"),
    ],
)
def test_malformed_page_is_an_error_that_names_id_and_fault(text: str, fault: str) -> None:
    with pytest.raises(PageError, match=f"GB0001.*{fault}"):
        parse("GB0001", text)


def test_marks_are_read_from_line_ends() -> None:
    assert marks("a()  # GB0036, GBL001\n# GB0124 is no mark when text follows\nb()  #GB0007") == {
        1: ("GB0036", "GBL001"),
        3: ("GB0007",),
    }


def test_plain_wraps_items_apart() -> None:
    text = plain("one two\nthree\n\n- first item\n  goes on\n- second", width=20)
    assert text == "  one two three\n\n  - first item goes\n    on\n  - second"
