"""Functions that stay opaque to Dynamo without a break: allow_in_graph, nonstrict_trace and a custom operator."""

import torch


@torch.compiler.allow_in_graph
def opaque_scale(values: torch.Tensor) -> torch.Tensor:
    return values * 2


@torch._dynamo.nonstrict_trace
def traced_below(values: torch.Tensor) -> torch.Tensor:
    torch._dynamo.graph_break()
    return values + 1


@torch.library.custom_op("gblint_case::host_sort", mutates_args=())
def host_sort(values: torch.Tensor) -> torch.Tensor:
    return torch.tensor(sorted(values.tolist()))


@host_sort.register_fake
def _(values: torch.Tensor) -> torch.Tensor:
    return torch.empty_like(values)


@torch.compile(fullgraph=True)
def pipeline(values: torch.Tensor) -> torch.Tensor:
    return host_sort(traced_below(opaque_scale(values))) - 1


def run() -> None:
    pipeline(torch.randn(4))
