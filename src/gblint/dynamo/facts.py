"""What the real Dynamo does when traced code meets a callable, per torch release.

The data, ``data/facts-<release>.json``, is measured by ``tools/probe_facts.py`` and holds, one entry a line:

``callables``
    Dotted name -> record: a value for each kind of argument that was measured. ``const``: no tensor and no array among
    receiver and arguments; ``tensor``: one computed in the region; and where they differ from it ``int`` and ``bool``
    tensors, ``scalar`` and ``int_scalar`` (0-dim), ``array``, ``int_array`` (NumPy), and ``input``, ``scalar_input``,
    ``int_scalar_input`` (a tensor that is an argument of the compiled function itself).
    A value is null (traced), an id, or an object: ``default``, ``captured``, ``fullgraph`` (or ``all``) with an id or
    null each, ``also`` with ids that the same call shows too in default mode, ``used`` where it breaks only once the
    result is used. Ids are the registry's, ``GBL001``, or ``error`` (Dynamo fails without an id).
    A name with ``#`` is a way of calling that changes what happens: ``torch.where#one_argument``.
    ``X.forward`` of a torch.nn class is a call of an instance built before, ``X`` itself its construction.
    ``__enter__``, ``__iter__`` and other special names stand for ``with x``, ``for _ in x`` and so on.
``aliases``
    Further dotted names of functions, classes and modules -> the name that the facts use.
``bases``
    Class -> its bases that have facts, nearest first: a method without facts of its own is looked up there.
``wildcards``
    Prefix -> the record of every name below it that was not measured itself.
``measured``
    The versions of torch, Python and NumPy that the facts were measured with; of a further release also how many
    callables that were, and of how many only default mode because it was as in the base.
``base``
    In the file of a further release: the release that the tables are the difference to. An entry stands in place of the
    base's, null for one that is not there any more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from gblint.dynamo import specs
from gblint.dynamo.specs import Returns

Arguments = Literal[
    "const",
    "tensor",
    "int",
    "bool",
    "scalar",
    "int_scalar",
    "array",
    "int_array",
    "input",
    "scalar_input",
    "int_scalar_input",
]
Mode = Literal["default", "captured", "fullgraph"]
_MODES = get_args(Mode)

# A call that raises while Dynamo traces it: what it was handed may be to blame.
FAILS = "GB4315"

TABLES = ("aliases", "bases", "wildcards", "callables")
_DATA = Path(__file__).parent / "data"
# Where a kind of argument has no value of its own, that of the next kind holds.
_FALLBACK: dict[str, str] = {
    "int": "tensor",
    "bool": "tensor",
    "scalar": "tensor",
    "int_scalar": "tensor",
    "input": "tensor",
    "scalar_input": "scalar",
    "int_scalar_input": "int_scalar",
    "array": "tensor",
    "int_array": "array",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens at a call: ``code`` is None where Dynamo traces it, else an id, "GBL001" or "error".

    ``also``: ids that the same call shows in default mode beside ``code``, inside the library or after it.
    ``only_if_used``: nothing breaks while the result is not looked at.
    """

    code: str | None
    also: tuple[str, ...] = ()
    only_if_used: bool = False


