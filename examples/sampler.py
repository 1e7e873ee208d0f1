"""Choosing the next token. `sample` is compiled with fullgraph=True, so a graph break there is an exception."""

from __future__ import annotations

import torch
from torch import Tensor


@torch.compile(fullgraph=True)
def sample(logits: Tensor, temperature: float = 1.0, top_p: float = 0.9) -> Tensor:
    if temperature != 1.0:  # a Python number: no break
        logits = logits / temperature
    ordered, tokens = logits.softmax(dim=-1).sort(dim=-1, descending=True)
    kept = ordered.cumsum(dim=-1) - ordered < top_p
    if not kept.any():
        kept[..., 0] = True
    ordered = ordered.masked_fill(~kept, 0.0)
    return tokens.gather(-1, torch.multinomial(ordered, num_samples=1))


@torch.compile
def discourage_repeats(logits: Tensor, history: Tensor, penalty: float) -> Tensor:
    seen = set(history.tolist())
    scores = logits.clone()
    for token in seen:
        scores[token] = scores[token] - penalty
    return scores


def run() -> None:
    logits = discourage_repeats(torch.randn(16), torch.tensor([3, 5, 3]), penalty=2.0)
    print(logits.argmax())  # outside every compiled region


def run_sample() -> None:
    sample(torch.randn(1, 16), temperature=0.8)


if __name__ == "__main__":
    run()
    run_sample()
