"""One step of beam search and speculative acceptance, written with gathers, masks and cumulative products."""
import torch
import torch.nn.functional as F


@torch.compile
def beam_step(scores: torch.Tensor, log_probs: torch.Tensor, tokens: torch.Tensor, done: torch.Tensor, eos: int):
    batch, beams, vocab = log_probs.shape
    log_probs = log_probs.masked_fill(done[..., None], float("-inf"))
    log_probs[..., 0] = torch.where(done, 0.0, log_probs[..., 0])
    total = (scores[..., None] + log_probs).view(batch, beams * vocab)
    best, index = total.topk(beams, dim=-1)
    parent, token = index // vocab, index % vocab
    tokens = torch.cat([tokens.gather(1, parent[..., None].expand_as(tokens)), token[..., None]], dim=-1)
    done = done.gather(1, parent) | (token == eos)
    length = (tokens != eos).sum(-1).clamp(min=1)
    return best, tokens, done, best / length**0.6


@torch.compile(fullgraph=True)
def accept(draft: torch.Tensor, p: torch.Tensor, q: torch.Tensor, uniform: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    ratio = p.gather(-1, draft[..., None]).squeeze(-1) / q.gather(-1, draft[..., None]).squeeze(-1)
    accepted = (uniform < ratio).long().cumprod(dim=-1)
    count = accepted.sum(-1)
    residual = (p - q).clamp(min=0)
    residual = residual / residual.sum(-1, keepdim=True).clamp(min=1e-9)
    last = count.clamp(max=draft.shape[-1] - 1)
    replacement = residual.gather(1, last[:, None, None].expand(-1, 1, p.shape[-1])).argmax(-1)
    kept = torch.where(accepted.bool(), draft, replacement.expand_as(draft))
    return kept, count


@torch.compile
def penalize(logits: torch.Tensor, tokens: torch.Tensor, penalty: float, banned: list[int], bias: dict[int, float]) -> torch.Tensor:
    if penalty != 1.0:
        seen = logits.gather(-1, tokens)
        logits = logits.scatter(-1, tokens, torch.where(seen < 0, seen * penalty, seen / penalty))
    if banned:
        logits[:, banned] = -1e9
    for token, value in bias.items():
        logits[:, token] += value
    min_p = 0.1 * logits.softmax(-1).amax(-1, keepdim=True)
    return F.log_softmax(logits.masked_fill(logits.softmax(-1) < min_p, -torch.inf), -1)


def run_beam_step() -> None:
    beam_step(torch.zeros(1, 2), torch.randn(1, 2, 5).log_softmax(-1), torch.ones(1, 2, 3, dtype=torch.long),
              torch.tensor([[False, True]]), eos=4)


def run_accept() -> None:
    accept(torch.tensor([[0, 2, 1]]), torch.rand(1, 3, 4), torch.rand(1, 3, 4), torch.rand(1, 3))


def run_penalize() -> None:
    penalize(torch.randn(1, 6), torch.tensor([[1, 2]]), 1.2, [0, 5], {3: 0.5})
