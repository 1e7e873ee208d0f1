"""An epoch over a DataLoader compiled as a whole: Dynamo does not inline the loader's iteration."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

model = nn.Linear(4, 2)
loader = DataLoader(TensorDataset(torch.randn(4, 4), torch.tensor([0, 1, 0, 1])), batch_size=2)


@torch.compile
def epoch_loss(total: torch.Tensor) -> torch.Tensor:
    for inputs, labels in loader:  # expect: GB0008
        total = total + nn.functional.cross_entropy(model(inputs), labels)
    return total


def run() -> None:
    epoch_loss(torch.zeros(()))
