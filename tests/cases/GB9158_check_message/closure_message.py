"""torch._check with a message that closes over a tensor; a message of constants and no message are fine."""

import torch


@torch.compile
def gather_rows(table: torch.Tensor, index: torch.Tensor) -> torch.Tensor:
    torch._check(index.ndim == 1, lambda: f"one index a row, not {index.shape}")  # expect: GB9158
    return table.index_select(0, index)


@torch.compile(fullgraph=True)
def crop(image: torch.Tensor, size: int) -> torch.Tensor:
    torch._check(size > 0)
    torch._check(size <= 64, lambda: "a crop of at most 64 pixels")
    return image[..., :size, :size]


def run_gather_rows() -> None:
    gather_rows(torch.randn(4, 2), torch.tensor([0, 2]))


def run_crop() -> None:
    crop(torch.rand(3, 8, 8), 4)
