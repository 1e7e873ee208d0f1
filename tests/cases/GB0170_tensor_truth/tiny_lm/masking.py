"""Attention masks."""
from __future__ import annotations

import torch


def ignore_causal_mask(attention_mask: torch.Tensor | None, query_length: int) -> bool:
    """Whether plain causal attention will do, without a mask."""
    if attention_mask is None:
        return True
    if attention_mask.shape[-1] != query_length:
        return False
    if torch.all(attention_mask == 1):  # expect: GB0170
        return True
    return False


def expand_mask(mask: torch.Tensor, dtype: torch.dtype, length: int | None = None) -> torch.Tensor:
    batch, source = mask.size()
    length = length if length is not None else source
    expanded = mask[:, None, None, :].expand(batch, 1, length, source).to(dtype)
    inverted = 1.0 - expanded
    return inverted.masked_fill(inverted.to(torch.bool), torch.finfo(dtype).min)


def causal_mask(attention_mask: torch.Tensor | None, x: torch.Tensor, window: int | None = None) -> torch.Tensor | None:
    length = x.shape[1]
    if ignore_causal_mask(attention_mask, length):
        return None
    mask = torch.full((length, length), torch.finfo(x.dtype).min).triu(1)[None, None]
    if window is not None:
        mask = mask + torch.full((length, length), torch.finfo(x.dtype).min).tril(-window)
    if attention_mask is not None:
        mask = mask + expand_mask(attention_mask, x.dtype, length)
    return mask.clamp(min=torch.finfo(x.dtype).min)
