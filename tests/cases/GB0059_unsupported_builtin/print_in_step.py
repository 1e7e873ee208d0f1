"""print() in a training step, in a helper that it calls, and behind a flag that is a plain Python value."""

import torch
import torch.nn.functional as F


def report(name, value):
    print(name, value.shape)  # expect: GB0059


@torch.compile
def step(weight, x, y, verbose: bool = False):
    logits = x @ weight
    report("logits", logits)
    loss = F.cross_entropy(logits, y)
    if verbose:
        print("loss", loss)  # expect: GB0059
    return loss


def run() -> None:
    step(torch.randn(4, 3), torch.randn(2, 4), torch.tensor([0, 2]), verbose=True)
