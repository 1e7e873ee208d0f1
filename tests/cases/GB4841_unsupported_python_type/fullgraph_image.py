"""A mask written out as a PIL image; under fullgraph=True the first break inside PIL raises."""

import torch
from PIL.Image import fromarray


def mask_to_image(mask: torch.Tensor) -> object:
    return fromarray((mask * 255).byte().numpy())  # expect: GB4841  # expect note: GB0105


@torch.compile(fullgraph=True)
def segment(logits: torch.Tensor) -> object:
    return mask_to_image(logits.sigmoid() > 0.5)


def run() -> None:
    segment(torch.randn(4, 4))
