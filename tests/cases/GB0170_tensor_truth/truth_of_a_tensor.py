"""A tensor itself as the condition, without any comparison, and a comparison of tensors kept in a variable first."""

import torch


class AmpScaler:
    def __init__(self):
        self.found_inf = torch.tensor(0.0)
        self.enabled = True

    def unscale(self, grads):
        flags = [torch.isinf(g).any() for g in grads]
        self.found_inf = torch.stack(flags).any()
        return [g / 1024 for g in grads]

    def step(self, params, grads):
        grads = self.unscale(grads)
        if self.enabled and self.found_inf:  # expect: GB0170
            return params
        return [p - 0.1 * g for p, g in zip(params, grads)]


scaler = AmpScaler()


@torch.compile
def update(params, grads):
    return scaler.step(params, grads)


@torch.compile
def descend(old, new):
    improved = new.mean() < old.mean()
    while improved:  # expect: GB0170
        old, new = new, new * 2
        improved = new.mean() < old.mean()
    return old


def run_scaler() -> None:
    update([torch.randn(2)], [torch.randn(2)])


def run_while() -> None:
    descend(torch.ones(2), torch.zeros(2))
