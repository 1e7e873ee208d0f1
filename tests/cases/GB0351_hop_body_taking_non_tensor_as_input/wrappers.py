"""An operator whose body takes its operands one by one, wrap_with_set_grad_enabled or wrap_with_autocast, is ..."""

import torch

set_grad = torch.ops.higher_order.wrap_with_set_grad_enabled


class Scale:
    factor = 2


@torch.compile
def grad_object(x, scale: Scale):
    return set_grad(False, lambda x, s: x.sin() * s.factor, x, scale)  # expect: GB0351


def run_grad_object():
    grad_object(torch.randn(4), Scale())
