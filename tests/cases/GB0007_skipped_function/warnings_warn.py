"""warnings.warn in a loss that is given inputs of differing sizes."""

import warnings

import torch


@torch.compile
def mse_loss(prediction: torch.Tensor, target: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    if prediction.shape != target.shape:
        warnings.warn("prediction and target differ in shape and are broadcast", stacklevel=2)  # expect: GB0007
    loss = (prediction - target) ** 2
    return loss.mean() if reduction == "mean" else loss.sum()


def run() -> None:
    mse_loss(torch.randn(4, 1), torch.randn(4, 3))
