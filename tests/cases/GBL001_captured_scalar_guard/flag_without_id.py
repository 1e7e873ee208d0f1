"""With capture_scalar_outputs in a default region, loops over a captured number break without an id."""

import torch

torch._dynamo.config.capture_scalar_outputs = True


@torch.compile
def cropped(x, mask):
    length = int(mask.sum())
    out = []
    for i in range(length):  # expect: GBL001
        out.append(x[i] * 2)
    return torch.stack(out)


@torch.compile
def padded(mask):
    length = int(mask.sum())
    return torch.zeros(length, 2)


def run_range() -> None:
    cropped(torch.randn(4, 2), torch.tensor([1, 1, 0, 0]))


def run_size() -> None:
    padded(torch.tensor([1, 1, 0, 0]))
