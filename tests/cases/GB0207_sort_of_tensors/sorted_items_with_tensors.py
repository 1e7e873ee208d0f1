"""sorted() over dict items looks at the tensors unless a key says otherwise; names alone are clean."""
import torch


@torch.compile
def by_key(features: dict[str, torch.Tensor]) -> torch.Tensor:
    names = sorted(features)
    ordered = sorted(features.items(), key=lambda item: item[0])
    return torch.stack([v for _, v in ordered]) * len(names)


@torch.compile
def by_item(features: dict[str, torch.Tensor]) -> torch.Tensor:
    return torch.stack([value for _, value in sorted(features.items())])  # expect: GB0207


@torch.compile
def by_norm(parts: list[torch.Tensor]) -> torch.Tensor:
    return torch.stack(sorted(parts, key=lambda p: p.shape[0]))


def run_by_key() -> None:
    by_key({"b": torch.randn(2), "a": torch.randn(2)})


def run_by_item() -> None:
    by_item({"b": torch.randn(2), "a": torch.randn(2)})


def run_by_norm() -> None:
    by_norm([torch.randn(2), torch.randn(2)])
