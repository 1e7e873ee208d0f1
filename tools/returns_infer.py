"""From observed calls to a return record: which rule of the SPEC language (gblint/dynamo/specs.py) explains them all.

An observation is a Call: its arguments by parameter name, and its result, both reduced to what a SPEC can speak of.
``learn`` finds a decision list over the arguments; ``predicts`` replays a record on a call.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gblint.dynamo.specs import PROMOTING_PARAMS, SIZE_PARAMS, Returns, Spec, parse

CLASSES = ("bool", "int", "float", "complex")


@dataclass(frozen=True)
class Arg:
    """An argument: ``kind`` "tensor", "list", "tuple", "bool", "int", "float", "complex", "none", "dtype" or "other".

    ``dtype`` and ``rank`` are a tensor's, ``value`` a bool's or int's, ``items`` a sequence's.
    """

    kind: str
    dtype: str | None = None
    rank: int | None = None
    value: bool | int | None = None
    items: tuple[Arg, ...] = ()


@dataclass(frozen=True)
class Out:
    """A result: ``kind`` as in a SPEC ("self" if it is the first argument itself), a tensor's dtype class and rank."""

    kind: str
    dtype: str | None = None
    rank: int | None = None
    items: tuple[Out, ...] = ()
    name: str | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Call:
    """One observed call. ``args`` in the order they were passed."""

    args: tuple[tuple[str, Arg], ...]
    out: Out

    def get(self, name: str) -> Arg | None:
        return next((arg for param, arg in self.args if param == name), None)

    def tensors(self) -> list[Arg]:
        """The tensor arguments, elements of sequences included."""
        found: list[Arg] = []
        stack = [arg for _, arg in reversed(self.args)]
        while stack:
            arg = stack.pop()
            if arg.kind == "tensor":
                found.append(arg)
            stack.extend(reversed(arg.items))
        return found


# ------------------------------------------------------------------------------------------------ rules for a dtype


def _highest(classes: list[str]) -> str | None:
    return max(classes, key=CLASSES.index) if classes else None


def _first(call: Call) -> str | None:
    tensors = call.tensors()
    return tensors[0].dtype if tensors else None


def _promote(call: Call) -> str | None:
    classes = [t.dtype for t in call.tensors() if t.dtype]
    if classes:
        classes += [a.kind for name, a in call.args if name in PROMOTING_PARAMS and a.kind in CLASSES]
    return _highest(classes)


def _intsum(call: Call) -> str | None:
    first = _first(call)
    return "int" if first == "bool" else first


def _div(call: Call) -> str | None:
    found = _promote(call)
    return "float" if found in ("bool", "int") else found


def _numeric(call: Call) -> str | None:
    if call.tensors():
        return None
    numbers = [a.kind for _, a in call.args if a.kind in ("int", "float")]
    return _highest(numbers)


def _leaves(arg: Arg) -> list[str]:
    if arg.kind == "tensor" and arg.dtype:
        return [arg.dtype]
    if arg.items:
        return [leaf for item in arg.items for leaf in _leaves(item)]
    return [arg.kind] if arg.kind in CLASSES else []


def _data(call: Call) -> str | None:
    return (_highest(_leaves(call.args[0][1])) or "float") if call.args else None


def _fill(call: Call) -> str | None:
    arg = call.get("fill_value")
    return _highest(_leaves(arg)) if arg else None


DTYPE_RULES: dict[str, Callable[[Call], str | None]] = {
    "same": _first, "promote": _promote, "intsum": _intsum, "div": _div, "numeric": _numeric, "data": _data,
    "fill": _fill,
}  # fmt: skip


# ------------------------------------------------------------------------------------------------- rules for a rank


def _rank_same(call: Call) -> int | None:
    tensors = call.tensors()
    return tensors[0].rank if tensors else None


def _rank_broadcast(call: Call) -> int | None:
    return max((t.rank for t in call.tensors() if t.rank is not None), default=None)


