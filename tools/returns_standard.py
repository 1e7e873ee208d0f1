"""What the standard library gives back that no stub says plainly: the class of what each call of the catalogue gave."""

from __future__ import annotations

import contextlib
import os
import tempfile
from typing import Any

from probes import catalogue, standard, worker


def observed_records() -> dict[str, dict[str, Any]]:
    """A record for each callable and attribute that gave an object whose members the catalogue asks for."""
    classes = _classes()
    tasks = {task["name"]: task for task in standard.tasks()}
    tasks.update((task["name"], task) for task in catalogue.read(catalogue.FOLDER / "stdlib.txt"))
    records: dict[str, dict[str, Any]] = {}
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nothing:
        os.chdir(folder)  # some of the calls write files
        try:
            with contextlib.redirect_stdout(nothing), contextlib.redirect_stderr(nothing):
                for name, task in tasks.items():
                    found = classes.get(_type_of(task))
                    given = task["calls"][0].partition("(")[2]
                    if found is not None and found not in given and "#" not in name and ".__" not in name:
                        called = task["calls"][0].endswith(")")
                        spec = f"cls:{found}"
                        records[name] = {"params": [], "returns": spec} if called else {"attribute": spec}
        finally:
            os.chdir(before)
    return records


def _classes() -> dict[type, str]:
    """The classes with members in the catalogue, under the names that it gives them."""
    names = standard.space(standard.setup())
    found: dict[type, str] = {}
    for name, expression in standard.pairs("objects"):
        found.setdefault(type(eval(expression, names)), name)
    return found


def _type_of(task: dict[str, Any]) -> type:
    """The type of what the first call gives that works eagerly; ``type`` where none does, or it only has effects."""
    try:
        for call in task["calls"]:
            if call.startswith("~") or ";;" in call or worker.arguments_of(call):
                continue
            with contextlib.suppress(Exception, SystemExit):
                return type(eval(call, standard.space(task["setup"])))
        return type
    finally:
        worker.restore()
