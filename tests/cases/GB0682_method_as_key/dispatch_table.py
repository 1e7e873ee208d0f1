"""Methods taken off a tensor as keys; as values, and their names as keys, they are fine."""

import torch


@torch.compile
def by_method(inputs: torch.Tensor) -> torch.Tensor:
    weights = {inputs.sin: 1.0, inputs.cos: 2.0}  # expect: GB0682
    return inputs * len(weights)


@torch.compile(fullgraph=True)
def by_name(inputs: torch.Tensor) -> torch.Tensor:
    table = {"sin": inputs.sin, torch.cos: inputs.cos}
    return table["sin"]() + table[torch.cos]()


def run_by_method() -> None:
    by_method(torch.randn(4))


def run_by_name() -> None:
    by_name(torch.randn(4))