def _rank_reduce(call: Call) -> int | None:
    """As documented in specs.py; None where the arguments do not say how many dimensions go."""
    rank = _rank_same(call)
    dim = next((a for n in ("dim", "axis", "dims") if (a := call.get(n)) and a.kind != "none"), None)
    keep = any((a := call.get(n)) and a.value is True for n in ("keepdim", "keepdims"))
    if rank is None or keep:
        return rank
    if dim is None:
        return 0
    if dim.kind == "int":
        return max(rank - 1, 0)
    if dim.kind == "bool":  # std(x, False): the second position is another overload's `unbiased`
        return 0
    if dim.kind in ("list", "tuple"):
        return max(rank - len(dim.items), 0) if dim.items else None
    return -1


def _rank_size(call: Call) -> int | None:
    found = [arg for name, arg in call.args if name in SIZE_PARAMS]
    if found and found[0].kind in ("list", "tuple"):
        return len(found[0].items)
    return len(found) if found and found[0].kind == "int" else None


RANK_RULES: dict[str, Callable[[Call], int | None]] = {
    "same": _rank_same, "broadcast": _rank_broadcast, "reduce": _rank_reduce, "size": _rank_size,
}  # fmt: skip


def _fit_dtype(pairs: Sequence[tuple[Call, Out]]) -> str | None:
    """The first dtype rule that explains every observation; None if there is none."""
    takes_dtype = any(c.get("dtype") for c, _ in pairs)
    pairs = [(c, o) for c, o in pairs if o.dtype and not _says_dtype(c)]
    if not pairs:
        return None
    outs = {o.dtype for _, o in pairs}
    inputs = {_first(c) for c, _ in pairs}
    with_tensors = inputs != {None}
    if len(outs) == 1:
        (out,) = outs
        if not with_tensors:
            kinds = {k for c, _ in pairs if (k := _data(c))}
            if out == "float" and takes_dtype:
                return "arg"
            if len(kinds) < 2 or out in ("bool", "complex"):
                return out
        else:
            return out
    if inputs == {"float", "complex"} and outs == inputs and _explains(_first, pairs):
        return "div"
    for name, rule in DTYPE_RULES.items():
        if _explains(rule, pairs):
            return name
    # Complex numbers seldom matter and often go their own way (abs, angle): a rule for the others is worth having.
    plain = [(c, o) for c, o in pairs if "complex" not in (_promote(c), o.dtype)]
    if 0 < len(plain) < len(pairs):
        return _fit_dtype(plain)
    return outs.pop() if len(outs) == 1 else None


def _says_dtype(call: Call) -> bool:
    """Whether the caller named a dtype: that goes before any rule, so such a call teaches none."""
    return any(arg.kind == "dtype" for _, arg in call.args)


def _explains(rule: Callable[[Call], str | None], pairs: Sequence[tuple[Call, Out]]) -> bool:
    return all(rule(c) == o.dtype for c, o in pairs)


def _fit_rank(pairs: Sequence[tuple[Call, Out]]) -> str | int | None:
    """The first rank rule that explains every observation; None if there is none."""
    outs = {o.rank for _, o in pairs}
    inputs = {_rank_same(c) for c, _ in pairs}
    for name, rule in RANK_RULES.items():
        if name == "reduce" and len(outs) == 1 and (len(inputs) > 1 or inputs == {None}):
            return outs.pop()  # a fixed number is the simpler rule; that of broadcasting is the truer one
        wanted = [(rule(c), o.rank) for c, o in pairs]
        if all(w == r or (w is None and name == "reduce") for w, r in wanted) and any(w is not None for w, _ in wanted):
            return name
    return "more" if 0 not in outs else None


# ------------------------------------------------------------------------------------------------ one SPEC for calls


def fit(calls: Sequence[Call]) -> tuple[str, int]:
    """The SPEC that explains the results of ``calls`` as far as one can, and how much it leaves unknown."""
    return _fit([(c, c.out) for c in calls])


