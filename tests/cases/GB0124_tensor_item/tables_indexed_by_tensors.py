"""Python lists indexed by tensors, slices with tensor bounds, and int() of a tensor; tensors indexed by ints are free."""
import torch
from torch import nn


class Router(nn.Module):
    def __init__(self):
        super().__init__()
        self.names = ["left", "right", "both"]
        self.scales = [0.5, 1.0, 2.0]
        self.experts = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
        self.register_buffer("table", torch.tensor([0.5, 1.0, 2.0]))

    def forward(self, x: torch.Tensor, choice: torch.Tensor) -> torch.Tensor:
        scale = self.scales[choice]  # expect: GB0124
        x = x * scale * self.table[1]
        best = int(x.sum(-1).argmax())  # expect: GB0124
        x = self.experts[best % 3](x)
        return x * len(self.names[best % 3])


@torch.compile
def crop(x: torch.Tensor, bounds: torch.Tensor) -> torch.Tensor:
    low, high = bounds
    x = x[:, low:high]  # expect: GB0124
    return x[:, : x.shape[1] // 2]


def run_router() -> None:
    torch.compile(Router())(torch.randn(3, 2), torch.tensor(2))


def run_crop() -> None:
    crop(torch.randn(2, 6), torch.tensor([1, 5]))
