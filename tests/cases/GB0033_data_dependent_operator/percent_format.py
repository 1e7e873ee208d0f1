"""Formatting a tensor by % or by a method of the string it made: each runs into its own obstacle."""

import torch


@torch.compile
def percent(loss):
    return loss * 2, "loss %.3f" % loss.mean()  # expect: GB0033


@torch.compile
def upper(loss):
    return loss * 2, f"loss {loss.mean()}".upper()  # expect: GB0156


@torch.compile
def joined(loss):
    prefix = "loss "
    return loss * 2, prefix + "value", f"{prefix}{loss.mean()}"


def run_percent() -> None:
    percent(torch.rand(3))


def run_upper() -> None:
    upper(torch.rand(3))


def run_joined() -> None:
    joined(torch.rand(3))
