"""A dynamic program over a lattice with loops over sizes, and losses of torch.nn.functional with many options."""
import torch
import torch.nn.functional as F


@torch.compile
def soft_dtw(x: torch.Tensor, y: torch.Tensor, gamma: float = 0.1) -> torch.Tensor:
    n, m = x.shape[0], y.shape[0]
    cost = (x[:, None] - y[None]).pow(2).sum(-1)
    inf = cost.new_tensor(float("inf"))
    rows = [[inf] * (m + 1) for _ in range(n + 1)]
    rows[0][0] = cost.new_zeros(())
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            previous = torch.stack([rows[i - 1][j - 1], rows[i - 1][j], rows[i][j - 1]])
            rows[i][j] = cost[i - 1, j - 1] - gamma * torch.logsumexp(-previous / gamma, 0)
    return rows[n][m]


@torch.compile
def many_losses(logits: torch.Tensor, target: torch.Tensor, lengths: torch.Tensor) -> dict[str, torch.Tensor]:
    one_hot = F.one_hot(target, logits.shape[-1]).to(logits.dtype)
    out = {
        "ce": F.cross_entropy(logits.movedim(-1, 1), target, reduction="none").mean(1),
        "bce": F.binary_cross_entropy_with_logits(logits, one_hot, pos_weight=torch.ones(logits.shape[-1])),
        "huber": F.huber_loss(logits, one_hot, delta=0.5),
        "cosine": F.cosine_embedding_loss(logits[:, 0], one_hot[:, 0], torch.ones(len(logits))),
        "margin": F.multi_margin_loss(logits[:, 0], target[:, 0]),
        "poisson": F.poisson_nll_loss(logits, one_hot),
    }
    inside = torch.arange(target.shape[1]) < lengths.unsqueeze(1)
    out["masked"] = (logits.amax(-1) * inside).sum() / inside.sum()
    if any(v.ndim > 0 for v in out.values()):
        out = {k: v.mean() if v.ndim else v for k, v in out.items()}
    return out


def run_soft_dtw() -> None:
    soft_dtw(torch.randn(2, 3), torch.randn(3, 3))


def run_many_losses() -> None:
    many_losses(torch.randn(2, 4, 5), torch.randint(0, 5, (2, 4)), torch.tensor([2, 4]))
