"""Seeding in a compiled sampler raises under fullgraph=True."""

import torch


def sample_noise(shape: tuple[int, ...], seed: int) -> torch.Tensor:
    torch.manual_seed(seed)  # expect: GB0007
    return torch.randn(shape)


def denoise(latents: torch.Tensor, sigma: float) -> torch.Tensor:
    return latents + sigma * sample_noise(tuple(latents.shape), 0)


denoise_step = torch.compile(denoise, fullgraph=True)


def run() -> None:
    denoise_step(torch.randn(1, 4), 0.1)
