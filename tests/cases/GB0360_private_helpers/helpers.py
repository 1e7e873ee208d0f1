"""Helpers of torch's own, used from compiled code with arguments that Dynamo does not take."""

import torch
from torch._prims_common import ELEMENTWISE_TYPE_PROMOTION_KIND, elementwise_dtypes
from torch.backends.cuda import SDPAParams
from torch.fx.experimental.symbolic_shapes import guard_scalar


@torch.compile
def guarded_tensor(x):
    return x * guard_scalar(x.sum())  # expect: GB0360


@torch.compile(fullgraph=True, dynamic=True)
def guarded_size(x):
    return x * guard_scalar(x.shape[0])


@torch.compile
def promoted_list(x, y):
    kind = ELEMENTWISE_TYPE_PROMOTION_KIND.DEFAULT
    compute, result = elementwise_dtypes([x, y], type_promotion_kind=kind)  # expect: GB5195
    return x.to(result)


@torch.compile(fullgraph=True)
def promoted(x, y):
    compute, result = elementwise_dtypes(x, y, type_promotion_kind=ELEMENTWISE_TYPE_PROMOTION_KIND.DEFAULT)
    return x.to(result)


@torch.compile
def kernel_and_more(x):
    kernel = torch.library.wrap_triton(promoted, 3)  # expect: GB6735
    return x + 1


@torch.compile
def popped(x):
    torch._C._pop_torch_function_stack()  # expect: GB0234
    return x + 1


@torch.compile
def attention_scale(q):
    params = SDPAParams(q, q, q, None, 0.0, False, False)  # expect: GB0007 (dynamo only: not measured)
    return q + params.scale  # expect: GB0359


def run_guarded():
    try:
        guarded_tensor(torch.randn(4))
    except (RuntimeError, AttributeError, AssertionError, TypeError):
        pass


def run_size():
    guarded_size(torch.randn(4))


def run_list():
    try:
        promoted_list(torch.randn(4), torch.randn(4))
    except (TypeError, ValueError, RuntimeError):
        pass


def run_promoted():
    promoted(torch.randn(4), torch.ones(4, dtype=torch.int64))


def run_kernel():
    try:
        kernel_and_more(torch.randn(4))
    except TypeError:
        pass


def run_popped():
    try:
        popped(torch.randn(4))
    except RuntimeError:
        pass


def run_attention():
    try:
        attention_scale(torch.randn(1, 2, 4, 8))
    except AttributeError:
        pass
