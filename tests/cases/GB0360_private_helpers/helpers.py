"""Helpers of torch's own, used from compiled code with arguments that Dynamo does not take."""

import torch
from torch._prims_common import ELEMENTWISE_TYPE_PROMOTION_KIND, elementwise_dtypes
from torch.fx.experimental.symbolic_shapes import guard_scalar


@torch.compile
def guarded_tensor(x):
    return x * guard_scalar(x.sum())  # expect: GB0360


@torch.compile(fullgraph=True, dynamic=True)
def guarded_size(x):
    return x * guard_scalar(x.shape[0])


@torch.compile(fullgraph=True)
def promoted(x, y):
    compute, result = elementwise_dtypes(x, y, type_promotion_kind=ELEMENTWISE_TYPE_PROMOTION_KIND.DEFAULT)
    return x.to(result)


def run_guarded():
    try:
        guarded_tensor(torch.randn(4))
    except (RuntimeError, AttributeError, AssertionError, TypeError):
        pass


def run_size():
    guarded_size(torch.randn(4))


def run_promoted():
    promoted(torch.randn(4), torch.ones(4, dtype=torch.int64))
