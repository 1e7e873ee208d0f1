"""Only forward is reached: other methods, __init__, __repr__, class-level code and unused helpers may do what they like."""
import logging
import os

import torch
from torch import nn

log = logging.getLogger("model")


def unused_debug(x: torch.Tensor) -> None:
    print("min", x.min().item(), "max", x.max().item())
    if (x > 0).all():
        log.warning("only positive values: %s", x.tolist())


class Codebook(nn.Module):
    table = torch.arange(4).tolist()

    def __init__(self, dim: int, path: str = "") -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, dim))
        self.scale = self.weight.std().item()
        self.largest = int(self.weight.abs().sum(-1).argmax())
        print(f"codebook of {dim}, scale {self.scale:.2f}")
        if path and os.path.exists(path):
            self.load_state_dict(torch.load(path))
        if (self.weight.norm(dim=-1) < 1e-3).any():
            self.reset()

    def reset(self) -> None:
        with torch.no_grad():
            self.weight[self.weight.norm(dim=-1) < 1e-3] = torch.randn(1)
        unused_debug(self.weight)

    def usage(self, codes: torch.Tensor) -> list[int]:
        return torch.bincount(codes.flatten(), minlength=4).tolist()

    def __repr__(self) -> str:
        return f"Codebook(mean={self.weight.mean().item():.3f})"

    def __len__(self) -> int:
        return int(self.weight.shape[0])

    def nearest(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cdist(x, self.weight).argmin(-1)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        codes = self.nearest(x)
        out = self.weight[codes] * self.scale
        return x + (out - x).detach() + self.largest, codes


def run_codebook() -> None:
    codebook = Codebook(3)
    _, codes = torch.compile(codebook)(torch.randn(5, 3))
    print(codebook, codebook.usage(codes), len(codebook))
