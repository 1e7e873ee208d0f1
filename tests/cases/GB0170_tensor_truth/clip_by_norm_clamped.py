"""The same clipping with a clamped coefficient stays in the graph."""

import torch


def clip(grads, max_norm: float):
    norm = torch.stack([g.norm() for g in grads]).norm()
    scale = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    return [g * scale for g in grads], norm


@torch.compile(fullgraph=True)
def sgd_update(params, grads, lr=0.1):
    grads, norm = clip(grads, 1.0)
    return [torch.where(norm > 0, p - lr * g, p) for p, g in zip(params, grads)]


def run() -> None:
    params = [torch.randn(3, 3), torch.randn(3)]
    sgd_update(params, [torch.randn_like(p) for p in params])
