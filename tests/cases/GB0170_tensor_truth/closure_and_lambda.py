"""The test stands in a lambda and in a function that closes over a tensor; both are inlined into the region."""

import torch


def make_gate(threshold):
    def gate(x):
        if x.mean() > threshold:  # expect: GB0170
            return x
        return torch.zeros_like(x)

    return gate


tau = lambda t: 1.0 if t >= 200 else 0.0  # noqa: E731  # expect: GB0170


@torch.compile
def gated(x, threshold):
    return make_gate(threshold)(x) + 1


@torch.compile
def noise_scale(x, timestep):
    return x * tau(timestep)


def run_closure() -> None:
    gated(torch.randn(4), torch.tensor(0.0))


def run_lambda() -> None:
    noise_scale(torch.randn(4), torch.tensor(300))
