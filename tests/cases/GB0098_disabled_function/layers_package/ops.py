"""Operations that must stay out of graphs."""

import torch


@torch._dynamo.disable
def unique_rows(matrix: torch.Tensor) -> torch.Tensor:
    return torch.unique(matrix, dim=0)
