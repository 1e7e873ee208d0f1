"""What the real Dynamo does with a case. Needs torch; run as a program it is a worker of confirming.py.

``observe(case)`` imports the case afresh, with every ``torch.compile`` on the eager backend, calls its run functions
one by one and returns where Dynamo broke the graph, read from Dynamo's structured trace, which lines it went through,
and what went wrong. Process-wide state that a case changes is put back, so one process can observe many cases.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import importlib
import importlib.util
import json
import logging
import os
import random
import re
import sys
import traceback
import types
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
import torch._dynamo
import torch._dynamo.bytecode_transformation as bytecode
import torch._logging
from case_format import Case, read_case

GB_URL = re.compile(r"gb/gb(\d{4})\.html", re.I)
FRAME = re.compile(r'^\s+File "([^"]+)", line (\d+), in (.+)$', re.M)
STARTS_LINE = re.compile(r"TRACE starts_line (\S+?):(\d+) in ")
ATTEMPT = "tracing attempt started here ==========\n"
# What stands before the user's frames, in the several forms that Dynamo prints; its own traceback follows them.
USER_FRAMES = ("User code traceback:\n", "following user code:\n", "following code ==========\n", "from user code:\n")
# Dynamo's second break at a place where it already had one: they say nothing of their own.
FOLLOW_UPS = {"GB4347", "GB8335", "GB0092"}
DATA_DEPENDENT = ("data-dependent", "data dependent")
FULLGRAPH_FAULTS = (torch._dynamo.exc.Unsupported, torch._dynamo.exc.UserError)


def _count_line_deltas_once(writer: Callable[..., Any]) -> Callable[..., Any]:
    """Mend torch 2.13's line table writer for Python 3.11.

    It repeats the line delta in each chunk of an instruction longer than 8 code units, which shifts all later lines of
    a resume function. Given one chunk at a time it counts the delta once.
    """

    @functools.wraps(writer)
    def linetable_writer(first_lineno: int) -> tuple[Any, Callable[..., None]]:
        table, write = writer(first_lineno)

        def update(positions: Any, size: int) -> None:
            while size > 8:
                write(positions, 8)
                size -= 8
            write(positions, size)

        return table, update

    return linetable_writer


class _TraceLog(logging.Handler):
    """Takes from Dynamo's logs the graph breaks and the lines that it executes symbolically."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.breaks: list[str] = []
        self.traced: dict[str, set[int]] = defaultdict(set)

    def emit(self, record: logging.LogRecord) -> None:
        metadata = getattr(record, "metadata", None)
        if metadata is not None:
            if (metadata.get("artifact") or {}).get("name") == "dynamo_graph_break_reason":
                self.breaks.append(getattr(record, "payload", None) or "")
        elif match := STARTS_LINE.search(record.getMessage()):
            self.traced[match[1]].add(int(match[2]))


