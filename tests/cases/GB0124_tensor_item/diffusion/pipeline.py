"""One denoising step as a module, with a scheduler picked by name."""
from __future__ import annotations

import torch
from torch import nn

import diffusion.schedulers as s


class DenoisingStep(nn.Module):
    def __init__(self, scheduler: str = "euler", **config):
        super().__init__()
        from diffusion.schedulers.base import SchedulerConfig

        self.net = nn.Sequential(nn.Linear(4, 8), nn.SiLU(), nn.Linear(8, 4))
        self.scheduler = s.SCHEDULERS[scheduler](SchedulerConfig(**config))

    def forward(self, sample: torch.Tensor, timestep: torch.Tensor | int) -> torch.Tensor:
        output = self.net(self.scheduler.scale(sample, timestep))
        result = self.scheduler.step(output, timestep, sample)
        return result.sample if result.original is None else result.sample + 0 * result.original
