"""From the workers' answers to dynamo/data/facts-<release>.json."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from . import names, worker

DATA = Path(__file__).parents[2] / "src" / "gblint" / "dynamo" / "data"
TABLES = ("aliases", "bases", "wildcards", "callables")
# The kinds of the worker that stand for "tensor" and "array" where they were measured, else the next that was.
TENSORS = ("float", "int", "bool", "scalar", "int_scalar")
ARRAYS = ("array", "int_array")
MEASURED = ("const", *TENSORS, *ARRAYS)
# The one kind that has another name in the data.
CALLED = {"float": "tensor"}
# How a kind is called in the data where an input is treated otherwise than a computed tensor.
INPUTS = {"float": "input", "scalar": "scalar_input", "int_scalar": "int_scalar_input"}
# Their tensors may be written out in the call: that is no call without a tensor.
TAKE_TENSORS = ("torch.nn.functional.", "torch.nn.utils.", "torch.linalg.", "torch.fft.", "torch.special.")
_LITERAL = re.compile(r"\btorch\.(?:rand|ones|zeros|tensor|eye)\(")
_OPTIMIZER = re.compile(r"torch\.optim\.[A-Z]\w*")
# What Dynamo says where the call itself raised while it traced.
FAILURES = {worker.FAILS, "GB0088", "GB0087", "GB0249", "error"}
# What else it says of a call that failed: it did not come to the callable itself.
REFUSALS = {"GB7312", "GB2404", "GB7502", "GB0207", "GB0112"}
# Packages whose every call breaks as long as a sample of at least so many callables says so, without exception.
WILDCARDS = {
    "cv2.": 8, "matplotlib.": 8, "pandas.": 8, "psutil.": 4, "scipy.": 10, "tqdm.": 5, "tqdm.tqdm.": 5, "PIL.": 10
}  # fmt: skip


def _code(ids: list[str], fullgraph: list[str]) -> str | None:
    """Of several breaks on one line the one that fullgraph stops at, else the first."""
    if fullgraph and fullgraph[0] in ids:
        return fullgraph[0]
    return ids[0] if ids else None


def value(answer: dict[str, Any]) -> Any:
    """The compact value of one kind of argument; see facts.py for the format."""
    used = answer.get("used")
    modes = used or answer
    fullgraph = modes["fullgraph"]
    codes = {mode: _code(modes[mode], fullgraph) for mode in ("default", "captured", "fullgraph")}
    also = [code for code in modes["default"] if code != codes["default"] and code.startswith("GB")]
    if len(set(codes.values())) == 1:
        if not also and not used:
            return codes["default"]
        made: dict[str, Any] = {"all": codes["default"]}
    else:
        made = dict(codes)
    if also:
        made["also"] = also
    if used:
        made["used"] = True
    return made


def _telling(answer: dict[str, Any]) -> bool:
    """Whether an answer is Dynamo's own. Of a call that failed eagerly (no GPU, no server) it may be that failure."""
    if not answer.get("failed"):
        return True
    ids = {code for mode in ("default", "captured", "fullgraph") for code in answer[mode] or ()}
    return bool(ids) and not ids & (FAILURES | REFUSALS)


def _module_call(measured: dict[str, Any]) -> dict[str, Any]:
    """A module's record. Its input is always a tensor; what breaks with one shape of it only does not count."""
    if not measured:
        return {}
    return {"tensor": None if None in measured.values() else next(iter(measured.values()))}


def record(name: str, kinds: dict[str, Any]) -> dict[str, Any]:
    """One callable's record: "const", "tensor", "array", and the tensor and array kinds that differ from those two."""
    measured = {kind: value(answer) for kind, answer in kinds.items() if _telling(answer)}
    if name.startswith("torch.nn.") and name.endswith(".forward"):
        return _module_call(measured)
    if _OPTIMIZER.fullmatch(name) and "const" in measured:
        measured["float"] = measured["const"]  # whatever they are handed, it holds parameters made before the region
    if "const" in measured and name.startswith(TAKE_TENSORS) and _LITERAL.search(kinds["const"]["call"]):
        measured.setdefault("float", measured.pop("const"))
    if name.startswith("numpy.ndarray."):
        measured = {kind: made for kind, made in measured.items() if kind in ("const", *ARRAYS)}
    inputs: dict[str, Any] = {}
    for kind, computed in worker.COMPUTED.items():
        if computed in measured:
            given = measured[kind]
            if given != measured[computed]:
                inputs[INPUTS[kind]] = given
            measured[kind] = measured.pop(computed)
            if kind == "float" and "input" in inputs:
                # Only inputs were measured of these kinds: where they are like a float input, so is what is computed.
                measured = {key: made for key, made in measured.items() if key not in ("int", "bool") or made != given}
    made: dict[str, Any] = {}
    if "const" in measured:
        made["const"] = measured["const"]
    for family_name, family in (("tensor", TENSORS), ("array", ARRAYS)):
        present = [kind for kind in family if kind in measured]
        if not present:
            continue
        chief = measured[present[0]]
        if family_name == "tensor" or "tensor" not in made or chief != made["tensor"]:
            made[family_name] = chief
        for kind in present[1:]:
            if measured[kind] != chief:
                made[kind] = measured[kind]
    return {**made, **inputs}


