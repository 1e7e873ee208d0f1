"""Masking that keeps sizes: masked_fill, where with three arguments, masked_scatter, topk, and x[mask] = number."""
import torch
import torch.nn.functional as F


def top_k_filter(logits: torch.Tensor, k: int) -> torch.Tensor:
    k = min(k, logits.size(-1))
    threshold = torch.topk(logits, k, dim=-1).values[..., -1, None]
    return logits.masked_fill(logits < threshold, float("-inf"))


def top_p_filter(logits: torch.Tensor, p: float) -> torch.Tensor:
    sorted_logits, order = torch.sort(logits, descending=True)
    cumulative = F.softmax(sorted_logits, dim=-1).cumsum(dim=-1)
    remove = cumulative > p
    remove[..., 1:] = remove[..., :-1].clone()
    remove[..., 0] = False
    remove = remove.scatter(-1, order, remove)
    logits[remove] = -torch.inf
    return logits


@torch.compile
def sample_filter(logits: torch.Tensor, k: int, p: float) -> torch.Tensor:
    logits = top_k_filter(logits.clone(), k) if k > 0 else logits.clone()
    if p < 1.0:
        logits = top_p_filter(logits, p)
    greedy = logits.argmax(dim=-1)
    probs = torch.where(logits.isinf(), torch.zeros_like(logits), logits.softmax(-1))
    drawn = torch.multinomial(probs, 1).squeeze(-1)
    return torch.where(probs.max(-1).values > 0.9, greedy, drawn)


@torch.compile
def corrupt(tokens: torch.Tensor, mask: torch.Tensor, fill: torch.Tensor) -> torch.Tensor:
    out = tokens.clone()
    out[mask] = 0
    out[tokens < 0] = 1
    out[tokens == 5] = tokens.mean()
    out = out.masked_scatter(mask, fill)
    out = out.masked_scatter_(~mask, out)
    out[..., 0] = 7
    out[:, -1:] = tokens[:, :1]
    counts = torch.histc(out, bins=4, min=0, max=8)
    return out * torch.where(mask, 1.0, 0.5) + counts.sum()


def run_sample_filter() -> None:
    sample_filter(torch.randn(2, 10), 5, 0.8)


def run_corrupt() -> None:
    corrupt(torch.arange(8.0).view(2, 4), torch.tensor([[True, False] * 2] * 2), torch.zeros(8))
