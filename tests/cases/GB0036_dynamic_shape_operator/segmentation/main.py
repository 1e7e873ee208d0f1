"""Compiles the function and the metric's class."""
import torch

from segmentation import JaccardIndex, jaccard

fast_jaccard = torch.compile(jaccard)


def run_function() -> None:
    fast_jaccard(torch.randn(2, 3, 4, 4), torch.randint(0, 3, (2, 4, 4)), 3)


def run_metric() -> None:
    metric = torch.compile(JaccardIndex(3, ignore_index=0))
    metric(torch.randint(0, 3, (2, 4)), torch.randint(0, 3, (2, 4)))
