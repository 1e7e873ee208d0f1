"""print made reorderable: tensors and constants are printed behind the graph, an arbitrary object breaks."""

import torch
import torch._dynamo

torch._dynamo.config.reorderable_logging_functions.add(print)


class Settings:
    def __init__(self, rate: float) -> None:
        self.rate = rate


settings = Settings(0.1)


@torch.compile
def update(weights: torch.Tensor, gradient: torch.Tensor) -> torch.Tensor:
    print(settings)  # expect: GB0296
    return weights - settings.rate * gradient


@torch.compile(fullgraph=True)
def norm(gradient: torch.Tensor) -> torch.Tensor:
    size = gradient.norm()
    print("gradient norm", size, "over", gradient.shape[0])
    return size


def run_update() -> None:
    update(torch.randn(2), torch.randn(2))


def run_norm() -> None:
    norm(torch.randn(2))
