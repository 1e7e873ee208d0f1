"""Predicates of tensors and dtypes that Dynamo cannot fold, next to those that it can."""
import torch


@torch.compile
def layout_of(x: torch.Tensor) -> torch.Tensor:
    if x.is_floating_point() and x.is_contiguous() and x.dim() == 2:
        x = x + 1
    if x.is_signed():  # expect: GB0208
        x = x.abs()
    if x.storage_offset() == 0 and x.stride(-1) == 1:  # expect: GB0208
        x = x * 2
    return x.conj().resolve_conj() if x.is_complex() else x


@torch.compile
def same_size(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    if x.is_same_size(y):  # expect: GB0208
        return x + y
    return x


@torch.compile
def promoted(x: torch.Tensor) -> torch.Tensor:
    if torch.promote_types(x.dtype, torch.float16) != x.dtype:
        return x
    if torch.can_cast(x.dtype, torch.float64):  # expect: GB0208
        x = x.double()
    kind = torch.result_type(x, 1.0)  # expect: GB0208
    return x.to(kind)


@torch.compile
def devices(x: torch.Tensor) -> torch.Tensor:
    if torch.cuda.is_available():
        return x
    if torch.cuda.device_count() > 1:  # expect: GB0208
        return x * 2
    if torch.backends.mps.is_available():  # expect: GB0208
        return x * 3
    return x * 4


def run_layout() -> None:
    layout_of(torch.randn(2, 3))


def run_same_size() -> None:
    same_size(torch.randn(2), torch.randn(2))


def run_promoted() -> None:
    promoted(torch.randn(2))


def run_devices() -> None:
    devices(torch.randn(2))
