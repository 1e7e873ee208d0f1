"""dataclasses.fields of a class, directly and in a class method; of an object it is traced."""

import dataclasses

import torch


@dataclasses.dataclass
class Losses:
    classes: float = 1.0
    boxes: float = 2.0

    @classmethod
    def count(cls) -> int:
        return len(dataclasses.fields(cls))  # expect: GB0180


weights = Losses()


@torch.compile
def averaged(loss: torch.Tensor) -> torch.Tensor:
    return loss / len(dataclasses.fields(Losses))  # expect: GB0180


@torch.compile
def counted(loss: torch.Tensor) -> torch.Tensor:
    return loss / Losses.count()


@torch.compile(fullgraph=True)
def weighted(loss: torch.Tensor) -> torch.Tensor:
    for field in dataclasses.fields(weights):
        loss = loss * getattr(weights, field.name)
    return loss + len(dataclasses.asdict(weights))


def run() -> None:
    for function in (averaged, counted, weighted):
        function(torch.randn(3))
