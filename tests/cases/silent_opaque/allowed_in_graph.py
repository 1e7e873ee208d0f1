"""allow_in_graph, nonstrict_trace and autograd.Function: what stands in such bodies is not Dynamo's to break on."""
import torch
import torch.nn as nn


@torch.compiler.allow_in_graph
def host_assert(x: torch.Tensor) -> torch.Tensor:
    shape = "x".join(map(str, x.shape))
    print("checked", shape)
    return x.clamp(-10, 10)


@torch._dynamo.nonstrict_trace
def traced_without_dynamo(x: torch.Tensor, scale: float) -> torch.Tensor:
    print("scaling by", scale)
    torch._dynamo.graph_break()
    return x * scale


class RoundSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(x)
        return x.round()

    @staticmethod
    def backward(ctx, grad: torch.Tensor) -> torch.Tensor:
        (x,) = ctx.saved_tensors
        return grad * (x.abs() < 1)


class Quantized(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = host_assert(self.lin(x))
        return traced_without_dynamo(RoundSTE.apply(x), 0.5)


def run_default() -> None:
    torch.compile(Quantized())(torch.randn(2, 3))


def run_fullgraph() -> None:
    torch.compile(Quantized(), fullgraph=True)(torch.randn(2, 3)).sum().backward()
