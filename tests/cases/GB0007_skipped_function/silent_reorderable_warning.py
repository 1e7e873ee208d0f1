"""warnings.warn named in reorderable_logging_functions is moved behind the graph and no longer breaks it."""

import warnings

import torch
import torch._dynamo.config

torch._dynamo.config.reorderable_logging_functions.add(warnings.warn)


@torch.compile(fullgraph=True)
def soften(logits: torch.Tensor, temperature: float) -> torch.Tensor:
    if temperature > 10:
        warnings.warn("a temperature above ten gives nearly uniform samples")
    return torch.softmax(logits / temperature, dim=-1)


def run() -> None:
    soften(torch.randn(2, 4), 20.0)
