"""A sampler's loop under tqdm: Dynamo gives up the frame at the constructor and at the iteration."""

import torch
from torch import nn
from tqdm import tqdm


class Denoiser(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.net = nn.Linear(4, 4)

    def forward(self, latents: torch.Tensor, steps: int = 3) -> torch.Tensor:
        for _ in tqdm(range(steps), disable=True):  # expect: GB0007, GB0008
            latents = latents - 0.1 * self.net(latents)
        return latents


denoiser = torch.compile(Denoiser())


def run() -> None:
    denoiser(torch.randn(2, 4))
