"""nonstrict_trace put on a function that is defined in the compiled code."""

import torch


@torch.compile
def decorated(inputs: torch.Tensor) -> torch.Tensor:
    @torch._dynamo.nonstrict_trace  # expect: GB0078
    def opaque(values: torch.Tensor) -> torch.Tensor:
        return values.sin()

    return opaque(inputs)


@torch.compile
def called(inputs: torch.Tensor) -> torch.Tensor:
    opaque = torch._dynamo.nonstrict_trace(lambda values: values.cos())  # expect: GB0078
    return opaque(inputs)


def run_decorated() -> None:
    decorated(torch.randn(4))


def run_called() -> None:
    called(torch.randn(4))
