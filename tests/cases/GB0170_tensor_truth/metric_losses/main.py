"""Metric-learning losses: a reducer in a base class's file and a buffer test decide about tensors in Python."""
import torch
from torch import nn

from .distances import Cosine
from .losses import ClassMeanLoss, ContrastiveLoss
from .reducers import MeanReducer


def compiled(loss: nn.Module, **options) -> nn.Module:
    loss.compile(**options)
    return loss


def run_contrastive() -> None:
    compiled(ContrastiveLoss())(torch.randn(4, 3), torch.tensor([0, 0, 1, 1]))


def run_contrastive_mean() -> None:
    loss = compiled(ContrastiveLoss(reducer=MeanReducer(True), distance=Cosine()), fullgraph=True)
    loss(torch.randn(4, 3), torch.tensor([0, 0, 1, 1]))


def run_class_means() -> None:
    compiled(ClassMeanLoss(2, 3))(torch.randn(2, 3), torch.tensor([1, 0]))
