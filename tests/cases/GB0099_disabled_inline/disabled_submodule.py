"""A submodule whose forward is disabled; the parent is compiled and breaks where it calls the submodule."""
import torch
from torch import nn


class HostSampler(nn.Module):
    @torch.compiler.disable
    def forward(self, logits: torch.Tensor) -> torch.Tensor:
        return torch.multinomial(logits.softmax(-1), 1)


class Generator(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Linear(4, 5)
        self.sampler = HostSampler()

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        logits = self.head(hidden)
        tokens = self.sampler(logits)  # expect: GB0099
        return tokens.squeeze(-1) + 1


generator = torch.compile(Generator())


def run() -> None:
    generator(torch.randn(2, 4))
