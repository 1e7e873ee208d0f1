"""Strict export traces with Dynamo too, and raises where torch.compile would break."""

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x):
        if x.sum() > 0:  # expect: GB0170
            return x
        return -x


class SmoothGate(nn.Module):
    def forward(self, x):
        if x.shape[0] > 1:
            return torch.where(x.sum() > 0, x, -x)
        return x


def run_branch() -> None:
    torch.export.export(Gate(), (torch.ones(3),), strict=True)


def run_smooth() -> None:
    torch.export.export(SmoothGate(), (torch.ones(3),), strict=True)
