"""torch functions and tensor methods that answer with a Python bool or int: branching on them is free."""
import torch
import torch.nn as nn


def as_tensor(value, like: torch.Tensor) -> torch.Tensor:
    if not torch.is_tensor(value):
        return torch.full_like(like, value)
    if torch.is_complex(value):
        value = value.real
    return value if torch.is_floating_point(value) else value.to(like.dtype)


def pick_backend() -> str:
    if torch.cuda.is_available() and torch.version.cuda is not None:
        return "nccl"
    return "gloo" if torch.distributed.is_available() and not torch.distributed.is_initialized() else "none"


class Gate(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.proj = nn.Linear(dim, dim)

    def forward(self, x: torch.Tensor, bias=0.0) -> torch.Tensor:
        if torch.jit.is_scripting() or torch.jit.is_tracing():
            return x
        if torch.is_grad_enabled() and x.requires_grad:
            x = x * 1.0
        if not torch.are_deterministic_algorithms_enabled() and x.is_leaf:
            x = x + 0.0
        if torch.is_autocast_enabled():
            x = x.to(torch.get_autocast_dtype("cpu"))
        if x.is_floating_point() and not x.is_complex() and x.is_contiguous() and x.dim() >= 2:
            x = self.proj(x)
        if x.is_cpu and not x.is_quantized and not x.is_meta and not x.is_nested:
            x = x.relu()
        if torch.compiler.is_dynamo_compiling() and torch.compiler.is_compiling():
            x = x + as_tensor(bias, x)
        if x.element_size() == 4 and torch.promote_types(x.dtype, torch.float16) == torch.float32:
            x = x * 2
        if torch.get_default_dtype() == torch.float32 and torch.overrides.is_tensor_like(x):
            x = x - 1
        return x if pick_backend() != "nccl" else x.contiguous()


def run_number() -> None:
    torch.compile(Gate(4))(torch.randn(2, 4))


def run_tensor_bias() -> None:
    torch.compile(Gate(4), fullgraph=True)(torch.randn(2, 4), torch.arange(4))
