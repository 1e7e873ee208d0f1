"""`from ... import` of a missing module under fullgraph=True."""

import functools

import torch


@functools.partial(torch.compile, fullgraph=True)
def rms_norm(hidden: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    try:
        from a_fused_kernel_package_nobody_has.ops import fast_rms_norm  # expect: GB0069 (dynamo only: it is not installed)  # expect note: GB0069
    except ImportError:
        fast_rms_norm = None
    variance = hidden.square().mean(-1, keepdim=True)
    return hidden * torch.rsqrt(variance + 1e-6) * weight


def run() -> None:
    rms_norm(torch.randn(2, 4), torch.ones(4))
