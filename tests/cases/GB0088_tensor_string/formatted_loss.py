"""A string made of a tensor is no break by itself; asking something of the string is."""

import torch


@torch.compile
def padded_width(loss):
    text = f"{loss.mean()}"
    return loss + len(text)  # expect: GB0088


@torch.compile
def described(loss):
    description = f"loss={loss.mean():.3f}"
    return loss * 2, description, ["{}".format(loss.sum())]


@torch.compile
def shape_text(x):
    text = f"shape={tuple(x.shape)} dtype={x.dtype}"
    return x * len(text)


def run_len() -> None:
    padded_width(torch.rand(3))


def run_returned() -> None:
    described(torch.rand(3))


def run_shape() -> None:
    shape_text(torch.rand(3))
