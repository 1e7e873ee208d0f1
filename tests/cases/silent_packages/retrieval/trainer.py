"""Contrastive training; the loss is a second region."""
import time

import torch
import torch.nn.functional as F
from tqdm import tqdm

from .encoder import Encoder


@torch.compile
def info_nce(a: torch.Tensor, b: torch.Tensor, temperature: float = 0.1) -> torch.Tensor:
    logits = a @ b.T / temperature
    target = torch.arange(logits.shape[0], device=logits.device)
    loss = F.cross_entropy(logits, target)
    if logits.shape[0] == logits.shape[1]:
        loss = (loss + F.cross_entropy(logits.T, target)) / 2
    return loss


def train(encoder: Encoder, batches: list[torch.Tensor], lr: float = 1e-2) -> list[float]:
    compiled = torch.compile(encoder, dynamic=True)
    optimizer = torch.optim.Adam(encoder.parameters(), lr=lr)
    losses, start = [], time.time()
    for ids in tqdm(batches, disable=True):
        mask = ids != 0
        loss = info_nce(compiled(ids, mask), compiled(ids.flip(1), mask.flip(1)))
        if not torch.isfinite(loss):
            print("skipped a batch", ids.tolist())
            continue
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if mask.sum() == 0 or time.time() - start > 100:
            break
    print(f"{losses[-1]:.3f}", encoder.statistics())
    return losses
