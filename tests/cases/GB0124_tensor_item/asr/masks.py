"""Padding masks, in the way of speech toolkits."""
from __future__ import annotations

import torch


def make_pad_mask(lengths: torch.Tensor, max_len: int = 0) -> torch.Tensor:
    max_len = max_len if max_len > 0 else lengths.max().item()  # expect: GB0124
    steps = torch.arange(0, max_len, dtype=torch.int64, device=lengths.device)
    return steps.unsqueeze(0) >= lengths.unsqueeze(-1)


def subsequent_chunk_mask(size: int, chunk: int, device: torch.device) -> torch.Tensor:
    position = torch.arange(size, device=device)
    block = (torch.div(position, chunk, rounding_mode="trunc") + 1) * chunk
    return position.unsqueeze(0) < block.unsqueeze(1)


def add_optional_chunk_mask(xs: torch.Tensor, masks: torch.Tensor, use_dynamic: bool, chunk: int) -> torch.Tensor:
    if use_dynamic:
        max_len = xs.size(1)
        if chunk < 0:
            chunk_size = max_len
        elif chunk > 0:
            chunk_size = chunk
        else:
            chunk_size = torch.randint(1, max_len, (1,)).item()  # expect: GB0124
            if chunk_size > max_len // 2:
                chunk_size = max_len
        masks = masks & subsequent_chunk_mask(max_len, chunk_size, xs.device).unsqueeze(0)
    return masks
