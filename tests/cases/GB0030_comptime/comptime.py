"""Looking into Dynamo while it traces: printing is fine, breaking is not."""

import torch
from torch._dynamo.comptime import comptime


@torch.compile
def debugged(x):
    x = x.sin()
    comptime.graph_break()  # expect: GB0030
    return x.cos()


@torch.compile(fullgraph=True)
def looked_at(x):
    y = x.sin()
    comptime.print(y)
    return y.cos()


def run():
    debugged(torch.randn(4))
    looked_at(torch.randn(4))
