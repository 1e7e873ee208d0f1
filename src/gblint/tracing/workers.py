"""Processes that analyse homes side by side.

Each is a fresh Python that speaks pickle over its standard input and output: it is sent the request, searches for
regions as every other one does, and then answers batches of homes. No start method of ``multiprocessing`` does the
same everywhere: fork copies threads' locks, spawn runs the caller's main module again, and both want semaphores, which
some containers lack. A process that dies (killed, out of memory, crashed) takes no more with it than the home that it
was at.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO, Any

from gblint.tracing.parts import Fault, Part, Read, Request, Survey, WorkerDied

LOST = "GBL003"
BATCH = 8  # homes in a batch, at most
ALONE = 8  # of the last ones for each process, which go alone
MAX_DEATHS = 20  # after which what is left is given up: each death costs the start of a process

# What a process runs. Before anything can be imported it takes over this process's sys.path.
_BOOT = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
SERVE = "from gblint.tracing.workers import serve; serve()"


def answer(
    request: Request,
    known: Survey | None,
    wanted: Callable[[Survey], list[str]],
    jobs: int,
    progress: Callable[[int, int], None],
) -> tuple[Survey, list[Part]]:
    """The survey, unless it is ``known``, and the parts of the homes ``wanted`` in view of it, by ``jobs`` processes.

    A home at which a process dies twice has a part that holds nothing but a fault. Raises what a process raised, and
    WorkerDied where no process lives through the search for regions.
    """
    tasks: SimpleQueue[Sequence[str] | None] = SimpleQueue()
    events: SimpleQueue[Any] = SimpleQueue()
    crew = [_Runner((request, known), tasks, events) for _ in range(jobs)]
    try:
        for runner in crew:
            runner.start()
        sizes = {file.display: file.size for file in request.files}
        return _conduct(wanted, jobs, sizes, tasks, events, progress)
    finally:
        for runner in crew:
            runner.kill()


def _conduct(
    wanted: Callable[[Survey], list[str]],
    jobs: int,
    sizes: Mapping[str, int],
    tasks: SimpleQueue[Sequence[str] | None],
    events: SimpleQueue[Any],
    progress: Callable[[int, int], None],
) -> tuple[Survey, list[Part]]:
    """Hands out the homes and takes in the parts."""
    parts: list[Part] = []
    survey: Survey | None = None
    every: list[str] = []
    alone: set[str] = set()  # homes that are tried once more, each by itself
    deaths = 0
    while survey is None or len(parts) < len(every):
        event = _next(events)
        if isinstance(event, Survey):
            if survey is None:
                survey = event
                every = wanted(survey)
                for batch in _batches(every, jobs, sizes):
                    tasks.put(batch)
        elif isinstance(event, BaseException):
            raise event
        elif isinstance(event, _Death):
            deaths += 1
            for home in event.batch:
                if home in alone or deaths > MAX_DEATHS:
                    parts.append(_lost(home, event.how))
                else:
                    alone.add(home)
                    tasks.put([home])
        else:
            parts.extend(event)
        progress(len(parts), len(every))
    return survey, parts


def _next(events: SimpleQueue[Any]) -> Any:
    while True:
        with suppress(Empty):
            return events.get(timeout=1)  # on Windows nothing else lets Ctrl-C through


def _batches(homes: Sequence[str], jobs: int, sizes: Mapping[str, int]) -> Iterable[Sequence[str]]:
    """Neighbours share code that has to be parsed. The last ones go alone, large ones first, so that no process is left
    waiting for long."""
    done, together = 0, len(homes) - ALONE * jobs
    while done < together:
        size = max(1, min(BATCH, (len(homes) - done) // (2 * jobs), together - done))
        yield homes[done : done + size]
        done += size
    yield from ([home] for home in sorted(homes[done:], key=lambda home: -sizes.get(home, 0)))


def _lost(home: str, how: str) -> Part:
    message = f"not analysed: the process that traced it {how}"
    return Part(home, Read(faults=(Fault(home, 1, 1, message, LOST),)))


class _Death:
    def __init__(self, batch: Sequence[str], how: str) -> None:
        self.batch = batch
        self.how = how


class _Runner(threading.Thread):
    """Looks after one process: passes it tasks, and starts another one if it dies."""

    def __init__(
        self,
        request: tuple[Request, Survey | None],
        tasks: SimpleQueue[Sequence[str] | None],
        events: SimpleQueue[Any],
    ) -> None:
        super().__init__(daemon=True, name="gblint worker")
        self._request = request
        self._tasks = tasks
        self._events = events
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        self._lock = threading.Lock()

    def kill(self) -> None:
        with self._lock:
            self._ended = True
            process = self._process
        if process is not None:
            process.kill()
            process.wait()
        self._tasks.put(None)

    def run(self) -> None:
        try:
            self._begin()
            while (batch := self._tasks.get()) is not None:
                try:
                    self._events.put(self._ask(batch))
                except WorkerDied as death:
                    self._events.put(_Death(batch, str(death)))
                    self._begin()
        except BaseException as error:
            if not self._ended:
                self._events.put(error)

    def _begin(self) -> None:
        """Starts a process, which makes its survey; if it dies over that, one more."""
        for last in (False, True):
            try:
                self._start()
                self._events.put(self._ask(self._request))
                return
            except WorkerDied as death:
                if last:
                    raise WorkerDied(f"the process that looks for regions {death}") from None

    def _start(self) -> None:
        with self._lock:
            if self._ended:
                raise WorkerDied("was ended")
            self._process = subprocess.Popen(
                [sys.executable, "-c", _BOOT + SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get("GBLINT_DEBUG") else subprocess.DEVNULL,
            )
        self._send([path for path in sys.path if isinstance(path, str)])

    def _ask(self, question: object) -> Any:
        """Raises what the process raised, or WorkerDied."""
        self._send(question)
        assert self._process is not None and self._process.stdout is not None
        try:
            found = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise WorkerDied(self._epitaph()) from None
        if isinstance(found, BaseException):
            raise found
        return found

    def _send(self, message: object) -> None:
        assert self._process is not None and self._process.stdin is not None
        data = pickle.dumps(message)  # whole: what cannot be pickled is this process's error
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            raise WorkerDied(self._epitaph()) from None

    def _epitaph(self) -> str:
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):  # its pipe is closed a moment before it has ended
            self._process.wait(timeout=1)
        self._process.kill()
        status = self._process.wait()
        if status >= 0:
            return f"ended with status {status}"
        try:
            return f"was ended by {signal.Signals(-status).name}"
        except ValueError:
            return f"was ended by signal {-status}"


# --- in the process


def serve() -> None:
    """Answers what comes in until nothing more does; never returns."""
    gc.disable()  # until the end, or a last collection would hold up the exit
    from gblint.tracing.analyst import with_room

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all processes of a terminal: the first one ends us
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed by mistake is no answer
    with suppress(EOFError, OSError):
        with_room(lambda: _serve(questions, answers))
    os._exit(0)  # without tidying up a heap of syntax trees


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    from gblint.tracing.analyst import Analyst

    analyst: Analyst | None = None
    while True:
        question = pickle.load(questions)
        try:
            if analyst is None:
                analyst = Analyst(*question)
                found: object = analyst.survey
            else:
                found = [analyst.part(home) for home in question]
        except MemoryError:
            os._exit(1)
        except Exception as error:
            found = _portable(error)
        answers.write(pickle.dumps(found))
        answers.flush()


def _portable(error: Exception) -> Exception:
    """An exception that arrives as it is, or as what it says."""
    try:
        pickle.loads(pickle.dumps(error))
        return error
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
