"""The first argument of executorch_call_delegate is not a module."""

import torch
from torch._higher_order_ops.executorch_call_delegate import executorch_call_delegate


@torch.compile(fullgraph=True)
def delegate_tensor(x):
    return executorch_call_delegate(x, x)  # expect: GB6017


def run_delegate_tensor():
    delegate_tensor(torch.randn(4))
