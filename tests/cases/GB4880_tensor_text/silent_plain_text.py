"""The same on texts made of sizes and dtypes, and a tensor's text that is only returned."""

import torch


@torch.compile(fullgraph=True)
def described(inputs: torch.Tensor) -> tuple[torch.Tensor, str, str]:
    label = f"{inputs.dtype} {inputs.dim()}"
    label += " rows" * 2
    return inputs * len(label[:4]), repr(label), f"mean {inputs.mean():.2f}"


def run() -> None:
    described(torch.randn(4))
