"""Gathering, scattering, segment sums and comparisons with tensor indices: no output size depends on data."""
import torch


@torch.compile
def segment_mean(x: torch.Tensor, segment: torch.Tensor, n: int) -> torch.Tensor:
    total = torch.zeros(n, x.shape[1]).index_add_(0, segment, x)
    count = torch.zeros(n).scatter_add_(0, segment, torch.ones_like(segment, dtype=x.dtype))
    return total / count.clamp(min=1)[:, None]


@torch.compile
def pick(x: torch.Tensor, index: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    rows = torch.arange(x.shape[0])
    last = x[rows, lengths - 1]
    first = x[:, 0]
    chosen = x.gather(1, index[:, :, None].expand(-1, -1, x.shape[2])).mean(1)
    by_index = x[:, index[0]].sum(1) + x.index_select(1, index[1]).sum(1)
    taken = torch.take_along_dim(x, index[..., None], dim=1).amax(1)
    x = x.index_fill(1, index[0], 0.0)
    inside = rows[:, None] < lengths
    return last + first + chosen + by_index + taken + x.sum(1) + inside.float().mean()


@torch.compile
def rank_metrics(scores: torch.Tensor, relevant: torch.Tensor) -> dict[str, torch.Tensor]:
    order = scores.argsort(dim=-1, descending=True)
    hits = relevant.gather(-1, order)
    position = torch.arange(1, scores.shape[-1] + 1)
    precision = hits.cumsum(-1) / position
    bucket = torch.bucketize(scores, torch.tensor([0.25, 0.5, 0.75]))
    where_true = torch.where(hits > 0, position, scores.shape[-1] + 1)
    return {
        "map": (precision * hits).sum(-1) / hits.sum(-1).clamp(min=1),
        "mrr": 1.0 / where_true.amin(-1),
        "any": hits.any(-1) & ~hits.all(-1),
        "count": torch.count_nonzero(hits, dim=-1),
        "bucket": bucket.float().mean(),
        "same": torch.isclose(scores, scores.round(decimals=1)).sum(),
    }


def run_segment_mean() -> None:
    segment_mean(torch.randn(5, 3), torch.tensor([0, 0, 1, 2, 2]), 3)


def run_pick() -> None:
    pick(torch.randn(3, 4, 2), torch.tensor([[0, 1], [1, 2], [2, 3]]), torch.tensor([1, 2, 4]))


def run_rank_metrics() -> None:
    rank_metrics(torch.rand(2, 5), torch.tensor([[1.0, 0, 0, 1, 0], [0, 1, 0, 0, 0]]))
