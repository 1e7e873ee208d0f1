"""Helpers that everybody imports with a star."""
import torch

__all__ = ["accuracy", "is_dist", "num_boxes_of", "world_size"]


def is_dist() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()


def world_size() -> int:
    return 1 if not is_dist() else torch.distributed.get_world_size()


def num_boxes_of(targets: list[dict[str, torch.Tensor]]) -> float:
    total = sum(len(t["labels"]) for t in targets)
    count = torch.as_tensor([total], dtype=torch.float)
    if is_dist():
        torch.distributed.all_reduce(count)
    return torch.clamp(count / world_size(), min=1).item()  # expect: GB0124


def accuracy(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    if target.numel() == 0:
        return torch.zeros([])
    return (logits.argmax(-1) == target).float().mean() * 100
