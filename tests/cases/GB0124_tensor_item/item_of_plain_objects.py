"""Methods called item, items and tolist of things that are no tensors read nothing."""

import torch


class Cart:
    def __init__(self, prices):
        self.prices = prices

    def item(self, index=0):
        return self.prices[index]

    def tolist(self):
        return list(self.prices)


@torch.compile(fullgraph=True)
def total(x, options):
    cart = Cart([1.0, 2.0])
    for _, value in options.items():
        x = x * value
    return x * cart.item() + sum(cart.tolist()) + len(options.keys())


def run() -> None:
    total(torch.randn(2), {"a": 2.0, "b": 0.5})
