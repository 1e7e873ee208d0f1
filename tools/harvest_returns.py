"""Write ``src/gblint/dynamo/data/returns-<release>.json``: what torch, NumPy and Python callables give back.

Usage: ``python tools/harvest_returns.py`` measures and writes; ``--check`` replays calls that the records were not
learnt from and prints how many each family gets right. Needs torch, NumPy, expecttest and (for typeshed) mypy.
The format is described in ``src/gblint/dynamo/specs.py``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import time
import warnings
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tools")]

import numpy as np  # noqa: E402
import torch  # noqa: E402
from probes.assemble import release  # noqa: E402
from returns_infer import Call, Out, agrees, fit, learn, majority, predicts  # noqa: E402
from returns_known import known_records  # noqa: E402
from returns_observe import (  # noqa: E402
    BOOL,
    FLOAT,
    INT,
    N_BOOL,
    N_FLOAT,
    N_INT,
    Observed,
    describe,
    describe_out,
    observe_modules,
    observe_numpy,
    observe_operators,
    observe_overloads,
)  # fmt: skip
from returns_standard import observed_records  # noqa: E402
from returns_stubs import signature, typeshed_records  # noqa: E402

from gblint.dynamo.specs import parse_record  # noqa: E402

TARGET = ROOT / f"src/gblint/dynamo/data/returns-{release()}.json"
Records = dict[str, dict[str, Any]]


def observe_all() -> tuple[Observed, dict[str, list[Out]]]:
    """Every call and every module attribute that the samples give, by name."""
    torch.manual_seed(0)
    np.random.seed(0)
    torch.set_num_threads(1)
    seen: Observed = defaultdict(list)
    attributes: defaultdict[str, list[Out]] = defaultdict(list)
    for step in (observe_operators, observe_overloads, observe_numpy):
        start = time.time()
        step(seen)
        print(f"{step.__name__}: {len(seen)} names, {time.time() - start:.0f} s", file=sys.stderr)
    observe_modules(seen, attributes)
    observe_tensor_attributes(seen)
    return seen, attributes


def observe_tensor_attributes(seen: Observed) -> None:
    """The data attributes of Tensor and ndarray, as calls with the receiver alone."""
    groups: tuple[tuple[str, type, tuple[Any, ...]], ...] = (
        ("torch.Tensor", torch.Tensor, (FLOAT, INT, BOOL, FLOAT[0], FLOAT[None], INT[0, 0], FLOAT * 1j)),
        ("numpy.ndarray", np.ndarray, (N_FLOAT, N_INT, N_BOOL, N_FLOAT[0], N_FLOAT[None], N_INT[0, 0], N_FLOAT * 1j)),
    )
    for prefix, cls, values in groups:
        for short in dir(cls):
            if short.startswith("_") or callable(getattr(cls, short, None)):
                continue
            for value in values:
                with contextlib.suppress(Exception), warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    out = describe_out(getattr(value, short))
                    seen[f"{prefix}.{short}"].append(Call((("self", describe(value)),), out))


def is_attribute(name: str) -> bool:
    owner, _, short = name.rpartition(".")
    cls = {"torch.Tensor": torch.Tensor, "numpy.ndarray": np.ndarray}.get(owner)
    return cls is not None and not callable(getattr(cls, short, None))


def learn_all(seen: Observed, attributes: dict[str, list[Out]]) -> Records:
    """The records that explain what was seen."""
    records: Records = {}
    for name, calls in seen.items():
        cases = learn(majority(calls)) if calls else ["any"]
        if cases == ["any"]:
            continue
        if is_attribute(name):
            records[name] = {"attribute": cases[-1]}
            continue
        params = list(signature(name, lambda: None))  # known since it was observed
        record: dict[str, Any] = {"params": params, "returns": cases if len(cases) > 1 else cases[0]}
        if name.endswith("_") and cases == ["self"]:
            record["mutates"] = True
        records[name] = record
    for name, outs in attributes.items():
        spec, _ = fit([Call((), out) for out in outs])
        if spec not in ("any", "none"):
            records[name] = {"attribute": spec}
    return records


def harvest(seen: Observed, attributes: dict[str, list[Out]]) -> Records:
    """All records: the standard library's, then what was measured, then what no sample can show."""
    return finished({**standard_records(), **learn_all(seen, attributes)})


def standard_records() -> Records:
    """Those of the standard library: what its stubs say, and where they say nothing what calls gave."""
    return {**observed_records(), **typeshed_records()}


def finished(records: Records) -> Records:
    """The records with those that no sample can show, sorted; ValueError for one that cannot be read."""
    records = {**records, **known_records()}
    for record in records.values():
        parse_record(record)
    return dict(sorted(records.items()))


def write(records: Records) -> None:
    """One record a line, sorted by name."""
    lines = (f"{json.dumps(name)}: {json.dumps(record)}" for name, record in records.items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def check(seen: Observed, seed: int, verbose: bool) -> None:
    """Learn from four calls of five, replay the fifth; print what is right, a family a line."""
    chance = random.Random(seed)
    kept: Observed = defaultdict(list)
    held: list[tuple[str, Call]] = []
    for name, calls in seen.items():
        for call in calls:
            if len(calls) >= 5 and chance.random() < 0.2:
                held.append((name, call))
            else:
                kept[name].append(call)
    records = harvest(kept, {})
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for name, call in held:
        record = records.get(name)
        if record is None:
            continue
        family = ".".join(name.split(".")[: 2 if name.startswith("torch.") else 1])
        parsed = parse_record(record)
        ok = agrees(parsed.attribute, call.out, call) if parsed.attribute else predicts(parsed, call)
        total[family] += 1
        right[family] += ok
        if verbose and not ok:
            print(f"wrong: {name} {record} {call}")
    merged: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for family, count in total.items():
        key = family if family in ("torch.Tensor", "torch.nn", "numpy") else "torch.* functions"
        merged[key][0] += right[family]
        merged[key][1] += count
    for family, (good, count) in sorted(merged.items()):
        print(f"{family:20} {good:6} of {count:6} held-out calls right ({good / count:.1%})")
    print(f"{'all':20} {right.total():6} of {total.total():6} ({right.total() / total.total():.1%})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="replay held-out calls instead of writing")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="with --check: print every call that is wrong")
    parser.add_argument("--standard", action="store_true", help="only the standard library anew; the rest is kept")
    options = parser.parse_args()
    if options.standard:
        write(finished({**json.loads(TARGET.read_bytes()), **standard_records()}))
        return
    seen, attributes = observe_all()
    if options.check:
        check(seen, options.seed, options.verbose)
        return
    records = harvest(seen, attributes)
    write(records)
    families = Counter(".".join(n.split(".")[:2]) if n.startswith("torch.") else n.split(".")[0] for n in records)
    print(f"{len(records)} records, {TARGET.stat().st_size} bytes: {families.most_common(24)}")


if __name__ == "__main__":
    main()
