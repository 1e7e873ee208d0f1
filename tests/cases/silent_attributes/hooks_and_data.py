"""Tensor hooks, .data writes, module.train() and state_dict() inside the region stay in the graph."""
import torch
import torch.nn as nn


class EMA(nn.Module):
    def __init__(self, model: nn.Module, shadow: nn.Module, decay: float = 0.99):
        super().__init__()
        self.model, self.shadow, self.decay = model, shadow, decay

    @torch.no_grad()
    def update(self) -> None:
        for p, s in zip(self.model.parameters(), self.shadow.parameters()):
            s.data = s.data * self.decay + p.data * (1 - self.decay)
        for (name, b), (other, t) in zip(self.model.named_buffers(), self.shadow.named_buffers()):
            if name == other:
                t.copy_(b)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.model.train()
        y = self.model(x)
        self.shadow.eval()
        with torch.no_grad():
            z = self.shadow(x)
        if self.training:
            self.update()
        return (y - z.detach()).pow(2).mean()


@torch.compile
def scaled_gradient(x: torch.Tensor, scale: float) -> torch.Tensor:
    y = x * 2
    y.register_hook(lambda grad: grad * scale)
    return y.sum()


@torch.compile
def weight_norm(module: nn.Module) -> torch.Tensor:
    state = module.state_dict()
    keys = [k for k in state if k.endswith("weight")]
    total = sum(state[k].pow(2).sum() for k in keys)
    return total.sqrt() if len(keys) > 1 else total


def run_ema() -> None:
    ema = torch.compile(EMA(nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)), nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3))))
    ema(torch.randn(4, 3)).backward()


def run_scaled_gradient() -> None:
    scaled_gradient(torch.randn(3, requires_grad=True), 0.1).backward()


def run_weight_norm() -> None:
    weight_norm(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)))
