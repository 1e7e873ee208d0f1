"""Comparisons that are decided before a tensor is reached, or by identity."""

import torch


@torch.compile(fullgraph=True)
def decided(inputs: torch.Tensor) -> torch.Tensor:
    score = inputs.sum()
    if (1, inputs) == (2, score) or [score] == (inputs,) or [score] == [score, inputs] or [inputs] == []:
        return inputs
    if [inputs, 1] == [inputs, 2] or (score, None) == (None, score):
        return score
    if inputs.shape == (3, 3) or [inputs.shape[0], 1] == [2, 1] or (1, score) > (2, inputs):
        return inputs * 2
    return inputs + 1


def run() -> None:
    decided(torch.ones(3))
