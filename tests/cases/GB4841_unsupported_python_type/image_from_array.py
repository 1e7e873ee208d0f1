"""A PIL image made of a tensor: after the first break the frames inside PIL break on their own."""

import numpy as np
import torch
from PIL import Image


class Visualizer(torch.nn.Module):
    def forward(self, image: torch.Tensor) -> "Image.Image":
        pixels = (image.clamp(0, 1) * 255).byte().permute(1, 2, 0)
        array = np.ascontiguousarray(pixels.numpy())  # expect note: GB0105
        return Image.fromarray(array)  # expect: GB4841, GB0007 (dynamo only: in PIL), GB0156 (dynamo only: in PIL)


visualize = torch.compile(Visualizer())


def run() -> None:
    visualize(torch.rand(3, 4, 4))
