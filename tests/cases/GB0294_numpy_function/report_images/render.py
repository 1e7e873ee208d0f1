"""From tensors to pictures."""
import torch
from PIL import Image

from . import color


def to_uint8(x: torch.Tensor):
    return (x.clamp(0, 1) * 255).to(torch.uint8).numpy()  # expect note: GB0105


def to_image(x: torch.Tensor) -> Image.Image:
    return Image.fromarray(to_uint8(x))  # expect: GB4841


class Renderer:
    def __init__(self, stretched: bool = True):
        self.stretched = stretched

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        values = x.softmax(-1).numpy()  # expect note: GB0105
        if self.stretched:
            values = color.contrast(values, 0.0, 0.9)
        return torch.as_tensor(color.ramp(values))
