"""What a call of torch, NumPy, a builtin or the standard library gives back: a small language and its reader.

The data, ``data/returns-<release>.json``, is measured by ``tools/harvest_returns.py``: one record a callable or
attribute, ``{"params": [...], "returns": SPEC or list}`` or ``{"attribute": SPEC}``. A list holds cases,
``{"when": {PARAM: COND}, "returns": SPEC}``; the first whose conditions all hold decides, a plain SPEC stands last.

COND is ``"given"`` (passed, and not a literal None), ``"absent"`` (not passed, or None), ``"tensor"``, ``"int"`` (what
kind of value was passed), ``true`` or ``false`` (that literal was passed). ``params`` are in positional order, the
receiver first, then keyword-only ones. A variadic one bears a star, ``*size``, and takes all positions from its own on;
conditions name it without the star and look at its first argument.

SPEC::

    tensor[:DTYPE][/RANK]   array[:DTYPE][/RANK]   sparse[:DTYPE][/RANK]
    datascalar:CLASS                               a number read out of a tensor; CLASS may be ``same``
    bool int float complex str bytes none shape dtype device any
    (SPEC, SPEC)   (SPEC, ...)   [SPEC]            a tuple, a tuple and a list of unknown length
    (values=SPEC, indices=SPEC)                    a named tuple
    cls:dotted.Name                                an instance of that class
    self                                           the receiver (or first argument) itself, e.g. an in-place method
    same                                           a value of the first argument's kind, e.g. copy.deepcopy
    SPEC?                                          SPEC or None

DTYPE is a class of dtypes (``bool``, ``int``, ``float``, ``complex``) or a rule:

* ``same``: that of the first tensor argument, elements of lists included;
* ``promote``: the highest class (bool < int < float < complex) of all tensor arguments and of Python numbers
  passed for one of PROMOTING_PARAMS;
* ``intsum``: as ``same``, but bool gives int (sum, prod, cumsum);
* ``div``: as ``promote``, but bool and int give float (true division, mean, exp);
* ``arg``: a constructor's: the dtype argument, else float; ``numeric``: float if one of the Python numbers passed is a
  float, else int (arange); ``fill``: that of the Python number passed as fill value; ``data``: that of the nested data;
* ``to``: that of the dtype or tensor passed after the receiver, else the receiver's.

RANK is a number, or ``same`` (as the first tensor argument), ``reduce`` (0 without dim/axis; with it lower by the
dimensions named, unless keepdim), ``broadcast`` (the highest of the tensor arguments), ``size`` (the length
of the sequence passed as SIZE_PARAMS, or how many ints were), ``more`` (1 or more, unknown how many), ``any`` (as when
left out).

A caller's explicit ``dtype=`` and ``out=`` go before all of this; no record repeats them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

PROMOTING_PARAMS = frozenset({"input", "self", "other", "exponent", "min", "max", "end", "x1", "x2", "x", "y"})
"""Parameters whose Python numbers take part in type promotion (torch.add(x, 1.5)); dim, alpha and the like do not."""

SIZE_PARAMS = frozenset({"size", "shape"})
"""Parameters that give a result's size: ``torch.zeros(2, 3)``, ``x.view((2, 3))``."""

