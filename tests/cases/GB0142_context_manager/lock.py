"""A cache guarded by a lock: Dynamo does not know how to enter a threading.Lock."""

import threading

import torch

_lock = threading.Lock()
_cache: dict[int, torch.Tensor] = {}


def rotary_angles(length: int) -> torch.Tensor:
    with _lock:  # expect: GB0142
        if length not in _cache:
            _cache[length] = torch.arange(length) / length
    return _cache[length]


@torch.compile
def rotate(hidden: torch.Tensor) -> torch.Tensor:
    return hidden * rotary_angles(hidden.shape[0]).cos()[:, None]


def run() -> None:
    rotate(torch.randn(3, 2))
