"""A training step with dynamic loss scaling: the finiteness of gradients, a counter in Python, a scale in a tensor."""

import torch


class LossScaler:
    def __init__(self, scale: float = 1024.0, window: int = 2):
        self.scale = torch.tensor(scale)
        self.window = window
        self.good_steps = 0

    def has_overflow(self, grads):
        return any(not torch.isfinite(g).all() for g in grads)  # expect: GB0033

    def update(self, overflow):
        if overflow:
            self.scale = self.scale / 2
            self.good_steps = 0
        else:
            self.good_steps += 1
            if self.good_steps % self.window == 0:
                self.scale = self.scale * 2


scaler = LossScaler()


@torch.compile
def apply_gradients(params, grads):
    overflow = scaler.has_overflow(grads)
    scaler.update(overflow)
    return [p - 0.1 * g / scaler.scale for p, g in zip(params, grads)]


def run() -> None:
    apply_gradients([torch.randn(2)], [torch.randn(2)])
