"""Run one command and say what it took. run.py starts this afresh for each run, and nothing else does.

Reads a request as JSON from standard input (``argv``, ``cwd``, ``env``, ``stdin``, ``stdout``, ``stderr``, ``limit``),
prints as JSON ``status``, ``over`` (killed at the limit), ``wall`` and ``cpu`` in seconds and ``peak`` in MiB.

A process of its own because Linux counts the memory of the process that starts another as the other's peak until it
is exceeded: this one stays at a few MiB whatever run.py holds. It also adopts what the command leaves behind (the
server of multiprocessing's "forkserver" and its workers), whose time and memory would be lost otherwise.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from types import FrameType
from typing import Any

GRACE = 5.0  # seconds that what the command leaves behind has to end
PR_SET_CHILD_SUBREAPER = 36
MAXRSS_PER_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024


def run(request: dict[str, Any]) -> dict[str, Any]:
    """What one run of the command took. Raises OSError if it cannot be started."""
    with suppress(OSError, AttributeError):  # Linux only
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    os.chdir(request["cwd"])
    written = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    files = [
        (os.POSIX_SPAWN_OPEN, 0, request["stdin"] or os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, request["stdout"], written, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, request["stderr"], written, 0o600),
    ]
    over = False
    start = time.perf_counter()
    child = os.posix_spawn(request["argv"][0], request["argv"], request["env"], file_actions=files, setpgroup=0)

    def kill(_: int, __: FrameType | None) -> None:
        nonlocal over
        over = True
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, kill)
    signal.setitimer(signal.ITIMER_REAL, request["limit"])
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    timed_out, used = over, [usage]
    signal.setitimer(signal.ITIMER_REAL, GRACE)
    with suppress(ChildProcessError):
        while True:
            used.append(os.wait4(-1, 0)[2])
    signal.setitimer(signal.ITIMER_REAL, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "over": timed_out,
        "wall": wall,
        "cpu": sum(u.ru_utime + u.ru_stime for u in used),
        "peak": peak(used),
    }


def peak(used: list[resource.struct_rusage]) -> float:
    """MiB of the largest process: each entry counts its process and those that it waited for, the largest of them."""
    return max(u.ru_maxrss for u in used) / MAXRSS_PER_MIB


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))
