"""A method under torch.compiler.disable with a reason, called from forward through self."""
import torch
from torch import nn


class Router(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.gate = nn.Linear(4, 2)

    @torch.compiler.disable(reason="experts are picked on the host")
    def pick(self, scores: torch.Tensor) -> list[int]:
        return scores.argmax(dim=-1).tolist()

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        scores = self.gate(hidden)
        experts = self.pick(scores)  # expect: GB0099
        return scores * len(experts)


router = torch.compile(Router())


def run() -> None:
    router(torch.randn(3, 4))
