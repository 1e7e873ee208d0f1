"""A memory bank: entries of one class are selected by comparing labels, in a method of an object kept by the model."""

import torch
from torch import Tensor, nn


class MemoryBank:
    def __init__(self, size: int, dim: int):
        self.features = torch.randn(size, dim)
        self.labels = torch.arange(size) % 2
        self.position = 0

    def of_class(self, label: Tensor) -> Tensor:
        return self.features[self.labels == label]  # expect: GB0036

    def write(self, feature: Tensor) -> None:
        self.features[self.position] = feature.detach()
        self.position = (self.position + 1) % self.features.shape[0]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(4, 3)
        self.bank = MemoryBank(6, 3)

    def forward(self, x: Tensor, label: Tensor) -> Tensor:
        feature = self.encoder(x)
        positives = self.bank.of_class(label)
        self.bank.write(feature)
        return (positives @ feature).mean()


model = torch.compile(Model())


def run() -> None:
    model(torch.randn(4), torch.tensor(1))
