"""`is` and `is not` compare identities, `==` on tensors compares values; dictionaries keyed by strings are plain."""

import torch


@torch.compile
def merge(state, update, default=None):
    if update is default or update is state:
        return state
    if state is not None and "momentum" in {"momentum": 1}:
        state = state + 1
    if (state == update).all():  # expect: GB0170
        return state
    return update


@torch.compile
def select(features, name):
    if name in features and features[name] is not None:
        return features[name] * 2
    return next(iter(features.values()))


def run_merge() -> None:
    merge(torch.zeros(2), torch.ones(2))


def run_select() -> None:
    select({"image": torch.randn(2), "text": None}, "image")
