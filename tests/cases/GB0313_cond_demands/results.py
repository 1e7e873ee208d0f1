"""What `torch.cond` demands of what its branches return."""

import torch


@torch.compile
def other_keys(x):
    return torch.cond(x.sum() > 0, lambda x: {"up": x.sin()}, lambda x: {"down": x.cos()}, (x,))  # expect: GB0313


@torch.compile
def other_container(x):
    return torch.cond(x.sum() > 0, lambda x: (x.sin(), x.cos()), lambda x: [x.cos(), x.sin()], (x,))  # expect: GB0313


@torch.compile
def other_length(x):
    return torch.cond(x.sum() > 0, lambda x: (x.sin(), x.cos()), lambda x: (x.cos(),), (x,))  # expect: GB0313


@torch.compile
def nested_elsewhere(x):
    def more(x):
        return (x.sin(), x.tan()), x.cos()

    return torch.cond(x.sum() > 0, more, lambda x: ((x.sin(),), x.cos()), (x,))  # expect: GB0313


def run_keys():
    other_keys(torch.randn(4))


def run_container():
    other_container(torch.randn(4))


def run_length():
    other_length(torch.randn(4))


def run_nested():
    nested_elsewhere(torch.randn(4))
