"""Small helpers, imported with a star by the rest of the package."""
import torch

DEBUG = False
TRACE = True


def show(name: str, x: torch.Tensor) -> torch.Tensor:
    if TRACE:
        print(name, tuple(x.shape))  # expect: GB0059
    return x


def show_values(name: str, x: torch.Tensor) -> None:
    if DEBUG and name:
        print(name, x.tolist())


def label_of(x: torch.Tensor) -> str:
    return str(x)  # expect: GB0059


class Probe:
    """Called like a module, but it is none."""

    def __init__(self, name: str):
        self.name, self.calls = name, 0

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        return show(self.name, x) if self.calls < 2 else x