def _fit(pairs: Sequence[tuple[Call, Out]]) -> tuple[str, int]:
    kinds = {o.kind for _, o in pairs}
    optional = ""
    if "none" in kinds and len(kinds) > 1:
        kinds.discard("none")
        optional, pairs = "?", [(c, o) for c, o in pairs if o.kind != "none"]
    if kinds <= {"self", "tensor"} and len(kinds) > 1:
        kinds = {"tensor"}
    if len(kinds) > 1:
        return "any", 100
    (kind,) = kinds
    unknown = 20 if optional else 0
    if kind in ("tensor", "array"):
        dtype, rank = _fit_dtype(pairs), _fit_rank([p for p in pairs if p[1].rank is not None])
        text = kind + (f":{dtype}" if dtype else "") + (f"/{rank}" if rank is not None else "")
        return text + optional, unknown + (dtype is None) * 4 + (rank is None) * 2 + (rank == "more")
    if kind in ("tuple", "list"):
        text, more = _fit_items(kind, pairs)
        return text + optional, unknown + more
    if kind == "cls":
        names = {o.name for _, o in pairs}
        return (f"cls:{names.pop()}{optional}", unknown) if len(names) == 1 else ("any", 50)
    if kind == "datascalar":
        dtypes = [o.dtype for _, o in pairs]
        if len(set(dtypes)) > 1:
            return "datascalar:" + str(_highest([d for d in dtypes if d])), 3
        return f"datascalar:{dtypes[0]}", 0
    return kind + optional, unknown


def _fit_items(kind: str, pairs: Sequence[tuple[Call, Out]]) -> tuple[str, int]:
    lengths = {len(o.items) for _, o in pairs}
    if kind == "tuple" and len(lengths) == 1:
        parts = [_fit([(c, o.items[i]) for c, o in pairs]) for i in range(lengths.pop())]
        fields = pairs[0][1].fields
        shown = [f"{f}={text}" for f, (text, _) in zip(fields, parts, strict=True)] if fields else [t for t, _ in parts]
        return "(" + ", ".join(shown) + ")", sum(n for _, n in parts)
    flat = [(c, item) for c, o in pairs for item in o.items]
    text, unknown = _fit(flat) if flat else ("any", 0)
    return (f"[{text}]", unknown) if kind == "list" else (f"({text}, ...)", unknown + 1)


# --------------------------------------------------------------------------------------------------- decision lists


def holds(condition: str | bool, arg: Arg | None) -> bool:
    """Whether COND is true of an argument; None: it was not passed."""
    given = arg is not None and arg.kind != "none"
    if condition == "given":
        return given
    if condition == "absent":
        return not given
    if not given or arg is None:
        return False
    if isinstance(condition, bool):
        return arg.kind == "bool" and arg.value is condition
    return arg.kind == condition


def _matches(call: Call, when: dict[str, Any]) -> bool:
    return all(holds(condition, call.get(param)) for param, condition in when.items())


def _candidates(calls: Sequence[Call]) -> list[dict[str, Any]]:
    params = list(dict.fromkeys(name for c in calls for name, _ in c.args if not re.fullmatch(r"arg\d+", name)))
    singles: list[dict[str, Any]] = [
        {p: c} for c in ("tensor", True, "int", "given", "absent", False) for p in params
    ]  # fmt: skip
    flags = [p for p in params if any((a := c.get(p)) and a.kind == "bool" for c in calls)]
    pairs: list[dict[str, Any]] = [{p: True, q: True} for i, p in enumerate(flags) for q in flags[i + 1 :]]
    return singles + pairs


STEERING = frozenset({
    "dim", "axis", "keepdim", "keepdims", "reduction", "rounding_mode", "other", "input", "weights", "high", "dtype",
    "return_complex", "return_inverse", "return_counts", "values", "x", "y", "size", "args", "rowvar", "tensors",
    "indices",
})  # fmt: skip
"""Parameters whose presence is known to change a result's dtype or rank; others only happen to go along with one."""


