"""Reading a loss with .item() inside the compiled step breaks the graph, however the number is used afterwards."""

import torch
import torch.nn.functional as F


@torch.compile
def training_step(weight, inputs, labels):
    logits = inputs @ weight
    loss = F.cross_entropy(logits, labels)
    value = loss.item()  # expect: GB0124
    if value > 100.0:
        value = 100.0
    return loss, value


def run() -> None:
    training_step(torch.randn(8, 4), torch.randn(2, 8), torch.tensor([1, 3]))
