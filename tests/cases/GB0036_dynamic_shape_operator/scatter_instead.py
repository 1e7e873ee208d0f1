"""Fixed-size ways to write what selections are used for; none of them breaks."""

import torch


@torch.compile(fullgraph=True)
def masked_statistics(values, mask):
    count = mask.sum(dim=-1, keepdim=True).clamp(min=1)
    mean = values.masked_fill(~mask, 0).sum(dim=-1, keepdim=True) / count
    variance = torch.where(mask, (values - mean) ** 2, 0.0).sum(dim=-1, keepdim=True) / count
    return mean, variance.sqrt()


@torch.compile(fullgraph=True)
def place(embeds, features, mask):
    out = torch.masked_scatter(embeds, mask.unsqueeze(-1).expand_as(embeds), features)
    histogram = torch.zeros(3, dtype=torch.long).scatter_add_(0, torch.tensor([0, 2]), torch.ones(2, dtype=torch.long))
    return out, histogram, torch.nonzero_static(mask, size=4)


def run_statistics() -> None:
    masked_statistics(torch.randn(2, 3), torch.tensor([[True, False, True], [True, True, True]]))


def run_place() -> None:
    place(torch.randn(3, 2), torch.randn(3, 2), torch.tensor([True, False, True]))
