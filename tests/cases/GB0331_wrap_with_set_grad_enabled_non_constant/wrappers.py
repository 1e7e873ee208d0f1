"""The first argument of torch.ops.higher_order.wrap_with_set_grad_enabled is computed from a tensor."""

import torch

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled


@torch.compile
def grad_by_tensor(x):
    return set_grad(x.sum() > 0, lambda x: x.sin(), x)  # expect: GB0331


def run_grad_tensor():
    try:
        grad_by_tensor(torch.randn(4))
    except TypeError:
        pass
