"""Writing a tensor through a mask needs its true positions; writing a number, or masked_fill, does not."""

import torch


@torch.compile
def merge_image_features(embeds, features, ids, image_token: int):
    special = ids == image_token
    embeds = embeds.clone()
    embeds[special] = features[special]  # expect: GB0036
    return embeds


@torch.compile
def suppress(logits, banned):
    logits = logits.clone()
    logits[banned] = float("-inf")
    logits[logits < -10] = -10.0
    return logits.masked_fill(banned, 0.0)


def run_merge() -> None:
    merge_image_features(torch.randn(3, 2), torch.randn(3, 2), torch.tensor([1, 9, 9]), 9)


def run_suppress() -> None:
    suppress(torch.randn(5), torch.tensor([True, False, False, True, False]))
