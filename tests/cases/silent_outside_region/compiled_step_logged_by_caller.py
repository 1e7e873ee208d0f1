"""The step is compiled, the loop around it is not: what the loop does with the step's tensors is eager."""
import json
import warnings

import numpy as np
import torch
import torch.nn.functional as F


@torch.compile
def forward_loss(weight: torch.Tensor, x: torch.Tensor, y: torch.Tensor) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    prediction = x @ weight
    loss = F.mse_loss(prediction, y)
    return loss, {"mae": (prediction - y).abs().mean(), "max": prediction.amax()}


class MetricLogger:
    def __init__(self) -> None:
        self.values: dict[str, list[float]] = {}

    def update(self, **metrics: torch.Tensor) -> None:
        for name, value in metrics.items():
            self.values.setdefault(name, []).append(value.item() if torch.is_tensor(value) else float(value))

    def dump(self) -> str:
        return json.dumps({name: float(np.mean(v)) for name, v in self.values.items()})


def fit(steps: int) -> np.ndarray:
    torch.manual_seed(0)
    weight = torch.zeros(3, 1, requires_grad=True)
    log, patience = MetricLogger(), 3
    for step in range(steps):
        x = torch.randn(16, 3)
        loss, metrics = forward_loss(weight, x, x.sum(1, keepdim=True))
        (grad,) = torch.autograd.grad(loss, weight)
        if grad.norm() > 10:
            warnings.warn(f"clipped a gradient of {grad.norm().item():.1f}")
            grad = grad / grad.norm()
        with torch.no_grad():
            weight -= 0.1 * grad
        log.update(loss=loss, **metrics)
        bad = metrics["mae"] > 5
        patience -= int(bad)
        if patience == 0 or loss < 1e-6:
            break
        worst = (x.sum(1) > 2).nonzero().flatten().tolist()
        print(step, log.dump(), worst, x[x > 2].numel())
    return weight.detach().numpy()


def run_fit() -> None:
    fit(3)
