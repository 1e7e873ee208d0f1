"""nonzero() and torch.where with one argument list positions; three-argument where keeps the shape."""

import torch


@torch.compile
def padding_positions(ids, pad: int):
    rows, cols = torch.where(ids == pad)  # expect: GB0036
    return rows + cols


@torch.compile
def find_step(timesteps, timestep):
    candidates = (timesteps == timestep).nonzero()  # expect: GB0036
    position = 1 if len(candidates) > 1 else 0
    return candidates[position]


@torch.compile
def dispatch(x, expert_of_token):
    used = torch.nonzero(expert_of_token == 1, as_tuple=True)[0]  # expect: GB0036
    return x.index_select(0, used)


@torch.compile
def thresholded(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


def run_where() -> None:
    padding_positions(torch.tensor([[0, 1], [2, 0]]), 0)


def run_nonzero() -> None:
    find_step(torch.arange(10), torch.tensor(4))


def run_tuple() -> None:
    dispatch(torch.randn(3, 2), torch.tensor([1, 0, 1]))


def run_three() -> None:
    thresholded(torch.randn(3))
