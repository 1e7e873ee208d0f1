"""hints_wrapper, an operator that attaches hints for the backend to a part of the model, is not called with a ..."""

import torch
from torch._higher_order_ops.hints_wrap import hints_wrapper


@torch.compile
def hints_missing_dict(x):
    return hints_wrapper(lambda x: x.sin(), (x,), hints={"fast": True})  # expect: GB0335


def run_hints():
    hints_missing_dict(torch.randn(4))
