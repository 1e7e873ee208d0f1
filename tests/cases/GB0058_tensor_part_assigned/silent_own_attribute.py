"""An attribute of that name on an object of one's own class is an ordinary attribute."""

import torch


class Signal:
    def __init__(self, real: torch.Tensor, imag: torch.Tensor) -> None:
        self.real = real
        self.imag = imag


@torch.compile(fullgraph=True)
def energy(real: torch.Tensor, imag: torch.Tensor) -> torch.Tensor:
    signal = Signal(real, imag)
    signal.imag = imag * 2
    return signal.real**2 + signal.imag**2


def run() -> None:
    energy(torch.randn(4), torch.randn(4))
