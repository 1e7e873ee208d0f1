"""A batch is tagged with a uuid and its dictionary copied before the model sees it."""

import copy
import uuid

import torch


def tag(batch: dict[str, torch.Tensor]) -> str:
    return str(uuid.uuid4()) + str(len(batch))  # expect: GB0007


@torch.compile
def prepare(batch: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    copied = copy.copy(batch)  # expect: GB0007
    copied["mask"] = copied["tokens"].ne(0)
    return copied


@torch.compile
def encode(batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, str]:
    name = tag(batch)
    return batch["tokens"].float() * 2, name


def run_prepare() -> None:
    prepare({"tokens": torch.tensor([[1, 2, 0]])})


def run_encode() -> None:
    encode({"tokens": torch.tensor([[1, 2, 0]])})
