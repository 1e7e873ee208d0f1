"""The operator behind while_loop is called directly, with a keyword that it does not have."""

import torch

higher_order = torch.ops.higher_order


@torch.compile
def loop_with_keyword(x):
    return higher_order.while_loop(lambda x: x.sum() < 9, lambda x: (x + 1,), (x,), (), max_steps=3)  # expect: GB0303


def run_loop():
    loop_with_keyword(torch.zeros(4))
