"""Code that also serves TorchScript: branches for scripting and tracing are dead under Dynamo, whatever they hold."""
import torch
import torch.nn as nn


def nonzero_tuple(x: torch.Tensor):
    if torch.jit.is_scripting():
        if x.dim() == 0:
            return x.unsqueeze(0).nonzero().unbind(1)
        return x.nonzero().unbind(1)
    return (x > 0,)


class DenseBlock(nn.Module):
    def __init__(self, features: int, efficient: bool = False):
        super().__init__()
        self.conv = nn.Conv2d(features, features, 1)
        self.efficient = efficient

    def any_requires_grad(self, inputs: list[torch.Tensor]) -> bool:
        return any(t.requires_grad for t in inputs)

    def forward(self, x):
        inputs = [x] if isinstance(x, torch.Tensor) else list(x)
        if self.efficient and self.any_requires_grad(inputs):
            if torch.jit.is_scripting():
                raise Exception("memory-efficient mode is not supported in scripts")
            out = self.conv(torch.cat(inputs, 1))
        else:
            out = self.conv(torch.cat(inputs, 1))
        if not torch.jit.is_scripting():
            (positive,) = nonzero_tuple(out)
            out = out * positive
        else:
            print("scripted", out.sum().item())
        if torch.jit.is_tracing():
            print(float(out.mean()))
        if torch.onnx.is_in_onnx_export() or torch.compiler.is_exporting():
            out = out[out > 0]
        return out


def run_tensor() -> None:
    torch.compile(DenseBlock(3))(torch.randn(1, 3, 2, 2))


def run_list() -> None:
    block = torch.compile(DenseBlock(4, efficient=True))
    block([torch.randn(1, 2, 2, 2, requires_grad=True), torch.randn(1, 2, 2, 2)])
