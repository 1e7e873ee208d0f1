"""`value in tensor` compares and reads the outcome back as a Python bool."""

import torch


@torch.compile
def has_eos(ids, eos_id: int):
    finished = eos_id in ids  # expect: GB0124
    return ids + 0, finished


@torch.compile
def has_eos_tensor(ids, eos_id: int):
    finished = (ids == eos_id).any()
    return ids + 0, finished


def run_in() -> None:
    has_eos(torch.tensor([3, 4, 2]), 2)


def run_any() -> None:
    has_eos_tensor(torch.tensor([3, 4, 2]), 2)
