"""Imports in the region of modules that are there, and an optional one settled at the module's top."""

import torch

try:
    import a_fused_kernel_package_nobody_has
except ImportError:
    a_fused_kernel_package_nobody_has = None


@torch.compile(fullgraph=True)
def activation(hidden: torch.Tensor) -> torch.Tensor:
    from math import pi

    import torch.nn.functional as F

    if a_fused_kernel_package_nobody_has is not None:
        return a_fused_kernel_package_nobody_has.silu(hidden)
    return F.silu(hidden) * pi


def run() -> None:
    activation(torch.randn(3))
