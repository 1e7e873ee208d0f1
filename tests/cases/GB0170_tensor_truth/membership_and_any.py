"""A tensor among the members of a list, and any() over tensors, both compare one by one and ask for the truth."""

import torch


@torch.compile
def is_special(token, pad, eos):
    if token in [pad, eos]:  # expect: GB0170
        return torch.zeros_like(token)
    return token


@torch.compile
def some_overflow(grads):
    if any(torch.isinf(g).any() for g in grads):  # expect: GB0170
        return [torch.zeros_like(g) for g in grads]
    return grads


@torch.compile
def positive_parts(parts):
    kept = [p for p in parts if p.sum() > 0]  # expect: GB0170
    return [p * 2 for p in kept]


def run_member() -> None:
    is_special(torch.tensor(5), torch.tensor(0), torch.tensor(2))


def run_any() -> None:
    some_overflow([torch.randn(3), torch.randn(3)])


def run_filter() -> None:
    positive_parts([torch.ones(3), -torch.ones(3)])
