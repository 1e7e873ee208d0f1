"""torch.ops.higher_order.while_loop(cond, body, carried, extra) with a tensor as extra."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def loop_with_tensor(x):
    return higher_order.while_loop(lambda x: x.sum() < 9, lambda x: (x + 1,), (x,), x)  # expect: GB0304


def run_loop_tensor():
    loop_with_tensor(torch.zeros(4))
