"""The worker of probe_facts.py: one JSON task a line on its stdin, one JSON answer a line on its stdout.

A task is one callable: ``{"name", "digest", "setup", "calls": [...], "arrays": bool}``, ``known`` with kinds measured
before, and ``expected`` with what another release does by default with each kind of argument; see ``catalogue.py`` for
the language of calls. The answer holds, for each kind of argument, what Dynamo did in each mode, or ``as_base``: by
default everything is as expected, and nothing else was measured.
"""

from __future__ import annotations

import ast
import copy
import io
import json
import linecache
import logging
import os
import random
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

TENSOR_KINDS = ("float", "int", "bool", "scalar", "int_scalar")
ARRAY_KINDS = ("array", "int_array")
# A tensor that the region computed is not always treated as one that came in: these kinds are measured both ways.
COMPUTED = {"float": "computed", "scalar": "scalar_computed", "int_scalar": "int_scalar_computed"}
# The call itself raises while Dynamo traces it.
FAILS = "GB4315"
COMPUTE = "t, u = t.clone(), u.clone()"


def arguments(kind: str) -> dict[str, Any]:
    """Fresh arguments of a probe: ``t`` and ``u`` are of the kind asked for, the others always the same."""
    import numpy
    import torch

    # torch.manual_seed keeps a stack for each device without a context: that takes longer and longer.
    torch.default_generator.manual_seed(0)
    square = torch.rand(3, 3) + torch.eye(3)
    of_kind = {
        "float": square,
        "int": torch.tensor([0, 1, 2]),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(1.5),
        "int_scalar": torch.tensor(2),
        "array": square.numpy().copy(),
        "int_array": numpy.array([0, 1, 2]),
    }
    t = of_kind.get(kind, square)
    fixed = {
        "m": torch.tensor([True, False, True]),
        "k": torch.tensor([0, 1, 2]),
        "w": torch.rand(3, 3, requires_grad=True),
        "x1": torch.rand(3),
        "x3": torch.rand(2, 3, 3),
        "x4": torch.rand(1, 3, 8, 8),
        "c": torch.rand(3, 3, dtype=torch.complex64),
        "a": numpy.ones((3, 3)),
    }
    if kind in ARRAY_KINDS:
        fixed["m"], fixed["k"] = fixed["m"].numpy(), fixed["k"].numpy()
    return {"t": t, "u": copy.deepcopy(t), **fixed}


def restore() -> None:
    """Undoes what a probe may have done to global state."""
    import torch

    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    torch.use_deterministic_algorithms(False)
    torch.compiler.set_stance("default")
    torch.autograd.set_detect_anomaly(False)
    random.seed(0)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    logging.disable(logging.NOTSET)
    sys.stdin = io.StringIO("1\n" * 100)


def arguments_of(call: str) -> set[str]:
    """Which of the probe's parameters a call (with what comes before it) mentions."""
    from . import dynamo

    trees = [ast.parse(part.strip()) for part in call.split(";;")]
    names = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names & set(dynamo.PARAMETERS)


@cache
def _compiled(setup: str) -> types.CodeType:
    return compile(setup, "<setup>", "exec")


