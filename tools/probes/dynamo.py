"""Runs one probe under the real TorchDynamo and says which breaks its measured line caused."""

from __future__ import annotations

import contextlib
import functools
import linecache
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch
import torch._dynamo
import torch._logging

MODES: dict[str, dict[str, Any]] = {
    "default": {},
    "captured": {"capture_scalar_outputs": True, "capture_dynamic_output_shape_ops": True},
    "fullgraph": {},
}
# What follows from the break before it, in the resume function or in the frame that Dynamo gave up.
CONSEQUENCES = {"GB4347", "GB8335", "GB0092"}
_URL = re.compile(r"gb/gb(\d{4})\.html", re.I)
_FRAME = re.compile(r'^\s+File "([^"]+)", line (\d+), in ', re.M)
_USER_MARKS = (
    "User code traceback:\n",
    "following user code:\n",
    "following code ==========\n",
    "from user code:\n",
)
_DATA_DEPENDENT = re.compile(
    r"data-dependent|GuardOnDataDependentSymNode|unbacked|UserError|Consider annotating your code", re.I
)
PARAMETERS = ("t", "u", "m", "k", "w", "x1", "x3", "x4", "c", "a")


@dataclass
class Seen:
    """One break: its id ("GBL001" and "error" where it has none) and the lines of the probe on its stack."""

    code: str
    lines: set[int] = field(default_factory=set)


def parse(text: str, filename: str) -> Seen:
    """A break, from the text of Dynamo's ``dynamo_graph_break_reason`` artifact or of its exception."""
    url = _URL.search(text)
    if url:
        code = f"GB{url[1]}"
    else:
        code = "GBL001" if _DATA_DEPENDENT.search(text) else "error"
    user = text
    for mark in _USER_MARKS:
        if mark in text:
            user = text.split(mark, 1)[1]
            break
    # Dynamo's own Python traceback stands after the user's frames, with the same look.
    user = user.split("\nTraceback (most recent call last)", 1)[0]
    return Seen(code, {int(line) for file, line in _FRAME.findall(user) if file == filename})


class _Sink(logging.Handler):
    """Collects the graph breaks of Dynamo's structured trace (the artifacts that tlparse shows)."""

    def __init__(self, filename: str) -> None:
        super().__init__(logging.DEBUG)
        self.filename = filename
        self.breaks: list[Seen] = []

    def emit(self, record: logging.LogRecord) -> None:
        artifact = (getattr(record, "metadata", None) or {}).get("artifact") or {}
        if artifact.get("name") == "dynamo_graph_break_reason":
            self.breaks.append(parse(str(getattr(record, "payload", "")), self.filename))


@contextlib.contextmanager
def _listening(filename: str) -> Iterator[_Sink]:
    sink = _Sink(filename)
    trace_log = logging.getLogger("torch.__trace")
    before = trace_log.level, trace_log.propagate
    # Before torch's own, which takes itself out at its first record: the handler behind it would miss that one.
    trace_log.handlers.insert(0, sink)
    trace_log.setLevel(logging.DEBUG)
    trace_log.propagate = False
    try:
        yield sink
    finally:
        trace_log.removeHandler(sink)
        trace_log.setLevel(before[0])
        trace_log.propagate = before[1]


def hasten() -> None:
    """Leaves out what takes most of Dynamo's time and decides nothing: timing of guards, logs that nobody reads."""
    import torch._dynamo.guards
    import torch._dynamo.symbolic_convert

    structured = torch._logging.trace_structured

    @functools.wraps(structured)
    def breaks_only(name: str, metadata_fn: Any = dict, **options: Any) -> None:
        if name == "artifact" and metadata_fn().get("name") == "dynamo_graph_break_reason":
            structured(name, metadata_fn, **options)

    for module in [module for name, module in sys.modules.items() if name.startswith("torch.")]:
        if vars(module).get("trace_structured") is structured:
            vars(module)["trace_structured"] = breaks_only
    vars(torch._dynamo.guards)["profile_guard_manager"] = lambda *_: 0.0
    vars(torch._dynamo.symbolic_convert)["get_funcname"] = lambda *_: None


def define(lines: list[str], namespace: dict[str, Any], filename: str) -> Any:
    """The probe function: ``lines`` are its statements, under a ``def`` on line 1 of ``filename``."""
    source = f"def probe({', '.join(PARAMETERS)}):\n" + "".join(f"    {line}\n" for line in lines)
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace["probe"]


def ask(probe: Any, arguments: dict[str, Any], mode: str, filename: str, line: int, lenient: bool) -> list[str] | None:
    """The ids of the breaks that line ``line`` of the probe causes in ``mode``, in Dynamo's order.

    ``lenient``: the call itself may fail on this machine; None then means that no break was seen before it did.
    """
    torch._dynamo.reset()
    failure: BaseException | None = None
    with _listening(filename) as sink, torch._dynamo.config.patch(suppress_errors=False, verbose=True, **MODES[mode]):
        try:
            torch.compile(probe, backend="eager", fullgraph=mode == "fullgraph")(**arguments)
        except (Exception, SystemExit) as error:
            failure = error
    breaks = list(sink.breaks)
    if failure is not None:
        # Dynamo's refusal comes as an exception in fullgraph mode; anything else is the call's own failure.
        ours = type(failure).__module__.startswith("torch._dynamo") or _URL.search(str(failure))
        if ours:
            breaks.append(parse(str(failure), filename))
        elif not breaks:
            if lenient:
                return None
            breaks.append(Seen("GBL001" if _DATA_DEPENDENT.search(str(failure)) else "error", {line}))
    ids = [seen.code for seen in breaks if line in seen.lines and seen.code not in CONSEQUENCES]
    return list(dict.fromkeys(ids))
