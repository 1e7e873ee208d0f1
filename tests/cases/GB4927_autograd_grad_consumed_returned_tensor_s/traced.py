"""With trace_autograd_ops = True the region takes gradients of a tensor and returns that tensor, or one ..."""

import torch

torch._dynamo.config.trace_autograd_ops = True

layer = torch.nn.Linear(4, 1)


@torch.compile
def returned_too(x):
    loss = layer(x).sum()
    gradient = torch.autograd.grad(loss, [layer.weight])[0]  # expect: GB4927
    return loss, gradient


def run_returned():
    returned_too(torch.randn(4))
