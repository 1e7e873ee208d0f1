"""After .tolist() broke the graph its numbers are plain: loops, slices, comparisons and dict keys follow for free."""
import torch


@torch.compile
def ragged_mean(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    sizes = lengths.tolist()  # expect: GB0033
    means, start = [], 0
    for size in sizes:
        if size == 0:
            continue
        means.append(x[start : start + size].mean(0))
        start += size
    if max(sizes) > 2 and sum(sizes) == x.shape[0]:
        means = means[::-1]
    by_size = {size: i for i, size in enumerate(sizes)}
    return torch.stack(means) * len(by_size)


@torch.compile
def weighted(x: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    w = weights.tolist()  # expect: GB0109
    total = sum(w)
    if total > 0:
        w = [v / total for v in w]
    return sum(v * row for v, row in zip(w, x) if v > 0)


def run_ragged() -> None:
    ragged_mean(torch.randn(5, 2), torch.tensor([2, 3]))


def run_weighted() -> None:
    weighted(torch.randn(3, 2), torch.tensor([0.2, 0.0, 0.4]))
