"""Assigning the real or imaginary part of a complex tensor; reading them, and copying into them, is fine."""

import torch


@torch.compile
def with_phase(pairs: torch.Tensor, phase: torch.Tensor) -> torch.Tensor:
    spectrum = torch.view_as_complex(pairs)
    spectrum.imag = phase  # expect: GB0058
    return spectrum.abs()


@torch.compile(fullgraph=True)
def rebuilt(pairs: torch.Tensor, phase: torch.Tensor) -> torch.Tensor:
    spectrum = torch.view_as_complex(pairs)
    return torch.complex(spectrum.real, phase).abs()


def run_with_phase() -> None:
    with_phase(torch.randn(4, 2), torch.randn(4))


def run_rebuilt() -> None:
    rebuilt(torch.randn(4, 2), torch.randn(4))
