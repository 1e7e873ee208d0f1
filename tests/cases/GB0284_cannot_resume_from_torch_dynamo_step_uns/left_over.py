"""torch._dynamo.step_unsupported() under fullgraph=True, or where breaks have been made errors."""

import torch


@torch.compile(fullgraph=True)
def stepped_whole(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    torch._dynamo.step_unsupported()  # expect: GB0284
    return hidden


def run_stepped_whole() -> None:
    stepped_whole(torch.randn(4))
