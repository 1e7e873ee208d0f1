"""An assert whose message formats something runs as a branch; one with a constant message is put into the graph."""

import torch


@torch.compile
def log_prob(p):
    assert (p >= 0).all(), f"negative probabilities, shape {tuple(p.shape)}"  # expect: GB0170
    return p.clamp_min(1e-8).log()


@torch.compile
def log_prob_constant(p):
    assert (p >= 0).all(), "negative probabilities"
    assert torch.isfinite(p).all()
    return p.clamp_min(1e-8).log()


def run_formatted() -> None:
    log_prob(torch.rand(4))


def run_constant() -> None:
    log_prob_constant(torch.rand(4))
