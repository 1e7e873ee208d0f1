"""What may be done with logging in a region: read the module's level constants, and pass a logger through unread."""

import logging

import torch
from torch import nn

logger = logging.getLogger(__name__)
logger.setLevel(logging.WARNING)


class Block(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.logger = logging.getLogger("block")
        self.logger.debug("a block is built")
        self.level = logging.INFO
        self.layer = nn.Linear(3, 3)

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        if self.level < logging.DEBUG:
            self.logger.debug("never: the level is known")  # expect: GB0291 (gblint only: the value of self.level is not tracked)
        return self.layer(hidden)


block = torch.compile(Block(), fullgraph=True)


def run() -> None:
    logger.debug("before the region")
    block(torch.randn(2, 3))
