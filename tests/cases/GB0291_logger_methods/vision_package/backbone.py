"""A backbone that logs from a helper in the same module."""

import torch
from torch import nn

from .log import get_logger

logger = get_logger(__name__)


def check_channels(images: torch.Tensor, channels: int) -> torch.Tensor:
    if images.shape[1] != channels:
        logger.error("%d channels given, %d wanted", images.shape[1], channels)  # expect: GB0291
        images = images.expand(-1, channels, -1, -1)
    return images


class Backbone(nn.Module):
    def __init__(self, channels: int = 3) -> None:
        super().__init__()
        self.channels = channels
        self.stem = nn.Conv2d(channels, 4, kernel_size=3, padding=1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.stem(check_channels(images, self.channels)).relu()
