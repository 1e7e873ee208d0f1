"""Numbers read out of tensors before the region is entered: inside they are plain Python numbers."""
import torch
import torch.nn as nn


class Normalizer(nn.Module):
    def __init__(self, data: torch.Tensor, bins: int = 4):
        super().__init__()
        self.mean, self.std = data.mean().item(), float(data.std())
        self.limits = torch.quantile(data, torch.tensor([0.1, 0.9])).tolist()
        self.positive = bool((data > 0).all())
        self.count = int((data > 0).sum())
        self.edges = [round(v, 3) for v in torch.linspace(0, 1, bins).tolist()]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.std > 1e-6:
            x = (x - self.mean) / self.std
        low, high = self.limits
        if low < high:
            x = x.clamp(low, high)
        if not self.positive and self.count > 2:
            x = x.abs()
        for lower, upper in zip(self.edges, self.edges[1:]):
            if upper - lower > 0.1:
                x = x + (upper - lower)
        return x[: self.count] if self.count < len(x) else x


def make_step(temperature: torch.Tensor):
    t = temperature.item()

    @torch.compile
    def step(logits: torch.Tensor) -> torch.Tensor:
        if t > 1.0:
            logits = logits / t
        return logits.softmax(-1)

    return step


def run_normalizer() -> None:
    torch.compile(Normalizer(torch.randn(10)))(torch.randn(12))


def run_closure() -> None:
    make_step(torch.tensor(2.0))(torch.randn(3))
