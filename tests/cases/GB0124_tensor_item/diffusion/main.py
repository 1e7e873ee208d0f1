"""Runs steps of both schedulers, with tensors and with plain numbers as timesteps."""
import torch

from .pipeline import DenoisingStep


def run_euler_tensor() -> None:
    step = DenoisingStep()
    compiled = torch.compile(step)
    compiled(torch.randn(2, 4), step.scheduler.timesteps[0])


def run_euler_number() -> None:
    torch.compile(DenoisingStep(steps=4))(torch.randn(2, 4), 3)


def run_ddpm() -> None:
    step = DenoisingStep("ddpm", clip=False)
    torch.compile(step)(torch.randn(2, 4), step.scheduler.timesteps[1])
