"""fullgraph=True captures what .item(), int() and float() read: arithmetic, sizes and returns with it stay in the graph."""

import torch


@torch.compile(fullgraph=True)
def rescaled(x):
    peak = x.abs().max().item()
    return x / (peak + 1e-6), peak


@torch.compile(fullgraph=True)
def padded(lengths):
    longest = int(lengths.max())
    return torch.zeros(longest, 4)


class Trainer:
    def __init__(self):
        self.weight = torch.randn(4, 2)

    @torch.compile(fullgraph=True, dynamic=False)
    def loss(self, x):
        loss = (x @ self.weight).square().mean()
        return loss, loss.detach().item(), float(loss)


def run_rescaled() -> None:
    rescaled(torch.randn(4))


def run_padded() -> None:
    padded(torch.tensor([2, 5, 3]))


def run_loss() -> None:
    Trainer().loss(torch.randn(3, 4))
