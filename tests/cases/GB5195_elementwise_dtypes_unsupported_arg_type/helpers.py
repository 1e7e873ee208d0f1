"""torch._prims_common.elementwise_dtypes, by which PyTorch decides about type promotion, is given a list, or ..."""

import torch
from torch._prims_common import ELEMENTWISE_TYPE_PROMOTION_KIND, elementwise_dtypes


@torch.compile
def promoted_list(x, y):
    kind = ELEMENTWISE_TYPE_PROMOTION_KIND.DEFAULT
    compute, result = elementwise_dtypes([x, y], type_promotion_kind=kind)  # expect: GB5195
    return x.to(result)


def run_list():
    try:
        promoted_list(torch.randn(4), torch.randn(4))
    except (TypeError, ValueError, RuntimeError):
        pass
