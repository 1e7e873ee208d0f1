"""loss.backward(inputs=[leaf]) under torch._dynamo.config.trace_autograd_ops = True, where leaf was made in ..."""

import torch
import torch._dynamo

torch._dynamo.config.trace_autograd_ops = True

weight = torch.randn(3, requires_grad=True)


@torch.compile(fullgraph=True)
def of_leaf(inputs: torch.Tensor) -> torch.Tensor:
    leaf = inputs.detach().requires_grad_()
    loss = (leaf * weight).sum()
    loss.backward(inputs=[leaf])  # expect: GB1042
    return inputs + 1


def run_of_leaf() -> None:
    of_leaf(torch.randn(3))