def learn(calls: Sequence[Call], depth: int = 4) -> list[Any]:
    """The list of cases, with a plain SPEC last, that explains ``calls``."""
    spec, unknown = fit(calls)
    if unknown <= 1 or depth == 0:
        return [spec]
    best: tuple[tuple[int, ...], dict[str, Any], list[Call], str] | None = None
    for order, when in enumerate(_candidates(calls)):
        inside = [c for c in calls if _matches(c, when)]
        if not inside or len(inside) == len(calls):
            continue
        outside = [c for c in calls if not _matches(c, when)]
        text, cost = fit(inside)
        _, rest = fit(outside)
        # Any split may explain kinds; one for dtypes or ranks alone wants evidence, on a parameter that can steer them.
        few = min(len(inside), len(outside)) < (1 if "size" in when else 3) or not STEERING.issuperset(when)
        if unknown - cost < (20 if few else 2) or cost >= 20:
            continue
        weak = any(condition in ("absent", False) for condition in when.values())
        key = (cost + rest // 2, weak, -len(inside), order)
        if best is None or key < best[0]:
            best = (key, when, outside, text)
    if best is None:
        return [spec]
    _, when, outside, text = best
    tail = learn(outside, depth - 1)
    if tail == [text]:
        return tail
    return [{"when": when, "returns": text}, *tail]


def majority(calls: Sequence[Call]) -> list[Call]:
    """``calls`` without the odd ones: results of a kind seen in less than one call of fifty."""
    kinds = Counter(c.out.kind for c in calls)
    return [c for c in calls if kinds[c.out.kind] * 50 >= len(calls)]


# ---------------------------------------------------------------------------------------------------------- replay


def predicts(record: Returns, call: Call) -> bool:
    """Whether the record's answer for the call is true of its result; "any" and unknown parts always are."""
    for case in record.cases:
        if _matches(call, dict(case.when)):
            return agrees(case.spec, call.out, call)
    return False


def agrees(spec: Spec, out: Out, call: Call) -> bool:
    """Whether ``spec`` is true of the result ``out`` of ``call``."""
    if spec.kind == "any" or (spec.optional and out.kind == "none"):
        return True
    if out.kind == "self":
        first = call.tensors()[0] if call.tensors() else None
        if spec.kind in ("self", "same") or first is None:
            return spec.kind in ("self", "same")
        out = Out("tensor", first.dtype, first.rank)
    if spec.kind == "cls":
        return out.kind == "cls" and out.name == spec.name
    if spec.kind == "datascalar" and out.kind in CLASSES:
        return True
    if spec.kind != out.kind:
        return False
    if spec.kind in ("tuple", "list"):
        if spec.open_ended:
            return all(agrees(spec.items[0], item, call) for item in out.items)
        return len(spec.items) == len(out.items) and all(map(lambda s, o: agrees(s, o, call), spec.items, out.items))
    return _dtype_agrees(spec, out, call) and _rank_agrees(spec, out, call)


def _dtype_agrees(spec: Spec, out: Out, call: Call) -> bool:
    if spec.dtype is None or out.dtype is None:
        return True
    if _says_dtype(call):
        return True
    if spec.dtype in CLASSES:
        return spec.dtype == out.dtype
    if spec.dtype == "arg":
        return out.dtype == "float"
    rule = DTYPE_RULES.get(spec.dtype)
    return rule is None or rule(call) in (out.dtype, None)


def _rank_agrees(spec: Spec, out: Out, call: Call) -> bool:
    if spec.rank is None or out.rank is None:
        return True
    if isinstance(spec.rank, int):
        return spec.rank == out.rank
    if spec.rank == "more":
        return out.rank > 0
    return RANK_RULES[spec.rank](call) in (out.rank, None)


def checked(record: list[Any]) -> list[Any]:
    """``record`` itself, every SPEC of it parsed once. Raises ValueError where one is not in the grammar."""
    for entry in record:
        parse(entry if isinstance(entry, str) else entry["returns"])
    return record
