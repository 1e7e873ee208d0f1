"""repeat_interleave by a tensor of counts has a size that depends on the counts; by an int it has not."""

import torch


def expand_tokens(hidden, durations):
    return torch.repeat_interleave(hidden, durations, dim=0)  # expect: GB0036


@torch.compile
def length_regulator(hidden, log_durations):
    durations = log_durations.exp().round().long()
    return expand_tokens(hidden, durations)


@torch.compile
def repeat_kv(hidden, n_rep: int):
    return hidden.repeat_interleave(n_rep, dim=0)


@torch.compile
def sized(hidden, durations):
    return hidden.repeat_interleave(durations, dim=0, output_size=6)


def run_durations() -> None:
    length_regulator(torch.randn(3, 2), torch.rand(3))


def run_int() -> None:
    repeat_kv(torch.randn(3, 2), 2)


def run_sized() -> None:
    sized(torch.randn(3, 2), torch.tensor([1, 2, 3]))
