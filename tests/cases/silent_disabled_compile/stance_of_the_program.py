"""The whole program is set to force_eager while somebody debugs it: no decorator compiles anything."""
import torch
import torch.nn as nn

torch.compiler.set_stance("force_eager")


@torch.compile
def step(model: nn.Module, x: torch.Tensor) -> float:
    loss = model(x).pow(2).mean()
    if loss > 10:
        print("large loss", loss)
    return loss.item()


def run_step() -> None:
    step(nn.Linear(2, 2), torch.randn(3, 2))
