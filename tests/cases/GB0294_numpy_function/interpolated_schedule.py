"""A noise schedule interpolated with NumPy: np.interp has no counterpart that Dynamo could trace."""

import numpy as np
import torch


def schedule(timesteps: torch.Tensor) -> torch.Tensor:
    knots = np.arange(4.0)
    values = np.linspace(0.0, 1.0, 4)
    return torch.from_numpy(np.interp(timesteps.numpy(), knots, values))  # expect: GB0294  # expect note: GB0105, GB0231


@torch.compile
def add_noise(latents: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor) -> torch.Tensor:
    sigma = schedule(timesteps).to(latents.dtype)
    return latents + sigma[:, None] * noise


def run() -> None:
    add_noise(torch.randn(2, 3), torch.randn(2, 3), torch.tensor([0.5, 1.5]))