class Probing:
    """Measures the callables of one task after the other."""

    def __init__(self) -> None:
        self.count = 0

    def namespace(self, setup: str) -> dict[str, Any]:
        # A real module: dataclasses, pickle and TorchScript look it up.
        module = sys.modules["probe_module"] = types.ModuleType("probe_module")
        space = vars(module)
        # TorchScript and inspect want the source of what the setup defines.
        linecache.cache["<setup>"] = (len(setup), None, setup.splitlines(True), "<setup>")
        exec(_compiled(setup), space)
        return space

    def task(self, task: dict[str, Any]) -> dict[str, Any]:
        kinds: dict[str, Any] = task.get("known") or {}
        if task.get("expected") and not kinds and self.as_expected(task):
            return {"name": task["name"], "digest": task["digest"], "kinds": {}, "computed": True, "as_base": True}
        if not kinds:
            for kind in self.kinds(task):
                outcome = self.kind(task, kind)
                if outcome is not None:
                    kinds[kind] = outcome
        for kind, name in COMPUTED.items():
            if kind in kinds and (outcome := self.computed(task, kind, kinds[kind])) is not None:
                kinds[name] = outcome
        return {"name": task["name"], "digest": task["digest"], "kinds": kinds, "computed": True}

    def kinds(self, task: dict[str, Any]) -> tuple[str, ...]:
        arrays = task["arrays"] or any(arguments_of(call.removeprefix("~")) == {"a"} for call in task["calls"])
        return ("const", *TENSOR_KINDS, *(ARRAY_KINDS if arrays else ()))

    def as_expected(self, task: dict[str, Any]) -> bool:
        """Whether a call works and default mode does what is expected, on computed tensors where there are any."""
        works = False
        for kind in self.kinds(task):
            call = self.working(task, kind)
            if call is None:
                continue
            works = True
            if kind not in task["expected"] or call.startswith("~"):
                return False
            computed = f"{COMPUTE} ;; {call}"
            if kind in COMPUTED and arguments_of(call) & {"t", "u"} and self.eager(task, computed, kind)[0]:
                call = computed
            ids = self.once(task, *self.statements(call), kind, "default", False)
            if ids != ([] if task["expected"][kind] is None else [task["expected"][kind]]):
                return False
        return works

    def working(self, task: dict[str, Any], kind: str) -> str | None:
        """The first call that is of this kind and works eagerly, or that may fail; None: none is and does."""
        for call in self.fitting(task, kind):
            if call.startswith("~") or self.eager(task, call, kind)[0]:
                return call
        return None

    def computed(self, task: dict[str, Any], kind: str, given: dict[str, Any]) -> dict[str, Any] | None:
        """As the call of ``given``, on computed tensors; None where it is not about ``t`` or fails eagerly then."""
        if not arguments_of(given["call"]) & {"t", "u"}:
            return None
        call = f"{COMPUTE} ;; {given['call']}"
        works, value = self.eager(task, call, kind)
        if not works:
            return None
        lines, line = self.statements(call)
        if not given["default"] and not given.get("used") and not self.once(task, lines, line, kind, "default", False):
            return {**given, "call": call}
        return self.measure(task, call, kind, value, False)

    def kind(self, task: dict[str, Any], kind: str) -> dict[str, Any] | None:
        """What Dynamo does with the first call that works eagerly on arguments of this kind; None: none does.

        Where the call fails only while it is traced, others follow: that it fails is kept if all of them do.
        """
        failing: dict[str, Any] | None = None
        for marked in self.fitting(task, kind):
            lenient, call = marked.startswith("~"), marked.removeprefix("~").strip()
            works, value = self.eager(task, call, kind)
            if works and failing is not None:
                if self.once(task, *self.statements(call), kind, "default", False) == []:
                    return self.measure(task, call, kind, value, False)
            elif works or (lenient and failing is None):
                found = self.measure(task, call, kind, value, lenient and not works)
                if not works or found is None or found["default"] != [FAILS]:
                    return found
                failing = found
        return failing

    def fitting(self, task: dict[str, Any], kind: str) -> Iterator[str]:
        """The calls that mention what is of this kind, with the mark of those that may fail."""
        for call in task["calls"]:
            names = arguments_of(call.removeprefix("~").strip())
            varies = bool(names & {"t", "u"})
            if kind == "const":
                fits = not names
            elif kind in TENSOR_KINDS:
                fits = varies or (bool(names - {"a"}) and kind == "float")
            else:
                fits = varies or (names == {"a"} and kind == "array")
            if fits:
                yield call

    def statements(self, call: str) -> tuple[list[str], int]:
        """The body of the probe and the line (of its file) that is measured: the last part of ``before ;; call``."""
        *before, last = [part.strip() for part in call.split(";;")]
        try:
            compile(last, "<call>", "eval")
            lines = [*before, f"r = {last}", "return r"]
        except SyntaxError:
            lines = [*before, last, "return None"]
        return lines, len(before) + 2

    def eager(self, task: dict[str, Any], call: str, kind: str) -> tuple[bool, Any]:
        from . import dynamo

        lines, _ = self.statements(call)
        try:
            probe = dynamo.define(lines, self.namespace(task["setup"]), "<eager>")
            value = probe(**arguments(kind))
        except (Exception, SystemExit):
            return False, None
        finally:
            restore()
        return True, value

    def once(self, task: dict[str, Any], lines: list[str], line: int, kind: str, mode: str, lenient: bool) -> Any:
        from . import dynamo

        self.count += 1
        filename = f"<probe {self.count}>"
        try:
            probe = dynamo.define(lines, self.namespace(task["setup"]), filename)
            return dynamo.ask(probe, arguments(kind), mode, filename, line, lenient)
        finally:
            restore()

    def measure(self, task: dict[str, Any], call: str, kind: str, value: Any, lenient: bool) -> dict[str, Any] | None:
        lines, line = self.statements(call)
        answers: dict[str, Any] = {"call": call}
        if lenient:
            answers["failed"] = True
        ids = self.once(task, lines, line, kind, "default", lenient)
        if ids is None:
            return None
        answers["default"] = answers["fullgraph"] = ids
        # What does not break by default is refused under fullgraph in a few cases, none of them of one kind of tensor.
        if ids or kind in ("const", "float", "array"):
            answers["fullgraph"] = self.once(task, lines, line, kind, "fullgraph", lenient)
        # What neither breaks by default nor is refused under fullgraph is no different with the capture flags.
        if answers["default"] or answers["fullgraph"]:
            answers["captured"] = self.once(task, lines, line, kind, "captured", lenient)
        else:
            answers["captured"] = []
            if (using := use_of(value)) and lines[-2].startswith("r = "):
                lines = [*lines[:-2], f"r = {using.format(lines[-2][4:])}", "return t"]
                # A string is built lazily, for one: only what reads it breaks.
                if ids := self.once(task, lines, line, kind, "default", lenient):
                    rest = ("fullgraph", "captured")
                    used = {mode: self.once(task, lines, line, kind, mode, lenient) for mode in rest}
                    answers["used"] = {"default": ids, **used}
        return answers


def use_of(value: Any) -> str | None:
    """An expression that needs the value of a call's result, by what came out eagerly."""
    if isinstance(value, (str, bytes)):
        return "len({})"
    if isinstance(value, bool):
        return "1 if {} else 2"
    if isinstance(value, int):
        return "range({})"
    if isinstance(value, float):
        return "1 if {} > 0.5 else 2"
    return None


def tasks() -> Iterator[dict[str, Any]]:
    """The tasks, from a copy of stdin; stdin itself is then nothing, for probes that read it."""
    source = os.fdopen(os.dup(0), "r", encoding="utf-8")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    while line := source.readline():
        yield json.loads(line)


def main() -> None:
    """Answers go to a copy of stdout; stdout and stderr themselves are nothing, for probes that print."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    if not os.environ.get("PROBE_VERBOSE"):
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
    os.chdir(tempfile.mkdtemp(prefix="probe-"))
    import torch

    torch.set_num_threads(1)
    restore()
    from . import dynamo

    dynamo.hasten()
    probing = Probing()
    answers.write(json.dumps({"ready": torch.__version__}) + "\n")
    answers.flush()
    for task in tasks():
        answers.write(json.dumps(probing.task(task)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
