"""text * n (or text *= n) of a text made of a tensor, as in f'{loss:.1f} ' * 3."""

import torch


@torch.compile
def repeated(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    return inputs * 2, f"{inputs.mean():.1f} " * 3  # expect: GB9458


def run_repeated() -> None:
    repeated(torch.randn(4))
