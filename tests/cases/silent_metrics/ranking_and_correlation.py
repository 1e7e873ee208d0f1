"""Correlations, ranks and curves computed with sorts, cumsums and searches."""
import torch


def rank(x: torch.Tensor) -> torch.Tensor:
    order = x.argsort()
    ranks = torch.empty_like(x)
    ranks[order] = torch.arange(1, x.numel() + 1, dtype=x.dtype)
    return ranks


def pearson(a: torch.Tensor, b: torch.Tensor, eps: float = 1e-8) -> torch.Tensor:
    a, b = a - a.mean(), b - b.mean()
    return (a * b).sum() / (a.norm() * b.norm() + eps)


@torch.compile
def correlations(preds: torch.Tensor, target: torch.Tensor, kinds: tuple[str, ...] = ("pearson", "spearman")):
    out = {}
    for kind in kinds:
        if kind == "pearson":
            out[kind] = pearson(preds, target)
        elif kind == "spearman":
            out[kind] = pearson(rank(preds), rank(target))
    out["r2"] = 1 - (target - preds).square().sum() / (target - target.mean()).square().sum()
    return out


@torch.compile(dynamic=True)
def auroc(scores: torch.Tensor, target: torch.Tensor, max_fpr: float | None = None) -> torch.Tensor:
    order = scores.argsort(descending=True)
    hits = target[order].float()
    tps, fps = hits.cumsum(0), (1 - hits).cumsum(0)
    tpr, fpr = tps / tps[-1].clamp(min=1), fps / fps[-1].clamp(min=1)
    if max_fpr is not None and 0 < max_fpr < 1:
        stop = torch.searchsorted(fpr, torch.tensor(max_fpr))
        tpr = torch.where(torch.arange(len(fpr)) < stop, tpr, tpr.new_zeros(()))
    return torch.trapezoid(tpr, fpr)


def run_correlations() -> None:
    correlations(torch.randn(6), torch.randn(6))


def run_auroc() -> None:
    auroc(torch.rand(6), torch.tensor([0, 1, 1, 0, 1, 0]))
    auroc(torch.rand(6), torch.tensor([0, 1, 1, 0, 1, 0]), max_fpr=0.5)
