"""Serialising in the region: pickle.dumps of a plain structure, and torch.save of features."""

import io
import pickle

import torch


@torch.compile
def pack(features: torch.Tensor) -> tuple[torch.Tensor, bytes]:
    features = features / features.norm()
    return features, pickle.dumps({"shape": tuple(features.shape)})  # expect: GB0007


@torch.compile
def checkpoint(features: torch.Tensor, buffer: io.BytesIO) -> torch.Tensor:
    features = features * 2
    torch.save(features, buffer)  # expect: GB0007
    return features + 1


def run_pack() -> None:
    pack(torch.randn(4))


def run_checkpoint() -> None:
    checkpoint(torch.randn(4), io.BytesIO())
