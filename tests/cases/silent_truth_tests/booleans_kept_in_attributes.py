"""Flags, counters and thresholds in attributes, some of them named like tensors; comparisons of such are plain."""
import torch
from torch import nn


class Quantizer(nn.Module):
    def __init__(self, bits: int = 8, mask: bool = True, weights: tuple[float, ...] = (0.5, 0.5), logits: str = "raw"):
        super().__init__()
        self.bits, self.mask, self.weights, self.logits = bits, mask, weights, logits
        self.attention_mask = False
        self.loss = 0.0
        self.length = 2**bits - 1
        self.is_causal = getattr(self, "causal", True)
        self.observed = nn.Identity() if bits > 8 else None
        self.register_buffer("scale", torch.tensor(1.0))
        self.initialized = False

    def observe(self, x: torch.Tensor) -> None:
        if not self.initialized:
            self.scale.copy_(x.detach().abs().amax() / self.length)
            self.initialized = True

    def forward(self, x: torch.Tensor, mask: bool = False, target: str | None = None) -> torch.Tensor:
        if self.mask and not self.attention_mask:
            x = x * 1.0
        if mask or target == "codes" or self.logits == "log":
            x = x.clamp(-1, 1)
        if self.loss > 0 or self.length < 3 or not 1 <= self.bits <= 16:
            raise ValueError("bad settings")
        if self.training:
            self.observe(x)
        if any(w > 0.4 for w in self.weights) and sum(self.weights) == 1.0 and self.is_causal is True:
            x = sum(w * x for w in self.weights)
        if self.observed:
            x = self.observed(x)
        q = torch.clamp((x / self.scale).round(), -self.length, self.length)
        return x + (q * self.scale - x).detach()


def run_train() -> None:
    quantizer = torch.compile(Quantizer())
    quantizer(torch.randn(3))
    quantizer(torch.randn(3), mask=True)


def run_eval() -> None:
    torch.compile(Quantizer(bits=12).eval(), fullgraph=True)(torch.randn(3), target="codes")
