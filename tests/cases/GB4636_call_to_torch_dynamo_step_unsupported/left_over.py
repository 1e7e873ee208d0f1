"""torch._dynamo.step_unsupported() in a default region."""

import torch


@torch.compile
def stepped(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    outputs = hidden + 1
    torch._dynamo.step_unsupported()  # expect: GB4636
    return outputs


def run_stepped() -> None:
    stepped(torch.randn(4))
