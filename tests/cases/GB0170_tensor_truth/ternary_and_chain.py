"""Conditional expressions and chained comparisons on tensors, as samplers write them."""

import torch


class Sampler:
    def __init__(self, steps=10):
        self.sigmas = torch.linspace(1.0, 0.1, steps)
        self.s_tmin, self.s_tmax, self.s_churn = 0.05, 50.0, 0.4

    @torch.compile
    def step(self, sample, index: int):
        sigma = self.sigmas[index]
        gamma = self.s_churn if self.s_tmin <= sigma <= self.s_tmax else 0.0  # expect: GB0170
        sigma_hat = sigma * (gamma + 1)
        return sample + sigma_hat * torch.ones_like(sample)


@torch.compile
def previous_alpha(alphas, timestep, final):
    previous = timestep - 1
    alpha = final if previous < 0 else alphas[0]  # expect: GB0170
    return alpha.sqrt()


def run_chain() -> None:
    Sampler().step(torch.zeros(2, 2), 3)


def run_ternary() -> None:
    previous_alpha(torch.rand(10), torch.tensor(0), torch.tensor(1.0))
