"""print and warnings.warn made reorderable, so Dynamo moves them after the graph: no break for tensors or for strings."""
import warnings

import torch
import torch._dynamo

torch._dynamo.config.reorderable_logging_functions.add(print)
torch._dynamo.config.reorderable_logging_functions.add(warnings.warn)


def report(name: str, value: torch.Tensor) -> None:
    print(name, value)


@torch.compile
def train_loss(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    print("shapes", x.shape[0], "and", y.shape[-1])
    loss = (x - y).abs().mean()
    report("loss", loss)
    if x.dim() == 1:
        warnings.warn("one dimension only")
    return loss * 2


def run_loss() -> None:
    train_loss(torch.randn(3), torch.randn(3))
