"""torch.ops.higher_order.out_dtype is called with a keyword."""

import torch


@torch.compile(fullgraph=True)
def product_keyword(a, b):
    return torch.ops.higher_order.out_dtype(torch.ops.aten.mm.default, a, b, output_dtype=torch.int32)  # expect: GB0336


def run_product():
    product_keyword(torch.ones(4, 4, dtype=torch.int8), torch.ones(4, 4, dtype=torch.int8))
