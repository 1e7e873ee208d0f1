"""trange in a compiled refinement loop, with fullgraph=True."""

import torch
from torch import compile as tc
from tqdm.auto import trange


@tc(fullgraph=True)
def power_iteration(matrix: torch.Tensor, vector: torch.Tensor) -> torch.Tensor:
    for _ in trange(3, disable=True):  # expect: GB0007
        vector = matrix @ vector
        vector = vector / vector.norm()
    return vector


def run() -> None:
    power_iteration(torch.randn(3, 3), torch.randn(3))
