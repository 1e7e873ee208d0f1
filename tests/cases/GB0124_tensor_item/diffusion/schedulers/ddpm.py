"""Ancestral steps: indexing a tensor by a tensor is clean, testing the timestep is not."""
import torch

from .base import SchedulerMixin, SchedulerOutput


class DDPMScheduler(SchedulerMixin):
    def scale(self, sample: torch.Tensor, timestep) -> torch.Tensor:
        return sample

    def step(self, output: torch.Tensor, timestep, sample: torch.Tensor) -> SchedulerOutput:
        alpha = self.alphas_cumprod[timestep]
        x0 = self.original_sample(sample, output, alpha)
        if timestep == 0:  # expect: GB0170
            return SchedulerOutput(x0, x0)
        noise = torch.randn_like(sample)
        return SchedulerOutput(alpha.sqrt() * x0 + (1 - alpha).sqrt() * noise, original=x0)
