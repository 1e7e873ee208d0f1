"""Capture flags for one function: config.patch as a decorator over the compiled function, and around compile and call."""
import torch
import torch._dynamo
from torch._dynamo import config


@config.patch(capture_dynamic_output_shape_ops=True)
@torch.compile
def mean_of_positive(x: torch.Tensor) -> torch.Tensor:
    positive = x[x > 0]
    return positive.sum() / torch.count_nonzero(x > 0)


def scale(x: torch.Tensor, s: torch.Tensor) -> torch.Tensor:
    return x * s.item()


@torch._dynamo.config.patch(capture_scalar_outputs=True)
def evaluate(x: torch.Tensor) -> torch.Tensor:
    return torch.compile(scale)(x, x.sum())


def run_decorated() -> None:
    mean_of_positive(torch.randn(6))


def run_decorated_caller() -> None:
    evaluate(torch.randn(3))


def run_context_manager() -> None:
    with torch._dynamo.config.patch({"capture_scalar_outputs": True}):
        compiled = torch.compile(scale)
        compiled(torch.randn(3), torch.tensor(2.0))
