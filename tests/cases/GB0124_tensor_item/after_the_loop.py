"""A read in a loop makes Dynamo give up this frame; the function called after the loop is compiled by itself."""

import torch


def summarise(total: torch.Tensor) -> float:
    return total.mean().item()  # expect: GB0124


@torch.compile
def evaluate(batches: list[torch.Tensor], weight: torch.Tensor):
    values = []
    for batch in batches:
        loss = (batch @ weight).square().mean()
        values.append(float(loss))  # expect: GB0124
    return values, summarise(weight)


def run() -> None:
    evaluate([torch.randn(2, 3), torch.randn(2, 3)], torch.randn(3))
