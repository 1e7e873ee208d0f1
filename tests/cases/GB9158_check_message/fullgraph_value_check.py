"""torch._check_value in a helper of a module, its message made of the tensor's shape, with fullgraph=True."""

import torch
from torch import nn


def require_square(matrix: torch.Tensor) -> None:
    torch._check_value(  # expect: GB9158
        matrix.shape[-1] == matrix.shape[-2],
        lambda: f"a square matrix is wanted, got {tuple(matrix.shape)}",
    )


class LogDet(nn.Module):
    def forward(self, matrix: torch.Tensor) -> torch.Tensor:
        require_square(matrix)
        return torch.logdet(matrix)


logdet = torch.compile(LogDet(), fullgraph=True)


def run() -> None:
    logdet(torch.eye(3))
