"""F.gaussian_nll_loss tests the variance inside torch; its neighbours among the losses do nothing of the kind."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class HeteroscedasticHead(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.mean, self.log_var = nn.Linear(dim, 1), nn.Linear(dim, 1)

    def forward(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        mean, var = self.mean(x), self.log_var(x).exp()
        loss = F.gaussian_nll_loss(mean, y, var)  # expect: GB0033
        return loss + F.huber_loss(mean, y) + 0.1 * F.poisson_nll_loss(mean, y.abs())


def run_head() -> None:
    torch.compile(HeteroscedasticHead(3))(torch.randn(4, 3), torch.randn(4, 1))
