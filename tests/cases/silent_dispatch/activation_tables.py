"""Functions and classes picked from tables, by getattr and by match statements on strings."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


def quick_gelu(x: torch.Tensor) -> torch.Tensor:
    return x * torch.sigmoid(1.702 * x)


class ScaledTanh(nn.Module):
    def __init__(self, scale: float = 1.0):
        super().__init__()
        self.scale = scale

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.tanh(x / self.scale) * self.scale


ACTIVATIONS = {"relu": F.relu, "gelu": F.gelu, "quick_gelu": quick_gelu, "swish": lambda x: x * x.sigmoid()}
MODULES = {"tanh": (ScaledTanh, {"scale": 2.0}), "silu": nn.SiLU}
LOSSES = {"l1": "l1_loss", "l2": "mse_loss", "huber": "huber_loss"}


def build(name: str) -> nn.Module:
    entry = MODULES[name]
    if isinstance(entry, tuple):
        cls, kwargs = entry
        return cls(**kwargs)
    return entry()


class Head(nn.Module):
    def __init__(self, act: str, module_act: str, init: str = "orthogonal"):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(4, 8), nn.Linear(8, 4)
        self.act, self.post, self.loss_name = ACTIVATIONS[act], build(module_act), "huber"
        getattr(nn.init, init + "_")(self.fc1.weight)

    def norm(self, x: torch.Tensor, kind: str) -> torch.Tensor:
        match kind:
            case "l2":
                return F.normalize(x, dim=-1)
            case "rms" | "rmsnorm":
                return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6)
            case _:
                raise ValueError(kind)

    def forward(self, x: torch.Tensor, y: torch.Tensor, reduction: str = "mean", norm: str = "rms") -> torch.Tensor:
        h = self.post(self.fc2(self.act(self.fc1(x))))
        for name in ("fc1", "fc2"):
            layer = getattr(self, name)
            h = h + layer.weight.sum() / math.sqrt(layer.in_features)
        h = getattr(self, f"{'norm'}")(h, norm)
        loss = getattr(F, LOSSES.get(self.loss_name, "mse_loss"))(h, y, reduction="none")
        return getattr(torch, reduction)(loss)


def run_gelu() -> None:
    torch.compile(Head("quick_gelu", "tanh"))(torch.randn(2, 4), torch.randn(2, 4))


def run_swish() -> None:
    torch.compile(Head("swish", "silu"))(torch.randn(2, 4), torch.randn(2, 4), reduction="sum", norm="l2")
