"""Memory statistics gathered in a compiled evaluation: each call that returns a plain number breaks."""

import torch


def memory_report() -> dict[str, int]:
    return {
        "allocated": torch.cuda.memory_allocated(),  # expect: GB0208
        "peak": torch.cuda.max_memory_allocated(),  # expect: GB0208
    }


@torch.compile
def evaluate(logits: torch.Tensor, labels: torch.Tensor) -> tuple[torch.Tensor, dict[str, int]]:
    loss = torch.nn.functional.cross_entropy(logits, labels)
    return loss, memory_report()


def run() -> None:
    evaluate(torch.randn(2, 3), torch.tensor([0, 2]))
