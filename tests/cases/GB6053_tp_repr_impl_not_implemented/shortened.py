"""repr(obj) or f'{obj!r}' of something that Dynamo cannot show before the graph has run."""

import torch


@torch.compile
def shown(inputs: torch.Tensor) -> tuple[torch.Tensor, str]:
    label = f"mean {inputs.mean():.1f}"
    return inputs * 2, repr(label)  # expect: GB6053


def run_shown() -> None:
    shown(torch.randn(4))
