"""The tool that measures facts: what several workers give is what one gives. Dynamo itself is not asked here."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

ROOT = Path(__file__).parents[1]
TASKS = [{"name": f"torch.f{number}", "digest": str(number)} for number in range(40)]


class Worker:
    """Stands for the process: the first ones wait for each other, and one callable kills it."""

    living: ClassVar[set[Worker]] = set()
    started = threading.Barrier(1)

    def __init__(self) -> None:
        self.done = 0
        Worker.living.add(self)

    def ask(self, task: dict[str, Any]) -> dict[str, Any]:
        self.done += 1
        if int(task["digest"]) < Worker.started.parties:
            Worker.started.wait(60)
        if task["digest"] == "7":
            raise EOFError
        return {"name": task["name"], "digest": task["digest"], "kinds": {"const": {}}, "computed": True}

    def close(self) -> None:
        Worker.living.remove(self)


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    import probe_facts

    monkeypatch.setattr(probe_facts, "Worker", Worker)
    monkeypatch.setattr(probe_facts, "TASKS_A_WORKER", 5)
    monkeypatch.setattr(Worker, "living", set())
    return probe_facts


@pytest.mark.parametrize("jobs", [1, 4])
def test_every_task_has_one_answer(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(Worker, "started", threading.Barrier(jobs))
    path = tmp_path / "answers.jsonl"
    tool.measure(TASKS, path, jobs)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted(int(line["digest"]) for line in lines) == list(range(40))
    assert [line["name"] for line in lines if line.get("failed")] == ["torch.f7"]
    assert not Worker.living


def test_what_has_an_answer_is_not_measured_again(tool: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    tool.measure(TASKS[:20], path, 2)
    tool.measure(TASKS, path, 3)
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(TASKS)
    assert tool.known(path).keys() == {task["digest"] for task in TASKS}


def test_a_failure_ends_all_workers(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(worker: Worker, task: dict[str, Any]) -> dict[str, Any]:
        raise ValueError(task["name"])

    monkeypatch.setattr(Worker, "ask", fails)
    with pytest.raises(ValueError, match="torch"):
        tool.measure(TASKS, tmp_path / "answers.jsonl", 3)
    assert not Worker.living