class Oracle:
    """Prepares this process once; then ``observe`` takes cases in any number and order."""

    def __init__(self) -> None:
        if hasattr(bytecode, "linetable_311_writer"):
            bytecode.linetable_311_writer = _count_line_deltas_once(bytecode.linetable_311_writer)
        self._log = _TraceLog()
        self._listen()
        self._compile, self._optimize = torch.compile, torch._dynamo.optimize
        torch.compile = self._compile_eagerly
        torch._dynamo.optimize = self._optimize_eagerly
        # verbose: else neighbouring frames of one name (forward > forward) are merged, whatever their files.
        torch._dynamo.config.verbose = True
        torch._dynamo.config.suppress_errors = False
        self._config = self._read_config()
        self._kept: list[types.ModuleType] = []

    def observe(self, case: Case) -> dict[str, Any]:
        """``breaks``: [path, line, code, title, why it is not scored or None] each, ``traced``: path -> lines,
        ``errors``: what a run raised that is no graph break, ``runs``: the names of the run functions."""
        self._log.breaks, self._log.traced = [], defaultdict(set)
        errors: list[str] = []
        names: list[str] = []
        with self._surroundings(case):
            try:
                module = self._import(case)
                self._compile_entries(case)
                functions = {n: f for n, f in vars(module).items() if isinstance(f, types.FunctionType)}
                names = [n for n, f in functions.items() if n.startswith("run") and f.__module__ == module.__name__]
            except Exception:
                errors.append(f"cannot be imported: {traceback.format_exc(limit=-3)}")
            config = self._read_config()
            for name in names:
                torch._dynamo.reset()
                self._write_config(config)
                _seed()
                try:
                    getattr(module, name)()
                except Exception as error:
                    if not self._is_break(error):
                        errors.append(f"{name}: {type(error).__name__}: {str(error)[:1500]}")
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            torch.distributed.destroy_process_group()  # else a later case waits for its peers
        files = {str(path): path.relative_to(case.root).as_posix() for path in case.files}
        return {
            "breaks": sorted(_places(self._log.breaks, files), key=str),
            "traced": {files[path]: sorted(lines) for path, lines in self._log.traced.items() if path in files},
            "errors": errors,
            "runs": names,
        }

    def _is_break(self, error: Exception) -> bool:
        """Under fullgraph a break is an exception: note it like the others. Other faults are not ours to name."""
        text = str(error)
        guard = isinstance(error, FULLGRAPH_FAULTS) and _is_data_dependent(text)
        if type(error).__module__ != "torch._dynamo.exc" or not (guard or GB_URL.search(text)):
            return False
        self._log.breaks.append(text)
        return True

    def _listen(self) -> None:
        structured = logging.getLogger("torch.__trace")
        structured.addHandler(self._log)
        structured.setLevel(logging.DEBUG)
        structured.propagate = False
        torch._logging.set_logs(graph_breaks=True, trace_source=True)
        for name, logger in list(logging.root.manager.loggerDict.items()):
            if isinstance(logger, logging.Logger) and name.startswith("torch") and logger is not structured:
                for handler in list(logger.handlers):
                    logger.removeHandler(handler)
                if name.endswith("trace_source"):
                    logger.addHandler(self._log)

    def _compile_eagerly(self, model: Any = None, *, backend: Any = None, mode: Any = None, options: Any = None,
                         **kept: Any) -> Any:  # fmt: skip
        """torch.compile, but on the eager backend: only Dynamo's own doing is asked for."""
        if model is None:
            return lambda target: self._compile_eagerly(target, **kept)
        return self._compile(model, backend="eager", **kept)

    def _optimize_eagerly(self, backend: Any = None, *args: Any, **kept: Any) -> Any:
        return self._optimize("eager", *args, **kept)

    @staticmethod
    def _read_config() -> dict[str, Any]:
        """The settings, copied: users add to some of the sets in place."""
        settings: dict[str, Any] = torch._dynamo.config.get_config_copy()
        return settings

    def _write_config(self, settings: dict[str, Any]) -> None:
        now = self._read_config()
        for name, value in settings.items():
            if now.get(name) != value:
                setattr(torch._dynamo.config, name, copy.copy(value))

    @contextlib.contextmanager
    def _surroundings(self, case: Case) -> Iterator[None]:
        """The folder importable, the output away, and afterwards everything as it was."""
        before, path, environment = set(sys.modules), list(sys.path), dict(os.environ)
        sys.path.insert(0, str(case.root))
        try:
            with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
                yield
        finally:
            sys.path[:] = path
            for name in set(sys.modules) - before:
                if str(getattr(sys.modules[name], "__file__", None) or "").startswith(str(case.root)):
                    # Kept alive: Dynamo remembers functions by id, which a later case's must not inherit.
                    self._kept.append(sys.modules.pop(name))
            if os.environ != environment:
                os.environ.clear()
                os.environ.update(environment)
            torch.compiler.set_stance("default")
            torch.set_default_dtype(torch.float32)
            torch.set_default_device(None)
            torch.set_grad_enabled(True)
            torch._dynamo.reset()
            self._write_config(self._config)

    @staticmethod
    def _import(case: Case) -> types.ModuleType:
        if case.target.is_dir():
            return importlib.import_module(case.module)
        # By its path: the file's name may be that of a module of the library, or of another case.
        spec = importlib.util.spec_from_file_location(case.module, case.main)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        shadowed = sys.modules.get(case.module)
        sys.modules[case.module] = module
        try:
            spec.loader.exec_module(module)
        finally:
            if shadowed is not None:
                sys.modules[case.module] = shadowed
        return module

    @staticmethod
    def _compile_entries(case: Case) -> None:
        """Compile what ``# entry:`` names, in its place: a function, a method, or the forward of a module class."""
        for entry in case.entries:
            module, _, qualname = entry.partition(":")
            *outer, name = qualname.split(".")
            owner: Any = functools.reduce(getattr, outer, sys.modules[module])
            if isinstance(getattr(owner, name), type):
                owner, name = getattr(owner, name), "forward"
            setattr(owner, name, torch.compile(getattr(owner, name)))


