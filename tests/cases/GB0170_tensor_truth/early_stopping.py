"""Comparing the loss with the best one so far gives a tensor; an `if` on it cannot be decided while tracing."""

import torch
import torch.nn.functional as F
from torch import nn


class EarlyStopping(nn.Module):
    def __init__(self, patience: int = 3):
        super().__init__()
        self.net = nn.Linear(4, 1)
        self.patience = patience
        self.register_buffer("best", torch.tensor(float("inf")))
        self.bad_epochs = 0

    @torch.compile
    def validate(self, x, y):
        loss = F.mse_loss(self.net(x), y)
        if loss < self.best:  # expect: GB0170
            self.best = loss.detach()
            self.bad_epochs = 0
        else:
            self.bad_epochs += 1
        return loss, self.bad_epochs >= self.patience


def run() -> None:
    model = EarlyStopping()
    model.validate(torch.randn(8, 4), torch.randn(8, 1))
