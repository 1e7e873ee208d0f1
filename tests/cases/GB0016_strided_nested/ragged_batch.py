"""A nested tensor of the strided layout as an input; the jagged layout is traced."""

import torch


@torch.compile
def scale_ragged(batch: torch.Tensor, factor: float) -> torch.Tensor:
    return batch * factor  # expect: GB0016 (dynamo only: the layout is the caller's)


@torch.compile(fullgraph=True)
def scale_jagged(batch: torch.Tensor, factor: float) -> torch.Tensor:
    return batch * factor


def run_strided() -> None:
    scale_ragged(torch.nested.nested_tensor([torch.randn(2, 3), torch.randn(1, 3)]), 2.0)


def run_jagged() -> None:
    scale_jagged(torch.nested.nested_tensor([torch.randn(2, 3), torch.randn(1, 3)], layout=torch.jagged), 2.0)
