"""A subclass brings two truth tests of tensors: one of its own, one in the tower class that it names."""
import torch

from . import ContrastiveModel, MultilingualModel


def inputs() -> tuple[torch.Tensor, torch.Tensor]:
    return torch.randn(2, 3, 2, 2), torch.tensor([[1, 5, 2], [4, 2, 2]])


def run_base() -> None:
    torch.compile(ContrastiveModel(), fullgraph=True)(*inputs(), return_loss=True)


def run_multilingual() -> None:
    model = torch.compile(MultilingualModel())
    model(*inputs(), return_loss=True).backward()
