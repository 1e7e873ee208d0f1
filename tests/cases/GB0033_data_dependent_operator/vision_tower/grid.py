"""Positions and segment lengths from a grid tensor of (frames, height, width) rows."""
import torch


def cumulative_lengths(grid_thw: torch.Tensor) -> torch.Tensor:
    lengths = grid_thw[:, 1] * grid_thw[:, 2]
    return torch.nn.functional.pad(lengths.cumsum(0, dtype=torch.int32), (1, 0), value=0)


def positions(grid_thw: torch.Tensor) -> torch.Tensor:
    out = []
    for t, h, w in grid_thw.tolist():  # expect: GB0033
        rows = torch.arange(h).unsqueeze(1).expand(-1, w)
        columns = torch.arange(w).unsqueeze(0).expand(h, -1)
        out.append(torch.stack([rows.flatten(), columns.flatten()], dim=-1).repeat(t, 1))
    return torch.cat(out)
