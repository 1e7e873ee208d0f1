"""torch.ops.higher_order.wrap_with_set_grad_enabled is called with keywords."""

import torch

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled


@torch.compile
def grad_keyword(x):
    return set_grad(False, wrapped_func=lambda x: x.sin(), x=x)  # expect: GB0330


def run_grad_keyword():
    try:
        grad_keyword(torch.randn(4))
    except TypeError:
        pass
