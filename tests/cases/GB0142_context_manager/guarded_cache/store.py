"""A cache of masks that threads share."""
from __future__ import annotations

import threading

import torch


class BaseStore:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.entries: dict[int, torch.Tensor] = {}

    def make(self, length: int) -> torch.Tensor:
        raise NotImplementedError

    def get(self, length: int) -> torch.Tensor:
        with self.lock:  # expect: GB0142
            if length not in self.entries:
                self.entries[length] = self.make(length)
            return self.entries[length]

    def peek(self, length: int) -> torch.Tensor:
        if length in self.entries:
            return self.entries[length]
        return self.make(length)


class CausalStore(BaseStore):
    def make(self, length: int) -> torch.Tensor:
        return torch.ones(length, length).tril()
