"""Every expectation in tests/cases, confirmed by the real Dynamo: each marked line breaks with its id, and no other.

Lines are those of Python 3.11, facts those of torch 2.13; elsewhere these tests are skipped. All cases go to a few
worker processes at once (importing torch takes longer than most cases); each test then looks up its case's answer.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from case_format import find_cases, read_case
from confirming import disagreements, observe_all

TARGETS = find_cases()


def _torch_version() -> str:
    try:
        return importlib.metadata.version("torch")
    except importlib.metadata.PackageNotFoundError:
        return ""


pytestmark = [
    pytest.mark.skipif(not _torch_version().startswith("2.13."), reason="the cases state facts of torch 2.13"),
    pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the cases state line numbers of Python 3.11"),
]


@pytest.fixture(scope="module")
def observation(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], dict[str, object]]]:
    """What Dynamo did in a case: asks for all selected cases at the first call, then waits for the one wanted."""
    here = [i for i in request.session.items if isinstance(i, pytest.Function) and i.module is request.module]
    selected: set[Path] = {item.callspec.params["target"] for item in here}
    coming = observe_all(sorted(selected), int(os.environ.get("GBLINT_DYNAMO_WORKERS", "0")))
    arrived: dict[Path, dict[str, object]] = {}

    def wait_for(target: Path) -> dict[str, object]:
        while target not in arrived:
            done, seen = next(coming)
            arrived[done] = seen
        return arrived[target]

    yield wait_for


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: f"{target.parent.name}/{target.name}")
def test_dynamo_confirms(target: Path, observation: Callable[[Path], dict[str, object]]) -> None:
    faults = disagreements(read_case(target), observation(target))
    assert not faults, "\n" + "\n".join(faults)
