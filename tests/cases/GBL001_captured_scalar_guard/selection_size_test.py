"""Testing the size of a captured selection is a guard on data, in the model's code as in a helper."""

import torch
from torch import nn


def has_rows(x):
    return x.shape[0] > 4


class Head(nn.Module):
    def forward(self, features, keep):
        chosen = features[keep]
        if has_rows(chosen):  # expect: GBL001 (dynamo only: gblint does not track sizes of captured selections)
            chosen = chosen[:4]
        return chosen.sum(dim=0)


head = torch.compile(Head(), fullgraph=True)


def run() -> None:
    head(torch.randn(6, 2), torch.tensor([True, False, True, True, False, True]))
