"""A noise scheduler: looks a timestep up, steps to its neighbour, and asks whether it is the last one."""

import torch


class Scheduler:
    def __init__(self, steps: int = 10):
        self.timesteps = torch.arange(steps - 1, -1, -1)
        self.alphas_cumprod = torch.linspace(0.99, 0.01, steps)
        self.one = torch.tensor(1.0)

    def previous_timestep(self, timestep):
        index = (self.timesteps == timestep).nonzero(as_tuple=True)[0][0]  # expect: GB0036
        if index == self.timesteps.shape[0] - 1:  # expect: GB0170
            return torch.tensor(-1)
        return self.timesteps[index + 1]  # expect: GB0033

    def step(self, noise, timestep, sample):
        previous = self.previous_timestep(timestep)
        alpha = self.alphas_cumprod[timestep]
        alpha_previous = self.alphas_cumprod[previous] if previous >= 0 else self.one  # expect: GB0170
        original = (sample - (1 - alpha).sqrt() * noise) / alpha.sqrt()
        return alpha_previous.sqrt() * original + (1 - alpha_previous).sqrt() * noise


scheduler = Scheduler()


@torch.compile
def denoise(noise, timestep, sample):
    return scheduler.step(noise, timestep, sample)


def run_middle() -> None:
    denoise(torch.randn(2, 2), torch.tensor(5), torch.randn(2, 2))


def run_int() -> None:
    denoise(torch.randn(2, 2), 5, torch.randn(2, 2))
