"""The compiled function is called under config.patch only, by every caller there is."""
import torch
import torch._dynamo


@torch.compile
def clip(grad: torch.Tensor, limit: float) -> torch.Tensor:
    norm = grad.norm().item()
    return grad * (limit / (norm + 1e-6))


def run_clip() -> None:
    with torch._dynamo.config.patch(capture_scalar_outputs=True):
        clip(torch.randn(4), 1.0)
