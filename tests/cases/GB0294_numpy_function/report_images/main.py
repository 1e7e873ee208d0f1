"""Pictures made inside the region: NumPy that Dynamo does not know, and PIL, each in a module of its own."""
import torch

from .render import Renderer, to_image


@torch.compile
def preview(x: torch.Tensor):
    x = (x - x.amin()) / (x.amax() - x.amin())
    return to_image(x)


def run_ramp() -> None:
    torch.compile(Renderer())(torch.randn(3, 4))


def run_image() -> None:
    preview(torch.randn(4, 4))
