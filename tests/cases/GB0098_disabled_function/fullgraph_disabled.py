"""A function disabled where it is bound, not by decorator; fullgraph=True makes its call an error."""

import torch


def _sort_on_host(values: torch.Tensor) -> torch.Tensor:
    return torch.tensor(sorted(values.tolist()))


sort_on_host = torch.compiler.disable(_sort_on_host)


@torch.compile(fullgraph=True)
def quantiles(values: torch.Tensor) -> torch.Tensor:
    ordered = sort_on_host(values)  # expect: GB0098
    return ordered[:: max(1, len(values) // 4)]


def run() -> None:
    quantiles(torch.randn(8))