def _seed() -> None:
    random.seed(0)
    torch.manual_seed(0)


def _is_data_dependent(text: str) -> bool:
    return any(mark in text for mark in DATA_DEPENDENT)


Place = tuple[str, int, str, str, "str | None"]  # path, line, code, title, why it is not scored


def _places(texts: list[str], files: dict[str, str]) -> set[Place]:
    """All breaks, each once. A tensor's bound method whose argument broke breaks again when it is called: that one,
    at a line which has a break already, is not scored."""
    placed = [(_place(text, files), "qualname: Tensor." in text) for text in texts]
    out = set()
    for place, bound in placed:
        path, line, code, title, unscored = place
        if code == "GB0007" and bound and any(p[:2] == (path, line) and p[2] != code for p, _bound in placed):
            unscored = "follows from a break in an argument of a bound method"
        out.add((path, line, code, title, unscored))
    return out


def _place(text: str, files: dict[str, str]) -> Place:
    """One break, at the innermost frame that is the case's own."""
    url = GB_URL.search(text)
    code = f"GB{url[1]}" if url else "GBL001" if _is_data_dependent(text) else "no id"
    title = re.search(r"^Graph Break Reason: (?:(?:Encountered|Failed to handle) .*:\n\n)?(.*)$", text, re.M)
    shown = (title[1] if title else (text.strip().splitlines() or [""])[0]).strip()
    user = next((text.split(mark, 1)[1] for mark in USER_FRAMES if mark in text), text)
    user = user.split("\nTraceback (most recent call last)", 1)[0]
    eager, _, attempt = user.rpartition(ATTEMPT)
    unscored = f"follows from another break: {code}" if code in FOLLOW_UPS else None
    for frames, remark in ((attempt, unscored), (eager, "in a library's frame, which Dynamo compiled on its own")):
        for path, line, _function in reversed(FRAME.findall(frames)):
            if path in files:
                return files[path], int(line), code, shown, remark
    at = re.search(r"user code at (.+?):(\d+)\n", text)
    if at and at[1] in files:
        return files[at[1]], int(at[2]), code, shown, unscored
    return "", 0, code, shown, "outside the case's files"


def main() -> None:
    """Read targets of cases from stdin, one a line; answer each with a line of JSON."""
    # The cases get neither: one that prints or calls input() must not garble the talk.
    questions, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    sys.dont_write_bytecode = True
    torch.set_num_threads(1)
    oracle = Oracle()
    for line in questions:
        try:
            answer = oracle.observe(read_case(Path(line.strip())))
        except Exception:
            answer = {"breaks": [], "traced": {}, "errors": [traceback.format_exc()], "runs": []}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
