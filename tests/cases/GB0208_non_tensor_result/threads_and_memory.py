"""Functions of torch that return no tensor: the thread count, allocated memory, whether a tensor is pinned."""

import torch
from torch import nn


@torch.compile
def chunked_sum(values: torch.Tensor) -> torch.Tensor:
    workers = torch.get_num_threads()  # expect: GB0208
    return values.sum() / max(workers, 1)


def report_memory() -> int:
    return torch.cuda.memory_allocated()  # expect: GB0208


class Monitored(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(3, 3)
        self.used = 0

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        outputs = self.layer(inputs)
        self.used = report_memory()
        return outputs * 2


monitored = torch.compile(Monitored())


@torch.compile(fullgraph=True)
def to_host(batch: torch.Tensor) -> torch.Tensor:
    if batch.is_pinned():  # expect: GB0208
        return batch + 0
    return batch * 1


def run_chunked_sum() -> None:
    chunked_sum(torch.randn(4))


def run_monitored() -> None:
    monitored(torch.randn(2, 3))


def run_to_host() -> None:
    to_host(torch.randn(2))
