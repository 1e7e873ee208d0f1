"""Mixed-precision helpers branch on dtype, device, layout and flags of tensors; none of it reads data."""
import torch
from torch import nn

LOW = (torch.float16, torch.bfloat16)


def upcast(x: torch.Tensor) -> torch.Tensor:
    return x.float() if x.dtype in LOW else x


def clamp_overflow(x: torch.Tensor) -> torch.Tensor:
    # `and` never gets to the data: the dtype settles it for float32 inputs.
    if x.dtype == torch.float16 and torch.isinf(x).any():  # expect note: GB0170
        limit = torch.finfo(x.dtype).max - 1000
        x = x.clamp(-limit, limit)
    return x


class RMSNorm(nn.Module):
    def __init__(self, dim: int, eps: float = 1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(dim))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = x.dtype
        if not x.is_floating_point():
            x = x.to(self.weight.dtype)
        y = upcast(x)
        y = y * torch.rsqrt(y.pow(2).mean(-1, keepdim=True) + self.eps)
        if self.weight.dtype in LOW and y.dtype != self.weight.dtype:
            y = y.to(self.weight.dtype)
        if x.device != self.weight.device or x.device.type not in ("cpu", "cuda"):
            raise RuntimeError("weight and input are on different devices")
        if x.is_cuda and x.is_contiguous() and not x.is_sparse:
            return torch.ops.aten.mul(y, self.weight)
        if x.layout == torch.strided and x.stride(-1) == 1 and x.nbytes > 0:
            y = y.contiguous()
        out = clamp_overflow(y * self.weight)
        return out.to(kept) if kept.is_floating_point and kept.itemsize <= 4 else out


def run_float32() -> None:
    torch.compile(RMSNorm(8))(torch.randn(2, 8))


def run_bfloat16() -> None:
    torch.compile(RMSNorm(8).bfloat16())(torch.randn(2, 8).bfloat16())


def run_integers() -> None:
    torch.compile(RMSNorm(8))(torch.arange(16).view(2, 8))
