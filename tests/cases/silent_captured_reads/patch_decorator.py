"""config.patch as a decorator of the function that calls the compiled one."""

import torch
from torch._dynamo import config


@torch.compile
def loss_and_value(weight, x):
    loss = (x @ weight).square().mean()
    return loss, loss.item()


@config.patch(capture_scalar_outputs=True)
def validate(weight, batches):
    return [loss_and_value(weight, x) for x in batches]


def run() -> None:
    validate(torch.randn(3, 2), [torch.randn(2, 3)])
