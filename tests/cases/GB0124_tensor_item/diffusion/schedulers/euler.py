"""Euler steps over sigmas that are kept in a Python list."""
import torch

from .base import SchedulerMixin, SchedulerOutput


class EulerScheduler(SchedulerMixin):
    def scale(self, sample: torch.Tensor, timestep) -> torch.Tensor:
        sigma = self.sigmas[self.index_for_timestep(timestep)]
        return sample / (sigma**2 + 1) ** 0.5

    def step(self, output: torch.Tensor, timestep, sample: torch.Tensor) -> SchedulerOutput:
        i = self.index_for_timestep(timestep)
        sigma, following = self.sigmas[i], self.sigmas[i + 1]
        if following == 0.0 and self.config.clip:
            return SchedulerOutput((sample - sigma * output).clamp(-1, 1))
        return SchedulerOutput(sample + (following - sigma) * output)
