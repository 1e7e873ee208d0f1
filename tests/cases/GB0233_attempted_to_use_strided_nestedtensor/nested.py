"""torch.nested.nested_tensor(parts, layout=torch.strided) in the region."""

import torch


@torch.compile
def strided(x, y):
    ragged = torch.nested.nested_tensor([x, y], layout=torch.strided)  # expect: GB0233
    return x + 1


def run_strided():
    strided(torch.randn(4, 3), torch.randn(2, 3))
