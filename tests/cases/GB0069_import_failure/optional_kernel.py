"""An optional package looked for inside the region: an import that fails breaks, one that succeeds does not."""

import torch


def has_fused_kernels() -> bool:
    try:
        import a_fused_kernel_package_nobody_has  # expect: GB0069 (dynamo only: it is not installed)  # expect note: GB0069
    except ImportError:
        return False
    return a_fused_kernel_package_nobody_has is not None


@torch.compile
def attention(query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    import math

    scale = 1 / math.sqrt(query.shape[-1])
    if has_fused_kernels():
        scale = scale * 2
    return (query @ key.T) * scale


def run() -> None:
    attention(torch.randn(2, 4), torch.randn(3, 4))
