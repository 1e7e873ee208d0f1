"""unique, one-argument where, bincount and masked_select in clustering code, beside three-argument where and histc."""
import torch


def centers(x: torch.Tensor, labels: torch.Tensor, k: int) -> torch.Tensor:
    one_hot = torch.nn.functional.one_hot(labels, k).to(x.dtype)
    return one_hot.T @ x / one_hot.sum(0)[:, None].clamp(min=1)


@torch.compile
def assign(x: torch.Tensor, means: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    labels = torch.cdist(x, means).argmin(-1)
    used = torch.unique(labels)  # expect: GB0036
    new = centers(x, labels, means.shape[0])
    if len(used) < means.shape[0]:
        new = torch.where(torch.isnan(new), means, new)
    return labels, new


@torch.compile
def class_weights(labels: torch.Tensor, k: int) -> torch.Tensor:
    histogram = torch.histc(labels.float(), bins=k, min=0, max=k - 1)
    counts = torch.bincount(labels, minlength=k)  # expect: GB0036
    return histogram.sum() / (counts + 1)


@torch.compile
def peaks(x: torch.Tensor) -> torch.Tensor:
    is_peak = (x[1:-1] > x[:-2]) & (x[1:-1] > x[2:])
    (where,) = torch.where(is_peak)  # expect: GB0036
    return x[where + 1].sum() + torch.where(is_peak, x[1:-1], 0.0).sum()


def run_assign() -> None:
    assign(torch.randn(6, 2), torch.randn(3, 2))


def run_class_weights() -> None:
    class_weights(torch.tensor([0, 1, 1, 2]), 3)


def run_peaks() -> None:
    peaks(torch.randn(8))
