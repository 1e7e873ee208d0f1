"""Arguments and results that `torch.cond` takes, though they look unusual."""

import torch


class Scale(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 4)
        self.rate = 0.5

    def forward(self, x, state):
        # The module and its attributes are used by the branches as closures.
        y = torch.cond(x.sum() > 0, lambda x: self.layer(x) * self.rate, lambda x: x.cos(), (x,))
        # A list as operands, a number and a dict of tensors among them.
        return torch.cond(y.sum() > 0, lambda y, n, s: y * n + s["mean"], lambda y, n, s: y.sin(), [y, 3.0, state])


@torch.compile
def decided_while_tracing(x, training: bool = True):
    # A plain bool picks the branch: the other one is never looked at, nor are its demands.
    return torch.cond(training, lambda x: {"loss": x.sum()}, lambda x: None, (x,))


@torch.compile
def same_containers(x):
    out = torch.cond(
        x.sum() > 0, lambda x: {"a": x.sin(), "b": (x.cos(),)}, lambda x: {"a": x.cos(), "b": (x.sin(),)}, (x,)
    )
    return out["a"] + out["b"][0]


@torch.compile
def layer_as_branch(x):
    return torch.cond(x.sum() > 0, torch.nn.ReLU(), torch.sin, (x,))


def run():
    torch.compile(Scale(), fullgraph=True)(torch.randn(4), {"mean": torch.randn(4)})
    decided_while_tracing(torch.randn(4))
    same_containers(torch.randn(4))
    layer_as_branch(torch.randn(4))
