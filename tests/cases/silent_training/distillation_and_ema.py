"""Distillation from a frozen teacher, label smoothing, mixup with a given weight, and targets without a gradient."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Distiller(nn.Module):
    def __init__(self, student: nn.Module, temperature: float = 2.0, weight: float = 0.5, layers: tuple[str, ...] = ()):
        super().__init__()
        self.student = student
        self.teacher = copy.deepcopy(student).eval().requires_grad_(False)
        self.temperature, self.weight, self.layers = temperature, weight, layers
        self.register_buffer("center", torch.zeros(1, 3))

    @torch.no_grad()
    def targets(self, x: torch.Tensor) -> torch.Tensor:
        logits = self.teacher(x)
        if self.training:
            self.center = self.center * 0.9 + logits.mean(0, keepdim=True) * 0.1
        return F.softmax((logits - self.center) / self.temperature, dim=-1)

    def forward(self, x: torch.Tensor, y: torch.Tensor | None = None, mix: float | None = None) -> dict[str, torch.Tensor]:
        if mix is not None:
            x = mix * x + (1 - mix) * x.flip(0)
        logits = self.student(x)
        soft = F.kl_div(F.log_softmax(logits / self.temperature, -1), self.targets(x), reduction="batchmean")
        losses = {"soft": soft * self.temperature**2}
        if y is not None:
            hard = F.cross_entropy(logits, y, label_smoothing=0.1)
            losses["hard"] = hard if mix is None else mix * hard + (1 - mix) * F.cross_entropy(logits, y.flip(0))
        for name in self.layers:
            ours, theirs = self.student.get_submodule(name), self.teacher.get_submodule(name)
            losses[name] = F.mse_loss(ours.weight, theirs.weight.detach())
        weights = {"soft": self.weight, "hard": 1 - self.weight}
        losses["total"] = torch.stack([v * weights.get(k, 0.1) for k, v in losses.items()]).sum()
        return losses


def run_labels() -> None:
    distiller = torch.compile(Distiller(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3)), layers=("0", "2")))
    distiller(torch.randn(4, 4), torch.tensor([0, 1, 2, 0]), mix=0.3)["total"].backward()


def run_unlabelled() -> None:
    torch.compile(Distiller(nn.Linear(4, 3)).eval(), fullgraph=True)(torch.randn(2, 4))
