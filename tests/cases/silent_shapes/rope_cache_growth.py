"""A rotary cache that grows with the sequence length: the tests are on ints and on `is None`."""
import torch
from torch import nn


class RotaryEmbedding(nn.Module):
    inv_freq: torch.Tensor

    def __init__(self, dim: int, max_positions: int = 8, base: float = 10000.0):
        super().__init__()
        self.register_buffer("inv_freq", 1.0 / base ** (torch.arange(0, dim, 2).float() / dim), persistent=False)
        self.max_positions = max_positions
        self.cos_cached: torch.Tensor | None = None
        self.sin_cached: torch.Tensor | None = None

    def _grow(self, length: int, device: torch.device, dtype: torch.dtype) -> None:
        self.max_positions = max(length, self.max_positions)
        t = torch.arange(self.max_positions, device=device, dtype=self.inv_freq.dtype)
        emb = torch.outer(t, self.inv_freq).repeat(1, 2)
        self.cos_cached, self.sin_cached = emb.cos().to(dtype), emb.sin().to(dtype)

    def forward(self, q: torch.Tensor, offset: int = 0) -> torch.Tensor:
        length = q.shape[-2] + offset
        if (
            self.cos_cached is None
            or length > self.cos_cached.shape[0]
            or self.cos_cached.dtype != q.dtype
            or self.cos_cached.device != q.device
        ):
            self._grow(length, q.device, q.dtype)
        cos, sin = self.cos_cached[offset:length], self.sin_cached[offset:length]
        half = q.shape[-1] // 2
        rotated = torch.cat((-q[..., half:], q[..., :half]), dim=-1)
        return q * cos + rotated * sin


def run_first_call() -> None:
    torch.compile(RotaryEmbedding(8))(torch.randn(1, 2, 5, 8))


def run_grows() -> None:
    rotary = torch.compile(RotaryEmbedding(8))
    rotary(torch.randn(1, 2, 5, 8))
    rotary(torch.randn(1, 2, 12, 8), offset=3)
