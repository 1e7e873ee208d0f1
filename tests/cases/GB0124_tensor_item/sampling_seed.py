"""A sampler draws a seed and a temperature out of tensors; a torch function that returns a number needs no read."""

import torch


@torch.compile
def sample(logits, temperature):
    seed = torch.randint(0, 2**31, []).item()  # expect: GB0124
    noise = torch.rand_like(logits) * (seed % 7)
    scaled = logits / max(float(temperature), 1e-5)  # expect: GB0124
    return (scaled + noise).argmax(dim=-1)


@torch.compile(fullgraph=True)
def sample_tensor(logits, temperature):
    scaled = logits / temperature.clamp_min(1e-5)
    if torch.is_tensor(scaled) and scaled.dim() == 2 and torch.is_floating_point(scaled):
        scaled = scaled - scaled.logsumexp(dim=-1, keepdim=True)
    return torch.multinomial(scaled.exp(), num_samples=1)


def run_read() -> None:
    sample(torch.randn(2, 4), torch.tensor(0.7))


def run_tensor() -> None:
    sample_tensor(torch.randn(2, 4), torch.tensor(0.7))