class Facts:
    """The facts of one release. Lookups are dictionary lookups; what was made of an entry is kept."""

    def __init__(self, release: str, data: Mapping[str, Any]) -> None:
        self.release = release
        self.measured: Mapping[str, str | int] = data["measured"]
        self._records: dict[str, dict[str, Any]] = data["callables"]
        self._aliases: dict[str, str] = data["aliases"]
        self._bases: dict[str, list[str]] = data["bases"]
        self._wildcards: dict[str, dict[str, Any]] = data["wildcards"]
        self._canonical: dict[str, str] = {}
        self._outcomes: dict[tuple[str, str, str], Outcome | None] = {}
        self._returns: dict[str, Returns | None] = {}
        self._others: dict[str, list[str]] | None = None
        self._homes: set[str] | None = None
        self._owners: set[str] | None = None

    def canonical(self, name: str) -> str:
        """The name that the facts use for ``name``; ``name`` itself where they know no other."""
        found = self._canonical.get(name)
        if found is None:
            found = self._canonical[name] = self._resolve(name)
        return found

    def knows(self, name: str) -> bool:
        """Whether anything was measured of this callable or attribute, by itself or by a wildcard."""
        return self._record(self.canonical(name)) is not None

    def exists(self, name: str) -> bool:
        """Whether ``name`` is known to be there: measured itself, or a module or class of which something was."""
        if self._homes is None:
            self._homes = homes(self._records)
        return name in self._homes or self.knows(name) or self.returns(name) is not None

    def owns(self, name: str) -> bool:
        """Whether something is known of a member of ``name``: a call of it then gives an object with that member."""
        if self._owners is None:
            table = specs.load(self.release)
            entries = (*self._records, *table)
            self._owners = {e.rpartition(".")[0] for e in entries if "#" not in e and ".__" not in e}
        return name in self._owners

    def outcome(self, name: str, arguments: Arguments, mode: Mode) -> Outcome | None:
        """What Dynamo does at a call of ``name``; None where that was not measured for such arguments."""
        key = (name, arguments, mode)
        if key not in self._outcomes:
            self._outcomes[key] = self._outcome(name, arguments, mode)
        return self._outcomes[key]

    def codes(self, name: str) -> frozenset[str]:
        """The ids that calls of ``name`` end in, with whatever arguments and in whatever mode."""
        record = self._record(self.canonical(name)) or {}
        found = {_outcome(value, mode).code for value in record.values() for mode in _MODES}
        return frozenset(code for code in found if code is not None)

    def fails(self, name: str) -> bool:
        """Whether a call of ``name`` that works eagerly fails under Dynamo with all arguments that were tried."""
        record = self._record(self.canonical(name)) or {}
        return bool(record) and all(found == FAILS for found in record.values())

    def returns(self, name: str) -> Returns | None:
        """What a call of ``name``, or the attribute, gives back; None where nothing is known of it."""
        if name not in self._returns:
            table = specs.load(self.release)
            canonical = self.canonical(name)
            candidates = (name, canonical, *self._names(canonical))
            self._returns[name] = next((table[candidate] for candidate in candidates if candidate in table), None)
        return self._returns[name]

    def _resolve(self, name: str) -> str:
        if name in self._records:
            return name
        if name in self._aliases:
            return self._aliases[name]
        name, _, variant = name.partition("#")
        if variant:
            # A way of calling that was not measured is no different from any other.
            plain = self.canonical(name)
            return f"{plain}#{variant}" if f"{plain}#{variant}" in self._records else plain
        owner, dot, member = name.rpartition(".")
        if not dot:
            return name
        owner = self.canonical(owner)
        moved = f"{owner}.{member}"
        if moved in self._aliases:
            return self._aliases[moved]
        if moved not in self._records:
            for base in self._bases.get(owner, ()):
                if f"{base}.{member}" in self._records:
                    return f"{base}.{member}"
        return moved

    def _record(self, canonical: str) -> dict[str, Any] | None:
        found = self._records.get(canonical)
        if found is None:
            for prefix, record in self._wildcards.items():
                if canonical.startswith(prefix):
                    return record
        return found

    def _outcome(self, name: str, arguments: str, mode: str) -> Outcome | None:
        record = self._record(self.canonical(name))
        found = value(record, arguments, ...) if record is not None else ...
        return None if found is ... else _outcome(found, mode)

    def _names(self, canonical: str) -> list[str]:
        """All aliases of a canonical name: what a callable returns may stand under any of them."""
        if self._others is None:
            self._others = {}
            for alias, target in self._aliases.items():
                self._others.setdefault(target, []).append(alias)
        return self._others.get(canonical, [])


def value(record: Mapping[str, Any], kind: str, otherwise: Any) -> Any:
    """What a record says of a kind of argument, itself or by the kind that stands for it; else ``otherwise``."""
    searched: str | None = kind
    while searched is not None:
        if searched in record:
            return record[searched]
        searched = _FALLBACK.get(searched)
    return otherwise


def _outcome(value: Any, mode: str) -> Outcome:
    """The Outcome that a record's value says for ``mode``."""
    if not isinstance(value, dict):
        return Outcome(value)
    code = value["all"] if "all" in value else value[mode]
    # Under fullgraph the first break raises: nothing comes after it.
    also = tuple(value.get("also", ())) if code is not None and mode != "fullgraph" else ()
    return Outcome(code, also, bool(value.get("used")) and code is not None)


@cache
def releases() -> tuple[str, ...]:
    """The torch releases with facts ("2.13"), oldest first."""
    found = (path.stem.partition("-")[2] for path in _DATA.glob("facts-*.json"))
    return tuple(sorted(found, key=_order))


@cache
def load(release: str) -> Facts:
    """The facts of a release, "2.13" or "2.13.1". Raises LookupError where there are none."""
    for known in releases():
        if _order(known) == _order(release):
            return Facts(known, tables(known))
    raise LookupError(f"no facts for torch {release}; there are some for {', '.join(releases())}")


def tables(release: str) -> dict[str, Any]:
    """The data of a release with facts ("2.13"), that of its base put together with it."""
    data: dict[str, Any] = json.loads((_DATA / f"facts-{release}.json").read_bytes())
    if "base" in data:
        whole = tables(data["base"])
        for title in TABLES:
            joined = {**whole[title], **data[title]}
            data[title] = {name: entry for name, entry in joined.items() if entry is not None}
    return data


def _order(release: str) -> tuple[int, ...]:
    """The release 2.13.0 as (2, 13): releases in their order, without the patch number or a local suffix."""
    return tuple(int(part) for part in re.findall(r"\d+", release)[:2])


def homes(names: Iterable[str]) -> set[str]:
    """The modules and classes around dotted names."""
    found: set[str] = set()
    for name in names:
        home = name.rpartition(".")[0]
        while home and home not in found:  # what is around one that was found was found with it
            found.add(home)
            home = home.rpartition(".")[0]
    return found
