"""torch.is_inference_mode_enabled() is not traced; torch.is_grad_enabled() is."""
import torch


@torch.compile
def maybe_detach(x: torch.Tensor) -> torch.Tensor:
    if not torch.is_grad_enabled():
        x = x.detach()
    if torch.is_inference_mode_enabled():  # expect: GB0046
        return x
    return x.clone()


def run_detach() -> None:
    maybe_detach(torch.randn(3))
