"""Two tensors told apart by data_ptr(): the comparison breaks where their storage is not known to be the same."""

import torch


def share_storage(first: torch.Tensor, second: torch.Tensor) -> bool:
    return first.data_ptr() == second.data_ptr()  # expect: GB5976


@torch.compile
def combine(embedding: torch.Tensor, head: torch.Tensor) -> torch.Tensor:
    scaled = embedding * 2
    if share_storage(scaled, head):
        return scaled
    return scaled + head


@torch.compile(fullgraph=True)
def accumulate(total: torch.Tensor, update: torch.Tensor) -> torch.Tensor:
    result = total + update
    if result.data_ptr() != total.data_ptr():  # expect: GB5976
        result = result * 1
    return result


def run_combine() -> None:
    combine(torch.randn(3), torch.randn(3))


def run_accumulate() -> None:
    accumulate(torch.randn(3), torch.randn(3))
