"""With trace_numpy set to False at the module's top the same calls break."""

import torch
import torch._dynamo

torch._dynamo.config.trace_numpy = False


@torch.compile
def to_array(features: torch.Tensor) -> object:
    features = features * 2
    return features.numpy()  # expect: GB0105


def run() -> None:
    to_array(torch.randn(3))
