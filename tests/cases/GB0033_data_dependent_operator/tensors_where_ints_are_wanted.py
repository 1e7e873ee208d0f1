"""Sizes computed as tensors: arange, view, split and range want Python ints, sizes of tensors would do."""
import torch


@torch.compile
def length_mask(lengths: torch.Tensor) -> torch.Tensor:
    steps = torch.arange(lengths.max())  # expect: GB0033
    return steps[None] < lengths[:, None]


@torch.compile
def length_mask_by_size(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    return torch.arange(x.shape[1])[None] < lengths[:, None]


@torch.compile
def grouped(x: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
    count = groups.max() + 1
    y = x.view(count, -1)  # expect: GB0033
    return y.mean(1)


@torch.compile
def allclose_step(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    close = torch.isclose(x, y).all()
    if torch.allclose(x, y):  # expect: GB0033
        return x
    return torch.where(close, x, y)


def run_length_mask() -> None:
    length_mask(torch.tensor([1, 3]))


def run_length_mask_by_size() -> None:
    length_mask_by_size(torch.randn(2, 3), torch.tensor([1, 3]))


def run_grouped() -> None:
    grouped(torch.arange(6.0), torch.tensor([0, 1, 2]))


def run_allclose_step() -> None:
    allclose_step(torch.ones(2), torch.zeros(2))
