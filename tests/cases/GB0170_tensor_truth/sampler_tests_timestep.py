"""A sampler in the region iterates over a tensor of timesteps and tests them; the tests on indices and floats are free."""
import torch
import torch.nn as nn


class Sampler(nn.Module):
    def __init__(self, steps: int = 3, eta: float = 0.5):
        super().__init__()
        self.net = nn.Linear(4, 4)
        self.register_buffer("timesteps", torch.arange(steps - 1, -1, -1))
        self.register_buffer("alphas", torch.linspace(0.9, 0.3, steps))
        self.eta = eta

    def step(self, x: torch.Tensor, t: torch.Tensor, last: bool) -> torch.Tensor:
        alpha = self.alphas[t]  # expect: GB0033
        x0 = (x - (1 - alpha).sqrt() * self.net(x)) / alpha.sqrt()
        if last or self.eta == 0.0:
            return x0
        noise = torch.randn_like(x) if t > 0 else torch.zeros_like(x)  # expect: GB0170
        return alpha.sqrt() * x0 + self.eta * noise

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for i, t in enumerate(self.timesteps):
            x = self.step(x, t, last=i == len(self.timesteps) - 1)
        return x


def run_sampler() -> None:
    torch.compile(Sampler())(torch.randn(2, 4))
