"""Every page's code under the real Dynamo: the example breaks where it says, the rewrite does not break.

A block is a whole script. What follows its last definition becomes the run function of a case, and the marks its
expectations; the workers that confirm tests/cases then run it. Lines are those of Python 3.11, facts of torch 2.13.
"""

from __future__ import annotations

import ast
import importlib.metadata
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from confirming import observe_all

from gblint.dynamo import registry
from gblint.dynamo.page import marks

REGISTRY = registry.load()
PAGES = {code: page for code in REGISTRY.codes() if (page := REGISTRY.page(code)).example}
BLOCKS = [(code, kind) for code in PAGES for kind in ("example", "use_instead")]


def _torch_version() -> str:
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


pytestmark = [
    pytest.mark.skipif(not _torch_version().startswith("2.13."), reason="the pages state facts of torch 2.13"),
    pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the pages state line numbers of Python 3.11"),
]

Block = tuple[str, str]


def _as_case(script: str) -> str:
    """The script with its calls in a function ``run``; no line above them moves."""
    last = max(
        (node.end_lineno or 0) for node in ast.parse(script).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )
    lines = script.splitlines()
    calls = textwrap.indent("\n".join(lines[last:]), "    ")
    return "\n".join(lines[:last]) + f"\n\n\ndef run():\n{calls}\n"


@pytest.fixture(scope="module")
def observe(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """What Dynamo did with a block: asks for all selected blocks at the first call, then waits for the one wanted."""
    folder = tmp_path_factory.mktemp("pages")
    here = [i for i in request.session.items if isinstance(i, pytest.Function) and i.module is request.module]
    targets: dict[Path, Block] = {}
    for code, kind in (i.callspec.params["block"] for i in here):
        target = folder / f"{code.lower()}_{kind}.py"
        target.write_text(_as_case(getattr(PAGES[code], kind)), encoding="utf-8")
        targets[target] = (code, kind)
    coming = observe_all(targets)
    arrived: dict[Block, Any] = {}

    def wait_for(block: Block) -> Any:
        while block not in arrived:
            target, seen = next(coming)
            arrived[targets[target]] = seen
        return arrived[block]

    yield wait_for


@pytest.mark.parametrize("block", BLOCKS, ids="-".join)
def test_dynamo_confirms(block: Block, observe: Callable[[Block], Any]) -> None:
    code, kind = block
    page = PAGES[code]
    if page.not_run and kind == "example":
        pytest.skip(page.not_run)
    seen = observe(block)
    assert not seen["errors"]
    announced = {(line, name) for line, names in marks(getattr(page, kind)).items() for name in names}
    # A few breaks (GB0003, GB7324) concern the whole function: Dynamo then names no line.
    unplaced = {name for path, _, name, *_ in seen["breaks"] if not path}
    placed = {(line, name) for path, line, name, *_ in seen["breaks"] if path}
    assert placed == {(line, name) for line, name in announced if name not in unplaced}
    assert unplaced <= {name for _, name in announced}
