"""Calls of builtins and the standard library that Dynamo takes with certain arguments only."""

from __future__ import annotations

import libcst as cst

from gblint.rules import Rule
from gblint.rules.names import names
from gblint.tracing.frame import Target
from gblint.tracing.values import (
    NONE,
    Class,
    External,
    Instance,
    Scalar,
    Sequence,
    options,
    strong_tensor,
)  # fmt: skip

# What Dynamo's own version of a callable takes: keywords, and the largest number of positional arguments.
_SIGNATURES: dict[str, tuple[str, frozenset[str], int | None]] = {
    "itertools.groupby": ("GB0155", names("key"), None),
    "itertools.product": ("GB0268", names("repeat"), None),
    "collections.deque": ("GB0258", names("iterable maxlen"), 2),
}


class LibraryArguments(Rule):
    """Keywords that ``groupby``, ``product`` and ``deque`` do not have, and ``partial`` without a function."""

    codes = frozenset({"GB0155", "GB0268", "GB0258", "GB0260"})
    calls = frozenset((*_SIGNATURES, "functools.partial"))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments
            if target.name in _SIGNATURES:
                text = self.trace.text(node)
                code, allowed, most = _SIGNATURES[target.name]
                wrong = [name for name, _ in given.keywords if name not in allowed]
                if wrong:
                    message = f"`{text}`: Dynamo knows no keyword `{wrong[0]}` of `{target.name}`"
                    hint = f"keywords that are traced: {', '.join(sorted(allowed))}"
                    self.trace.report(node, code, message, hint)
                elif most is not None and len(given.args) > most:
                    message = f"`{text}` has more than {most} positional arguments"
                    self.trace.report(node, code, message, f"remove the arguments after the first {most}")
            elif not given.args and given.more_args is None:
                message = f"`{self.trace.text(node)}` has no positional argument: the function to call comes first"
                self.trace.report(node, "GB0260", message, "write `functools.partial(function, ...)`")


class GroupKeys(Rule):
    """``itertools.groupby`` by tensors, whose equality is not known while tracing, by classes, by a positional key."""

    codes = frozenset({"GB0152", "GB0115", "GB0134", "GB0811"})
    calls = frozenset(("itertools.groupby",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if (code := self._code(target)) is not None:
                self._report(node, code, code)

    def visit_For(self, node: cst.For) -> None:
        """What the call gives after its break cannot be iterated over either, where tracing goes on at all."""
        if not isinstance(node.iter, cst.Call) or self.trace.options.fullgraph:
            return
        if not any(strong_tensor(v) is not None for v in self.trace.frame.env.values()):
            return  # without a tensor among its variables the rest of the function is not traced
        for target in self.wanted(node.iter):
            if (code := self._code(target)) is not None:
                self._report(node.iter, code, "GB0811")

    def _code(self, target: Target) -> str | None:
        items, key = target.arguments.get(0), target.arguments.get(1, "key")
        if len(target.arguments.args) > 1:
            return "GB0134"
        if items is None or not all(isinstance(v, Sequence) for v in options(items)):
            return None
        if key == External("builtins.type"):
            return "GB0115"
        element = self.trace.iterated(items)
        found = element if key is None or key == NONE else self.trace.applied(key, element)
        return "GB0152" if strong_tensor(found) is not None else None

    def _report(self, node: cst.CSTNode, fault: str, code: str) -> None:
        text = self.trace.text(node)
        if fault == "GB0134":
            message, hint = f"`{text}`: Dynamo takes the key as a keyword only", "write `key=...`"
        else:
            message = f"`{text}` groups by tensors or classes, which Dynamo cannot compare here"
            hint = "group by a shape, a dtype, a name or another plain value, or compute the keys before the region"
        self.trace.report(node, code, message, hint)


class DataclassFields(Rule):
    """``dataclasses.fields`` of a class: Dynamo answers it for objects."""

    codes = frozenset({"GB0180"})
    calls = frozenset(("dataclasses.fields",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            given = target.arguments.get(0, "class_or_instance")
            if given is not None and all(isinstance(v, Class) for v in options(given)):
                self.trace.report(
                    node,
                    "GB0180",
                    f"`{self.trace.text(node)}` asks a class for its fields",
                    "pass an object of the class, or read the fields once at the top of the module",
                )


class SubclassOfTensor(Rule):
    """``issubclass`` with a tensor where a class is wanted."""

    codes = frozenset({"GB4393"})
    calls = frozenset(("builtins.issubclass",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if any(strong_tensor(v) is not None for v in target.arguments.args[:2]):
                message = f"`{self.trace.text(node)}` is given a tensor where a class is wanted"
                self.trace.report(node, "GB4393", message, "use `isinstance`, or `type(x)`")


class TensorInName(Rule):
    """``setattr`` under a name that has the text of a tensor in it."""

    codes = frozenset({"GB0254"})
    calls = frozenset(("builtins.setattr",))

    def visit_Call(self, node: cst.Call) -> None:
        for target in self.wanted(node):
            if len(target.arguments.args) == 3:
                subject, name, _ = target.arguments.args
                objects = [v for v in options(subject) if isinstance(v, Instance)]
                if name == Scalar("tensor string") and any(not self.trace.has_parameters(v) for v in objects):
                    self.trace.report(
                        node,
                        "GB0254",
                        f"`{self.trace.text(node)}` makes an attribute's name of the values of a tensor",
                        "name it by a plain number, or keep the values in a list or dict",
                    )
