"""The texts of dtypes and devices are known, and can be searched and compared."""

import torch


@torch.compile(fullgraph=True)
def by_dtype(inputs: torch.Tensor) -> torch.Tensor:
    if "float" in str(inputs.dtype) and f"{inputs.device}" == "cpu":
        return inputs * 2
    return inputs


def run_by_dtype() -> None:
    by_dtype(torch.randn(4))
