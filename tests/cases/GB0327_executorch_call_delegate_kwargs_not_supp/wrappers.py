"""executorch_call_delegate, the operator by which ExecuTorch calls a part of the model that was lowered for a ..."""

import torch
from torch._higher_order_ops.executorch_call_delegate import executorch_call_delegate


@torch.compile
def delegate_keyword(x):
    return executorch_call_delegate(x, y=x)  # expect: GB0327


def run_delegate():
    try:
        delegate_keyword(torch.randn(4))
    except TypeError:
        pass
