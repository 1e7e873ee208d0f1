"""The function given to torch.ops.higher_order.wrap_with_set_grad_enabled closes over a tensor from around."""

import torch

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled


@torch.compile
def grad_closure(x):
    y = x + 1
    return set_grad(False, lambda x: x.sin() + y, x)  # expect: GB0332


def run_grad_closure():
    grad_closure(torch.randn(4))
