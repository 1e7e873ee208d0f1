"""Asks the real Dynamo about many cases: a few long-lived workers, and what their answers say against the expectations.

Needs no torch itself; the workers (dynamo_oracle.py) do.
"""

from __future__ import annotations

import json
import os
import queue
import selectors
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from case_format import Case, read_case

WORKER = Path(__file__).resolve().with_name("dynamo_oracle.py")
SECONDS_A_CASE = 180  # the first answer of a worker includes importing torch


class _Worker:
    """One process that answers for cases, started when first asked and again after it died or hung."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the worker)

    def ask(self, target: Path) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                [sys.executable, str(WORKER)], stdin=pipe, stdout=pipe, stderr=self._said, text=True
            )
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            self._process.stdin.write(f"{target}\n")
            self._process.stdin.flush()
            with selectors.DefaultSelector() as ready:
                ready.register(self._process.stdout, selectors.EVENT_READ)
                line = self._process.stdout.readline() if ready.select(SECONDS_A_CASE) else ""
        except OSError:
            line = ""
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        self.stop()
        self._said.seek(0)
        return {"breaks": [], "traced": {}, "runs": [], "errors": [f"the worker ended: {self._said.read()[-1500:]}"]}

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def observe_all(targets: Iterable[Path], workers: int = 0) -> Iterator[tuple[Path, dict[str, Any]]]:
    """What Dynamo did in each case, as answers come in. ``workers``: how many processes; 0 for two at most."""
    waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
    answers: queue.SimpleQueue[tuple[Path, dict[str, Any]]] = queue.SimpleQueue()
    count = 0
    for target in targets:
        waiting.put(target)
        count += 1

    def work() -> None:
        worker = _Worker()
        try:
            while True:
                target = waiting.get_nowait()
                answers.put((target, worker.ask(target)))
        except queue.Empty:
            worker.stop()

    for _ in range(min(workers or min(2, os.cpu_count() or 1), count)):
        threading.Thread(target=work, daemon=True).start()
    for _ in range(count):
        yield answers.get()


def disagreements(case: Case, seen: dict[str, Any]) -> list[str]:
    """Where the expectations and Dynamo differ, a line of text each; empty when the case is confirmed."""
    out = [f"{case.name}: {error}" for error in seen["errors"]]
    if not seen["runs"]:
        out.append(f"{case.name}: no run function was called")
    expected = {(e.path, e.line, e.code) for e in case.expected_of("dynamo")}
    scored = {(path, line, code): title for path, line, code, title, unscored in seen["breaks"] if unscored is None}
    allowed = {(path, line, code) for path, line, code, _title, _unscored in seen["breaks"]}
    for path, line, code in sorted(expected - allowed):
        went = "Dynamo went through it" if line in seen["traced"].get(path, ()) else "Dynamo never came there"
        out.append(f"{path}:{line}: {code} expected, no such break ({went})")
    for path, line, code in sorted(set(scored) - expected):
        out.append(f"{path}:{line}: {code} not expected: {scored[path, line, code]}")
    return [f"{case.root.name}/{text}" if not text.startswith(case.root.name) else text for text in out]


def confirm(targets: Iterable[Path], workers: int = 0) -> Iterator[tuple[Case, dict[str, Any], list[str]]]:
    """Each case with what Dynamo did and the disagreements. Raises CaseError for a case that cannot be read."""
    cases = {target: read_case(target) for target in targets}
    for target, seen in observe_all(cases, workers):
        yield cases[target], seen, disagreements(cases[target], seen)
