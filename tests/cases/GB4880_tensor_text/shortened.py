"""A text made of a tensor, sliced, repeated, extended or shown."""

import torch


@torch.compile
def sliced(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = f"{inputs.mean():.4f}"
    return inputs * 2, label[:4]  # expect: GB4880


@torch.compile
def repeated(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    return inputs * 2, f"{inputs.mean():.1f} " * 3  # expect: GB9458


@torch.compile
def extended(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = "mean "
    label += f"{inputs.mean():.1f}"  # expect: GB3934
    return inputs * 2, label


@torch.compile
def shown(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = f"mean {inputs.mean():.1f}"
    return inputs * 2, repr(label)  # expect: GB6053


def run_sliced() -> None:
    sliced(torch.randn(4))


def run_repeated() -> None:
    repeated(torch.randn(4))


def run_extended() -> None:
    extended(torch.randn(4))


def run_shown() -> None:
    shown(torch.randn(4))
