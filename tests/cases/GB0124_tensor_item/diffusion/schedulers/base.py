"""What schedulers share: tables and settings."""
from __future__ import annotations

from dataclasses import dataclass

import torch


@dataclass
class SchedulerConfig:
    steps: int = 6
    beta_start: float = 0.01
    beta_end: float = 0.2
    prediction: str = "epsilon"
    clip: bool = True


@dataclass
class SchedulerOutput:
    sample: torch.Tensor
    original: torch.Tensor | None = None


class SchedulerMixin:
    order = 1

    def __init__(self, config: SchedulerConfig | None = None):
        self.config = config or SchedulerConfig()
        betas = torch.linspace(self.config.beta_start, self.config.beta_end, self.config.steps)
        self.alphas_cumprod = torch.cumprod(1 - betas, dim=0)
        self.one = torch.tensor(1.0)
        self.sigmas = ((1 - self.alphas_cumprod) / self.alphas_cumprod).sqrt().flip(0).tolist() + [0.0]
        self.timesteps = torch.arange(self.config.steps - 1, -1, -1)

    def __len__(self) -> int:
        return self.config.steps

    def index_for_timestep(self, timestep: int | torch.Tensor) -> int:
        if isinstance(timestep, torch.Tensor):
            timestep = int(timestep)  # expect: GB0124
        return self.config.steps - 1 - timestep

    def original_sample(self, sample: torch.Tensor, output: torch.Tensor, alpha) -> torch.Tensor:
        if self.config.prediction == "epsilon":
            x0 = (sample - (1 - alpha) ** 0.5 * output) / alpha**0.5
        elif self.config.prediction == "sample":
            x0 = output
        else:
            raise ValueError(f"unknown prediction {self.config.prediction}")
        return x0.clamp(-1, 1) if self.config.clip else x0
