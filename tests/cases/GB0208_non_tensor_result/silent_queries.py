"""Queries of torch that Dynamo folds to constants: availability, devices, dtypes, gradient mode."""

import torch


@torch.compile(fullgraph=True)
def move(batch: torch.Tensor) -> torch.Tensor:
    if torch.cuda.is_available() and torch.cuda.device_count() > 8:  # expect: GB0208 (gblint only: not without CUDA)
        batch = batch * 8
    if torch.is_grad_enabled() and torch.is_floating_point(batch):
        batch = batch + torch.finfo(batch.dtype).eps
    if torch.get_default_dtype() == batch.dtype and not batch.is_sparse:
        batch = batch / 2
    return batch


def run() -> None:
    move(torch.randn(2))