def merge(records: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Leaves one record of each object in ``records``; returns the aliases that this and the modules give."""
    same, others = names.groups(records)
    aliases: dict[str, str] = {}
    for canonical, twins in same.items():
        for twin in twins:
            if twin not in records:
                aliases[twin] = canonical
            elif canonical in records and _agree(records[canonical], records[twin]):
                records[canonical] = {**records.pop(twin), **records[canonical]}
                aliases[twin] = canonical
            else:
                print(f"one object, two records: {canonical} and {twin}", file=sys.stderr)
    for canonical, found in others.items():
        aliases.update((name, canonical) for name in found)
    # Of an alias whose owner is an alias itself nothing has to be said.
    return {
        name: target
        for name, target in aliases.items()
        if name not in records and f"{aliases.get(name.rpartition('.')[0], '')}.{name.rpartition('.')[2]}" != target
    }


def _agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[kind] == other[kind] for kind in one.keys() & other.keys())


def wildcards(records: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A record for each prefix of WILDCARDS whose measured callables all break in the same way."""
    found = {}
    for prefix, enough in WILDCARDS.items():
        sample = [made["const"] for name, made in records.items() if name.startswith(prefix) and "const" in made]
        codes = {made if isinstance(made, str) else (made or {}).get("all") for made in sample}
        if len(sample) >= enough and len(codes) == 1 and None not in codes:
            found[prefix] = {"const": codes.pop()}
        else:
            print(f"no wildcard {prefix}: {len(sample)} measured, {sorted(map(str, codes))}", file=sys.stderr)
    return found


def dump(path: Path, data: dict[str, Any]) -> None:
    """Writes facts: one entry a line, sorted, so that a change of one fact is a change of one line."""
    parts = []
    for title, table in data.items():
        if title in TABLES:
            lines = [f"{json.dumps(name)}: {json.dumps(table[name], sort_keys=True)}" for name in sorted(table)]
            parts.append(f'"{title}": {{\n' + ",\n".join(lines) + "\n}" if lines else f'"{title}": {{}}')
        else:
            parts.append(f'"{title}": {json.dumps(table)}')
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def release() -> str:
    """The release of the torch that is installed, as the data is called after it."""
    import torch

    return ".".join(torch.__version__.split(".")[:2])


def write(
    answers: Iterable[dict[str, Any]],
    asked: Iterable[str] = (),
    path: Path | None = None,
    base: dict[str, Any] | None = None,
    kept: dict[str, Any] | None = None,
) -> Path:
    """Writes the data of the running torch, to ``path`` or among the data of gblint, and returns its path.

    ``asked``: all names of the catalogue. ``base``: the tables that answers without measurements of their own mean.
    ``kept``: tables of the same release that hold for what ``answers`` do not speak of.
    """
    import numpy
    import torch

    answers = list(answers)
    records = {answer["name"]: record(answer["name"], answer["kinds"]) for answer in answers}
    as_base = [answer["name"] for answer in answers if answer.get("as_base")]
    if base is not None:
        records.update({name: base["callables"][base["aliases"].get(name, name)] for name in as_base})
    records = {name: made for name, made in records.items() if made}
    old = kept or {table: {} for table in TABLES}
    answered = set(records)
    records = {**{name: made for name, made in old["callables"].items() if name not in answered}, **records}
    aliases = {**{name: target for name, target in old["aliases"].items() if name not in records}, **merge(records)}
    for name, target in aliases.items():
        while target in aliases:  # what was a canonical name before may be none any more
            target = aliases[name] = aliases[target]
    version = torch.__version__.partition("+")[0]
    versions = {"torch": version, "python": platform.python_version(), "numpy": numpy.__version__}
    data: dict[str, Any] = {
        "measured": versions,
        "aliases": aliases,
        "bases": {**old["bases"], **names.bases(records)},
        "wildcards": wildcards(records),
        "callables": records,
    }
    if path is None:
        path = DATA / f"facts-{release()}.json"
    else:
        # These tell a callable that a release lacks from one that could not be measured.
        data["screened"] = len(as_base)
        data["asked"] = sorted(asked)
        data["absent"] = [name for name in data["asked"] if not names.exists(name.partition("#")[0])]
    dump(path, data)
    print(f"{path.name}: {len(records)} callables, {len(aliases)} aliases", file=sys.stderr)
    return path
