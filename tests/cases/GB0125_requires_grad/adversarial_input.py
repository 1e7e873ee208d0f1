"""An adversarial attack asks for gradients of its input inside the region: requires_grad_() on an input breaks."""

import torch
from torch import nn

classifier = nn.Linear(4, 3)


@torch.compile
def attack_loss(images: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    images.requires_grad_(True)  # expect: GB0125
    return nn.functional.cross_entropy(classifier(images), labels)


def run() -> None:
    attack_loss(torch.randn(2, 4), torch.tensor([0, 2]))
