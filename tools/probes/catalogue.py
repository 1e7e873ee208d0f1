"""The catalogue: which calls are put before Dynamo, one callable a line.

A line of ``catalogue/*.txt`` is ``name: call`` or just ``call``, the name then being what stands before its first
parenthesis:

    time.time()
    logging.Logger.info: logger.info("x")
    builtins.int: int("3")
    builtins.int: int(t)

Several lines of one name are alternatives: for each kind of argument the first whose call works eagerly is taken.
The names ``t`` and ``u`` stand for arguments of each kind in turn (float 2-D, int 1-D, bool, 0-dim tensors; arrays
too where the file says ``@arrays``). ``m`` is a bool mask, ``k`` an index, ``w`` a matrix that requires grad, ``x1``,
``x3``, ``x4`` float tensors of that rank, ``c`` a complex matrix, ``a`` an array. A call with none of them is the
"const" kind.

``before ;; call`` runs ``before`` on the line above; only breaks of the last line count. ``name#variant`` is a
callable called in a way that changes what happens (``torch.where#one_argument``). ``~`` before a call: it may fail on
this machine (no GPU, no network), the break comes first. ``@ code`` lines are the setup, run outside the region, so
that what a call needs does not break itself; ``#`` lines are comments.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "catalogue"
_NAMED = re.compile(r"^([A-Za-z_][\w.#]*): (.*)$")
COMMON_SETUP = """\
import cmath, math, operator
import numpy
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
"""


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The tasks of one file of the catalogue, one a callable; ValueError for a line that is none."""
    setup: list[str] = []
    arrays = False
    calls: dict[str, list[str]] = {}
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line == "@arrays":
            arrays = True
        elif line.startswith("@ "):
            setup.append(raw[2:])
        else:
            if named := _NAMED.match(line):
                name, call = named[1], named[2]
            else:
                name, parenthesis, _ = line.lstrip("~").partition("(")
                call = line
                if not parenthesis or not re.fullmatch(r"[\w.]+", name):
                    raise ValueError(f"{path.name}:{number}: no name: {line}")
            calls.setdefault(name, []).append(call)
    text = COMMON_SETUP + "\n".join(setup) + "\n"
    for name, alternatives in calls.items():
        yield task(name, text, alternatives, arrays)


def task(name: str, setup: str, calls: list[str], arrays: bool) -> dict[str, Any]:
    """One task of the worker, with a digest that tells whether an old answer still holds."""
    made = {"name": name, "setup": setup, "calls": calls, "arrays": arrays}
    # The setup of a file grows with it; old answers stay good as long as the calls are the same.
    key = json.dumps([name, calls, arrays])
    return {**made, "digest": hashlib.blake2b(key.encode(), digest_size=8).hexdigest()}


def everything() -> list[dict[str, Any]]:
    """All tasks: the written ones first, then the generated ones that they do not cover."""
    from . import generated

    tasks: dict[str, dict[str, Any]] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for one in read(path):
            if one["name"] in tasks:
                raise ValueError(f"{path.name}: {one['name']} is in another file too")
            tasks[one["name"]] = one
    for one in generated.tasks():
        tasks.setdefault(one["name"], one)
    return list(tasks.values())
