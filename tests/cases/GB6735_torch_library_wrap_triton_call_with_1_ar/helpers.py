"""torch.library.wrap_triton (or its old name capture_triton) is called with more than the kernel."""

import torch
from torch._prims_common import ELEMENTWISE_TYPE_PROMOTION_KIND, elementwise_dtypes


@torch.compile(fullgraph=True)
def promoted(x, y):
    compute, result = elementwise_dtypes(x, y, type_promotion_kind=ELEMENTWISE_TYPE_PROMOTION_KIND.DEFAULT)
    return x.to(result)


@torch.compile
def kernel_and_more(x):
    kernel = torch.library.wrap_triton(promoted, 3)  # expect: GB6735
    return x + 1


def run_kernel():
    try:
        kernel_and_more(torch.randn(4))
    except TypeError:
        pass
