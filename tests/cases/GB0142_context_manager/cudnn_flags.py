"""cuDNN switched off for a double backward: cudnn.flags breaks where it is made and where it is entered."""

import torch
from torch import nn

conv = nn.Conv1d(1, 2, 3)


@torch.compile
def features(signal: torch.Tensor) -> torch.Tensor:
    with torch.backends.cudnn.flags(enabled=False):  # expect: GB0208, GB0142
        hidden = conv(signal)
    return hidden.relu()


def run() -> None:
    features(torch.randn(1, 1, 8))
