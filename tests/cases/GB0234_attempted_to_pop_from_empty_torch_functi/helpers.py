"""torch._C._pop_torch_function_stack() in compiled code while no mode is on the stack."""

import torch


@torch.compile
def popped(x):
    torch._C._pop_torch_function_stack()  # expect: GB0234
    return x + 1


def run_popped():
    try:
        popped(torch.randn(4))
    except RuntimeError:
        pass
