"""Asserts that Dynamo takes: on shapes and types, bare ones on tensors, and on tensors with a constant message."""
import torch

N_CLASSES = 4


def check_logits(logits: torch.Tensor, target: torch.Tensor) -> None:
    assert logits.ndim == 2, f"expected 2 dimensions, got {logits.ndim}"
    assert logits.shape[0] == target.shape[0], f"{logits.shape} does not match {target.shape}"
    assert logits.size(1) == N_CLASSES
    assert isinstance(target, torch.Tensor) and target.dtype in (torch.int64, torch.int32), "integer targets, please"
    assert not target.is_floating_point()
    assert hasattr(logits, "softmax") and callable(torch.softmax)


@torch.compile
def bare(x: torch.Tensor) -> torch.Tensor:
    assert torch.isfinite(x).all()
    assert (x > -100).all()
    return x.log1p()


@torch.compile
def constant_message(x: torch.Tensor) -> torch.Tensor:
    assert (x >= 0).all(), "probabilities have to be positive"
    assert x.sum() > 0, "at least one probability has to be positive"
    return x / x.sum()


@torch.compile
def nll(logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    check_logits(logits, target)
    torch._assert_async((target < N_CLASSES).all())
    return torch.nn.functional.cross_entropy(logits, target)


@torch.compile
def checked(x: torch.Tensor, n: int) -> torch.Tensor:
    torch._assert(x.shape[0] >= n, "too few rows")
    torch._check(x.shape[0] >= n)
    if x.shape[0] < n:
        raise AssertionError(f"needs {n} rows, got {len(x)}")
    return x[:n]


def run_bare() -> None:
    bare(torch.rand(3))


def run_constant_message() -> None:
    constant_message(torch.rand(3))


def run_nll() -> None:
    nll(torch.randn(3, N_CLASSES), torch.tensor([0, 1, 3]))


def run_checked() -> None:
    checked(torch.randn(4), 2)
