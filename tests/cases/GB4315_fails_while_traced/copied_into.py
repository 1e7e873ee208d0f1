"""np.copyto fails under Dynamo, which hands it something that is no array, and the call of the region with it."""

import numpy as np
import torch


@torch.compile
def overwrite(x: torch.Tensor) -> torch.Tensor:
    values = x.numpy()  # expect note: GB0105
    np.copyto(values, np.ones((3, 4), dtype=np.float32))  # expect: GB4315
    return x * 2


def run() -> None:
    overwrite(torch.randn(3, 4))