_WORDS = frozenset({"bool", "int", "float", "complex", "str", "bytes", "none", "shape", "dtype", "device", "any"})
_WORDS |= {"self", "same"}
_DTYPES = frozenset({"bool", "int", "float", "complex", "same", "promote", "intsum", "div"})
_DTYPES |= {"arg", "numeric", "fill", "data", "to"}
_RANKS = frozenset({"same", "reduce", "broadcast", "size", "more"})
_ATOM = re.compile(r"(?P<kind>[a-z]+)(?::(?P<dtype>[\w.]+))?(?:/(?P<rank>\w+))?")
_FIELD = re.compile(r"([A-Za-z_]\w*)=")
_CONDITIONS = frozenset({"given", "absent", "tensor", "int"})
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Spec:
    """One value: ``kind`` is the SPEC's first word, "tuple" or "list"; what does not apply is None or empty.

    ``rank`` None means any; ``items`` of a tuple or list (one if ``open_ended``); ``name`` that of a ``cls:``;
    ``optional``: may be None instead; ``fields``: the names of a named tuple's items.
    """

    kind: str
    dtype: str | None = None
    rank: str | int | None = None
    items: tuple[Spec, ...] = ()
    open_ended: bool = False
    name: str | None = None
    optional: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A SPEC and what has to hold of the arguments: all of ``when``, pairs of a parameter and a COND."""

    when: tuple[tuple[str, str | bool], ...]
    spec: Spec


@dataclass(frozen=True, slots=True)
class Returns:
    """A record. ``cases`` end with one without conditions and are empty for an attribute, whose value is ``attribute``.

    ``mutates``: the receiver or first argument is changed in place.
    """

    params: tuple[str, ...]
    cases: tuple[Case, ...]
    attribute: Spec | None
    mutates: bool = False


@cache
def parse(text: str) -> Spec:
    """The Spec that ``text`` spells. Raises ValueError, naming ``text``, where it is not in the grammar."""
    spec, rest = _value(text, text.strip())
    if rest:
        raise ValueError(f"return spec {text!r}: unexpected {rest!r}")
    return spec


def _value(whole: str, text: str) -> tuple[Spec, str]:
    """The value at the start of ``text``, and what follows it."""
    if text.startswith("("):
        spec, rest = _sequence(whole, text[1:], ")")
    elif text.startswith("["):
        spec, rest = _sequence(whole, text[1:], "]")
    else:
        spec, rest = _atom(whole, text)
    if rest.startswith("?"):
        spec = replace(spec, optional=True)
        rest = rest[1:]
    return spec, rest.lstrip()


def _sequence(whole: str, text: str, close: str) -> tuple[Spec, str]:
    """A tuple or a list whose opening bracket is read already, and what follows its closing one."""
    items: list[Spec] = []
    fields: list[str] = []
    text = text.lstrip()
    while not text.startswith(close):
        if text.startswith("...") and len(items) == 1 and close == ")":
            text = text[3:].lstrip()
            if not text.startswith(")"):
                raise ValueError(f"return spec {whole!r}: `...` has to stand last")
            return Spec("tuple", items=tuple(items), open_ended=True), text[1:]
        if field := _FIELD.match(text):
            fields.append(field[1])
            text = text[field.end() :]
        item, text = _value(whole, text)
        items.append(item)
        if text.startswith(","):
            text = text[1:].lstrip()
        elif not text.startswith(close):
            raise ValueError(f"return spec {whole!r}: `{close}` is missing")
    if close == "]" and len(items) != 1:
        raise ValueError(f"return spec {whole!r}: a list has one item, that of its elements")
    if fields and (len(fields) != len(items) or close == "]"):
        raise ValueError(f"return spec {whole!r}: in a named tuple every item has a name")
    kind = "tuple" if close == ")" else "list"
    return Spec(kind, items=tuple(items), open_ended=close == "]", fields=tuple(fields)), text[1:]


def _atom(whole: str, text: str) -> tuple[Spec, str]:
    """A word with its dtype and rank, and what follows it."""
    match = _ATOM.match(text)
    if match is None:
        raise ValueError(f"return spec {whole!r}: a value is missing")
    kind, dtype, rank = match["kind"], match["dtype"], match["rank"]
    spec: Spec | None = None
    if kind in ("tensor", "array", "sparse"):
        if (dtype is None or dtype in _DTYPES) and (rank in _RANKS | {None, "any"} or rank.isdigit()):
            spec = Spec(kind, dtype, int(rank) if rank and rank.isdigit() else None if rank == "any" else rank)
    elif kind == "cls":
        if dtype and not rank:
            spec = Spec(kind, name=dtype)
    elif kind == "datascalar":
        if dtype in ("bool", "int", "float", "complex", "same") and not rank:
            spec = Spec(kind, dtype)
    elif kind in _WORDS and not dtype and not rank:
        spec = Spec(kind)
    if spec is None:
        raise ValueError(f"return spec {whole!r}: unknown value {match[0]!r}")
    return spec, text[match.end() :]


def parse_record(record: Mapping[str, Any]) -> Returns:
    """The Returns of one record of the data. Raises ValueError where it does not follow the format."""
    attribute = record.get("attribute")
    if attribute is not None:
        return Returns((), (), parse(attribute))
    returns = record.get("returns")
    entries = returns if isinstance(returns, list) else [returns]
    cases: list[Case] = []
    for entry in entries:
        if isinstance(entry, str):
            cases.append(Case((), parse(entry)))
        elif isinstance(entry, dict):
            when = tuple(entry["when"].items())
            for name, condition in when:
                if not isinstance(condition, bool) and condition not in _CONDITIONS:
                    raise ValueError(f"return record: unknown condition {condition!r} on {name!r}")
            cases.append(Case(when, parse(entry["returns"])))
        else:
            raise ValueError(f"return record: {entry!r} is neither a SPEC nor a case")
    if not cases or cases[-1].when or any(not case.when for case in cases[:-1]):
        raise ValueError("return record: one SPEC without conditions has to stand last")
    return Returns(tuple(record.get("params", ())), tuple(cases), None, bool(record.get("mutates")))


class _Table(Mapping[str, Returns]):
    """The records of a release by name, each parsed when first asked for."""

    def __init__(self, records: dict[str, dict[str, Any]]) -> None:
        self._records = records
        self._parsed: dict[str, Returns] = {}

    def __getitem__(self, name: str) -> Returns:
        found = self._parsed.get(name)
        if found is None:
            found = self._parsed[name] = parse_record(self._records[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


@cache
def load(release: str) -> Mapping[str, Returns]:
    """The records of a torch release ("2.13") by the callable's or attribute's dotted name.

    Of a release without data the newest earlier one's are used, else the oldest there are: what functions return
    hardly changes between releases.
    """
    files = {_order(path.stem.partition("-")[2]): path for path in _DATA.glob("returns-*.json")}
    wanted = _order(release)
    chosen = max((order for order in files if order <= wanted), default=min(files))
    return _Table(json.loads(files[chosen].read_bytes()))


def _order(release: str) -> tuple[int, ...]:
    """The release 2.13.0 as (2, 13): releases in their order, without the patch number or a local suffix."""
    return tuple(int(part) for part in re.findall(r"\d+", release)[:2])
