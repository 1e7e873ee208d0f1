"""Scatter with a reduction by name."""
import torch


def broadcast(index: torch.Tensor, ref: torch.Tensor, dim: int) -> torch.Tensor:
    dim = ref.dim() + dim if dim < 0 else dim
    size = ((1,) * dim) + (-1,) + ((1,) * (ref.dim() - dim - 1))
    return index.view(size).expand_as(ref)


def scatter(src: torch.Tensor, index: torch.Tensor, dim: int = 0, dim_size: int | None = None, reduce: str = "sum"):
    if index.dim() != 1:
        raise ValueError(f"the index has {index.dim()} dimensions, not 1")
    if dim_size is None:
        dim_size = src.size(dim)
    size = src.size()[:dim] + (dim_size,) + src.size()[dim + 1 :]
    if reduce in ("sum", "add"):
        return src.new_zeros(size).scatter_add_(dim, broadcast(index, src, dim), src)
    if reduce == "mean":
        count = src.new_zeros(dim_size).scatter_add_(0, index, src.new_ones(src.size(dim))).clamp(min=1)
        out = src.new_zeros(size).scatter_add_(dim, broadcast(index, src, dim), src)
        return out / broadcast(count, out, dim)
    if reduce == "max":
        return src.new_zeros(size).scatter_reduce_(dim, broadcast(index, src, dim), src, "amax", include_self=False)
    raise ValueError(f"unknown reduction {reduce!r}")
