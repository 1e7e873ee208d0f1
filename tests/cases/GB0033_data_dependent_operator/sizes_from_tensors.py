"""Where an int is wanted (arange, view, split) a computed tensor is read; a 0-dim int64 input is known to Dynamo."""

import torch


@torch.compile
def positions(lengths):
    return torch.arange(lengths.max())  # expect: GB0033


@torch.compile
def heads(hidden, head_ids):
    num_heads = head_ids.max() + 1
    return hidden.view(num_heads, -1)  # expect: GB0033


@torch.compile
def heads_given(hidden, num_heads):
    return hidden.view(num_heads, -1)


@torch.compile
def split_batch(x, is_image):
    images = is_image.sum()
    left, right = x.split([images, 3])  # expect: GB0033
    return left * 2, right


def run_arange() -> None:
    positions(torch.tensor([2, 4, 3]))


def run_view() -> None:
    heads(torch.randn(8), torch.tensor([0, 1]))


def run_view_input() -> None:
    heads_given(torch.randn(8), torch.tensor(2))


def run_split() -> None:
    split_batch(torch.randn(5), torch.tensor([1, 0, 1, 0, 0]))
