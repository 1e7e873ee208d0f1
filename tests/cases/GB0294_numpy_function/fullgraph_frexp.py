"""Splitting floats into mantissa and exponent with np.frexp in a quantiser, under fullgraph=True."""

import numpy
import torch
from torch import nn


class Quantizer(nn.Module):
    def forward(self, weights: torch.Tensor) -> torch.Tensor:
        mantissa, exponent = numpy.frexp(weights.detach().numpy())  # expect: GB0294  # expect note: GB0105
        return torch.from_numpy(mantissa) * 2.0 ** torch.from_numpy(exponent)  # expect note: GB0231


class QuantizedLinear(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(3, 4))
        self.quantizer = Quantizer()

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return inputs @ self.quantizer(self.weight).T


layer = torch.compile(QuantizedLinear(), fullgraph=True)


def run() -> None:
    layer(torch.randn(2, 4))
