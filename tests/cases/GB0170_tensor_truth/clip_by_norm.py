"""Gradient clipping written with an `if` on the norm; the helper is inlined, so the break lies in it."""

import torch


def total_norm(grads):
    return torch.stack([g.norm() for g in grads]).norm()


def clip_(grads, max_norm):
    norm = total_norm(grads)
    if norm > max_norm:  # expect: GB0170
        grads = [g * (max_norm / norm) for g in grads]
    return grads, norm


@torch.compile
def sgd_update(params, grads, lr=0.1, max_norm=1.0):
    grads, norm = clip_(grads, max_norm)
    return [p - lr * g for p, g in zip(params, grads)], norm


def run() -> None:
    params = [torch.randn(3, 3), torch.randn(3)]
    sgd_update(params, [torch.randn_like(p) for p in params])
