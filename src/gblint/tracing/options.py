"""The options under which a region is compiled, as far as they change what breaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from gblint.immutable import immutable
from gblint.tracing.values import keeping

Mode = Literal["default", "captured", "fullgraph"]

# torch._dynamo.config names that the tracer heeds -> the option they set.
CONFIG_FLAGS = {
    "capture_scalar_outputs": "capture_scalars",
    "capture_dynamic_output_shape_ops": "capture_shapes",
    "trace_numpy": "trace_numpy",
    "allow_rnn": "allow_rnn",
    "graph_break_on_nn_param_ctor": "parameter_breaks",
    "trace_autograd_ops": "trace_autograd",
    "disable": "disabled",
}
# Sets of functions in torch._dynamo.config, to which users add.
CONFIG_SETS = {
    "reorderable_logging_functions": "reorderable",
    "ignore_logging_functions": "ignored",
    "ignore_logger_methods": "ignored",
}


@keeping
@immutable
class Options:
    """``compiled`` is False while the tracer only evaluates code (constructors, module level), outside any region."""

    compiled: bool = False
    fullgraph: bool = False
    capture_scalars: bool = False
    capture_shapes: bool = False
    trace_numpy: bool = True
    allow_rnn: bool = False
    parameter_breaks: bool = True
    trace_autograd: bool = False
    disabled: bool = False
    export: bool = False
    grad_disabled: bool = False
    reorderable: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    patched: frozenset[str] = frozenset()

    @property
    def scalars_captured(self) -> bool:
        """Whether ``.item()`` stays in the graph. fullgraph=True implies both captures (torch 2.13, measured)."""
        return self.fullgraph or self.capture_scalars

    @property
    def shapes_captured(self) -> bool:
        return self.fullgraph or self.capture_shapes

    @property
    def mode(self) -> Mode:
        """The column of the facts that holds for an operation with a data-dependent scalar."""
        if self.fullgraph:
            return "fullgraph"
        return "captured" if self.capture_scalars else "default"

    def with_config(self, settings: Mapping[str, object]) -> Options:
        """These options with ``torch._dynamo.config`` settings over them; unknown names change nothing."""
        changes: dict[str, object] = {}
        for name, value in settings.items():
            name = name.rpartition(".")[2]
            if name in CONFIG_FLAGS and isinstance(value, bool):
                changes[CONFIG_FLAGS[name]] = value
            elif name in CONFIG_SETS and isinstance(value, (set, frozenset, list, tuple)):
                key = CONFIG_SETS[name]
                changes[key] = getattr(self, key) | frozenset(map(str, value))
        return replace(self, **changes) if changes else self  # type: ignore[arg-type]
