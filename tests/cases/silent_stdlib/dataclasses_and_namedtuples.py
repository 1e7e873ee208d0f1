"""Outputs and settings as dataclasses, namedtuples, enums and typed dicts, built and read inside the region."""
from __future__ import annotations

import enum
from collections import namedtuple
from dataclasses import dataclass, field, fields, replace
from typing import NamedTuple

import torch
import torch.nn.functional as F

Moments = namedtuple("Moments", ["mean", "variance"])


class Reduction(enum.Enum):
    NONE = "none"
    MEAN = "mean"
    SUM = "sum"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 3


class Boxes(NamedTuple):
    xyxy: torch.Tensor
    score: torch.Tensor | None = None


@dataclass
class LossConfig:
    reduction: Reduction = Reduction.MEAN
    level: Level = Level.LOW
    weights: dict[str, float] = field(default_factory=lambda: {"l1": 1.0, "l2": 0.5})
    clip: float | None = None


@dataclass
class LossOutput:
    loss: torch.Tensor
    parts: dict[str, torch.Tensor] = field(default_factory=dict)
    moments: Moments | None = None


def reduce(x: torch.Tensor, how: Reduction) -> torch.Tensor:
    if how is Reduction.NONE:
        return x
    return x.mean() if how == Reduction.MEAN else getattr(x, how.value)()


@torch.compile
def box_loss(boxes: Boxes, target: torch.Tensor, config: LossConfig) -> LossOutput:
    if config.level >= Level.HIGH and config.reduction != Reduction.NONE:
        config = replace(config, reduction=Reduction.SUM)
    parts = {}
    for name, weight in config.weights.items():
        term = F.l1_loss if name == "l1" else F.mse_loss
        parts[name] = weight * reduce(term(boxes.xyxy, target, reduction="none"), config.reduction)
    total = sum(parts.values())
    if config.clip is not None and config.clip > 0:
        total = total.clamp(max=config.clip)
    if boxes.score is not None:
        total = total * boxes._replace(score=boxes.score.sigmoid()).score.mean()
    moments = Moments(*torch.var_mean(boxes.xyxy)[::-1])
    out = LossOutput(total, parts, moments)
    if out.moments and len(fields(out)) == 3 and Level(3).name == "HIGH":
        out.loss = out.loss + moments.mean * 0 + out.moments[1] * 0
    return out


def run_mean() -> None:
    box_loss(Boxes(torch.rand(2, 4)), torch.rand(2, 4), LossConfig())


def run_high() -> None:
    config = LossConfig(level=Level.HIGH, clip=2.0)
    box_loss(Boxes(torch.rand(2, 4), torch.rand(2)), torch.rand(2, 4), config)
