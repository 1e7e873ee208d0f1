"""Classes with __bool__, __len__, __eq__, __contains__ and __iter__ of plain values hold tensors but are not asked for them."""
from __future__ import annotations

import torch
from torch import nn


class Instances:
    def __init__(self, size: tuple[int, int], **fields: torch.Tensor):
        self.size, self.fields = size, fields

    def __len__(self) -> int:
        for value in self.fields.values():
            return value.shape[0]
        return 0

    def __bool__(self) -> bool:
        return len(self.fields) > 0

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def __getitem__(self, name: str) -> torch.Tensor:
        return self.fields[name]

    def __iter__(self):
        return iter(self.fields)

    def __eq__(self, other) -> bool:
        return isinstance(other, Instances) and self.size == other.size and list(self) == list(other)

    def map(self, fn) -> "Instances":
        return Instances(self.size, **{k: fn(v) for k, v in self.fields.items()})


class Mode:
    def __init__(self, name: str):
        self.name = name

    def __eq__(self, other) -> bool:
        return self.name == (other.name if isinstance(other, Mode) else other)

    def __lt__(self, other: "Mode") -> bool:
        return self.name < other.name


TRAIN, EVAL = Mode("train"), Mode("eval")


class Head(nn.Module):
    def __init__(self, mode: Mode = EVAL):
        super().__init__()
        self.mode, self.lin = mode, nn.Linear(4, 4)

    def forward(self, instances: Instances, previous: Instances | None = None) -> torch.Tensor:
        if not instances:
            return torch.zeros(0, 4)
        boxes = instances["boxes"]
        if "scores" in instances and len(instances) > 1:
            boxes = boxes * instances["scores"][:, None]
        if previous and previous == instances and self.mode != TRAIN:
            boxes = boxes + previous["boxes"]
        if self.mode == "train" or self.mode < EVAL:
            boxes = boxes.detach()
        scaled = instances.map(lambda v: v / max(instances.size))
        return self.lin(boxes) + sum(scaled[name].sum() for name in scaled)


def run_empty() -> None:
    torch.compile(Head())(Instances((2, 2)))


def run_two() -> None:
    first = Instances((4, 4), boxes=torch.rand(2, 4), scores=torch.rand(2))
    torch.compile(Head(TRAIN))(first, Instances((4, 4), boxes=torch.rand(2, 4), scores=torch.rand(2)))


def run_previous() -> None:
    first = Instances((4, 4), boxes=torch.rand(2, 4))
    torch.compile(Head(), fullgraph=True)(first, Instances((4, 4), boxes=torch.rand(2, 4)))
