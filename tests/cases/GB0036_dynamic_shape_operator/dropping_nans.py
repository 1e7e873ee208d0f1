"""Metrics drop NaN entries by a mask; nanmean and nan_to_num do without."""

import torch
from torch import Tensor


def drop_nans(values: Tensor) -> Tensor:
    return values[~torch.isnan(values)]  # expect: GB0036


@torch.compile
def mean_metric(values: Tensor, weights: Tensor) -> Tensor:
    values = drop_nans(values * weights)
    if values.numel() == 0:
        return torch.zeros(())
    return values.mean()


@torch.compile(fullgraph=True)
def mean_metric_fixed(values: Tensor, weights: Tensor) -> Tensor:
    weighted = values * weights
    return weighted.nanmean() + torch.nan_to_num(weighted).sum() / (~torch.isnan(weighted)).sum()


def run_drop() -> None:
    mean_metric(torch.tensor([1.0, float("nan"), 2.0]), torch.ones(3))


def run_fixed() -> None:
    mean_metric_fixed(torch.tensor([1.0, float("nan"), 2.0]), torch.ones(3))
