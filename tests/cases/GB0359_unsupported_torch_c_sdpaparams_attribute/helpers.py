"""An attribute is read from torch.backends.cuda.SDPAParams, the record by which PyTorch chooses an attention ..."""

import torch
from torch.backends.cuda import SDPAParams


@torch.compile
def attention_scale(q):
    params = SDPAParams(q, q, q, None, 0.0, False, False)  # expect: GB0007 (dynamo only: not measured)
    return q + params.scale  # expect: GB0359


def run_attention():
    try:
        attention_scale(torch.randn(1, 2, 4, 8))
    except AttributeError:
        pass
