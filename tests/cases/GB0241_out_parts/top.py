"""Several results written into parts of buffers."""

import torch


@torch.compile
def top_two(x, values, indices):
    torch.topk(x, 2, out=(values[:, :2], indices[:, :2]))  # expect: GB0241
    return values + 1


@torch.compile(fullgraph=True)
def top_rows(x, values, indices):
    torch.topk(x, 2, out=(values[:4], indices[:4]))
    return values + 1


def run_two():
    top_two(torch.randn(4, 3), torch.empty(4, 3), torch.empty(4, 3, dtype=torch.int64))


def run_rows():
    top_rows(torch.randn(4, 3), torch.empty(6, 2), torch.empty(6, 2, dtype=torch.int64))
