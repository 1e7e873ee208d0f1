"""Gradient and inference modes, and the SDPA backend choice, as contexts in the region."""

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel


@torch.compile(fullgraph=True)
def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    with sdpa_kernel(SDPBackend.MATH):
        attended = torch.nn.functional.scaled_dot_product_attention(query, key, value)
    with torch.set_grad_enabled(False):
        norm = attended.norm()
    with torch.enable_grad():
        return attended / norm


def run() -> None:
    attend(torch.randn(1, 2, 4), torch.randn(1, 2, 4), torch.randn(1, 2, 4))
