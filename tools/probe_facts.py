"""Measures what the real Dynamo does with each callable of the catalogue, and writes dynamo/data/facts-<release>.json.

    python tools/probe_facts.py [--only PREFIX] [--names FILE] [--work FOLDER] [--jobs N] [--assemble] [--keep]
                                 [--tables FILE [--screen RELEASE]]

Facts of a further release are written to a file of their own with --tables; release_facts.py makes the data of it.
With --screen, a callable that by default does what it does in RELEASE counts as no different from there, and only the
others are measured in every mode.
Needs torch, NumPy, Pillow, tqdm and what catalogue/packages.txt imports. Answers are kept in the work folder and only
what the catalogue says anew is measured again; with --keep and --only or --names that works in an empty folder too. A
worker process handles many callables; one that hangs or dies is replaced, and the callable is written down as not
measured. With --jobs several work at a time, and the data is the same as of one: no more of them than the machine has
cores, or calls are taken to hang that only wait.
"""

from __future__ import annotations

import argparse
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "src")]
from probes import assemble, catalogue  # noqa: E402

from gblint.dynamo import facts  # noqa: E402

LIMIT_SECONDS = 60.0
START_SECONDS = 120.0
TASKS_A_WORKER = 400


class Worker:
    """A worker process; ``ask`` raises TimeoutError when it hangs and EOFError when it dies."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "probes.worker"],
            cwd=Path(__file__).parent,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
        assert self.process.stdout is not None
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.done = 0
        self.buffer = b""
        self.read(START_SECONDS)

    def read(self, limit: float) -> dict[str, Any]:
        until = time.monotonic() + limit
        assert self.process.stdout is not None
        while b"\n" not in self.buffer:
            if not self.selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            chunk = os.read(self.process.stdout.fileno(), 1 << 20)
            if not chunk:
                raise EOFError
            self.buffer += chunk
        line, _, self.buffer = self.buffer.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, task: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.done += 1
        self.process.stdin.write(json.dumps(task).encode() + b"\n")
        self.process.stdin.flush()
        return self.read(LIMIT_SECONDS)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def known(path: Path) -> dict[str, dict[str, Any]]:
    """The answers measured so far, by digest."""
    if not path.exists():
        return {}
    answers = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {answer["digest"]: answer for answer in answers}


def measure(tasks: list[dict[str, Any]], path: Path, jobs: int = 1) -> None:
    """Appends an answer to ``path`` for each task that has none there, as the ``jobs`` workers give them."""
    answers = {digest: answer for digest, answer in known(path).items() if answer["kinds"] or answer.get("computed")}
    # Answers of before computed tensors were measured are completed.
    todo = deque(
        {**task, "known": answers[task["digest"]]["kinds"]} if task["digest"] in answers else task
        for task in tasks
        if not answers.get(task["digest"], {}).get("computed")
    )
    numbers, total = count(1), len(todo)
    started = time.monotonic()
    writing = threading.Lock()

    def work() -> None:
        for answer in answered(todo):
            with writing:
                out.write(json.dumps(answer) + "\n")
                out.flush()
                if (number := next(numbers)) % 100 == 0:
                    print(f"{number}/{total} {answer['name']} {time.monotonic() - started:.0f} s", file=sys.stderr)

    with path.open("a", encoding="utf-8") as out, ThreadPoolExecutor(jobs) as pool:
        try:
            for working in [pool.submit(work) for _ in range(jobs)]:
                working.result()
        finally:
            # Where one is interrupted or fails, the others end after what they are at.
            todo.clear()


def answered(todo: deque[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One worker's answers to tasks of ``todo``, from which others take too, until none is left."""
    worker: Worker | None = None
    try:
        while todo:
            try:
                task = todo.popleft()
            except IndexError:
                return
            if worker is not None and worker.done >= TASKS_A_WORKER:
                worker.close()
                worker = None
            worker = worker or Worker()
            try:
                answer = worker.ask(task)
            except (TimeoutError, EOFError, BrokenPipeError) as error:
                failed = {"kinds": {}, "computed": True, "failed": type(error).__name__}
                answer = {"name": task["name"], "digest": task["digest"], **failed}
                print(f"{task['name']}: {type(error).__name__}", file=sys.stderr)
                worker.close()
                worker = None
            yield answer
    finally:
        if worker is not None:
            worker.close()


def expected(name: str, tables: dict[str, Any]) -> dict[str, str | None] | None:
    """What ``tables`` say that default mode does with each kind; None where that is not all that they say."""
    record = tables["callables"].get(tables["aliases"].get(name, name))
    if record is None or any(isinstance(value, dict) or "input" in kind for kind, value in record.items()):
        return None
    found = {kind: facts.value(record, assemble.CALLED.get(kind, kind), ...) for kind in assemble.MEASURED}
    return {kind: value for kind, value in found.items() if value is not ...}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="measure only callables whose name starts so")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "gblint-probes")
    parser.add_argument("--assemble", action="store_true", help="measure nothing, write the data from what is there")
    parser.add_argument("--keep", action="store_true", help="of what was not measured the data stays as it is")
    parser.add_argument("--names", type=Path, help="measure only the callables that this file names, one a line")
    parser.add_argument("--tables", type=Path, help="write there, and not into the data that comes with gblint")
    parser.add_argument("--screen", help="a release with facts: what it does by default is not measured further")
    parser.add_argument("--jobs", type=int, default=1, help="how many worker processes measure at a time")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    answers = options.work / "answers.jsonl"
    tasks = catalogue.everything()
    if options.names:
        names = set(options.names.read_text(encoding="utf-8").split())
        tasks = [task for task in tasks if task["name"] in names]
    print(f"{len(tasks)} callables in the catalogue", file=sys.stderr)
    base = facts.tables(options.screen) if options.screen else None
    if base:
        tasks = [{**task, "expected": expected(task["name"], base)} for task in tasks]
    if not options.assemble:
        measure([task for task in tasks if task["name"].startswith(options.only)], answers, options.jobs)
    # In the catalogue's order, whichever worker was done first.
    measured = known(answers)
    given = [measured[task["digest"]] for task in tasks if task["digest"] in measured]
    kept = facts.tables(assemble.release()) if options.keep else None
    assemble.write(given, [task["name"] for task in tasks], options.tables, base, kept)


if __name__ == "__main__":
    main()
