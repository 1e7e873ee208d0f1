"""Capture flags set at the top of the module: .item(), .tolist() of ints, nonzero and masks stay in the graph."""
import torch
import torch._dynamo

torch._dynamo.config.capture_scalar_outputs = True
torch._dynamo.config.capture_dynamic_output_shape_ops = True


@torch.compile
def pack(tokens: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    kept = tokens[mask]
    index = mask.nonzero()
    values, counts = torch.unique(tokens, return_counts=True)
    (rows,) = torch.where(mask)
    flat = torch.masked_select(tokens, mask)
    return kept.float().sum() + flat.sum(), index.sum() + values.sum() + counts.max() + rows.sum()


@torch.compile
def scaled(x: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    s = scale.item()
    n = int(scale.round())
    bias = float(x.sum())
    return x * s + n - bias


@torch.compile
def split(x: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
    first, second = lengths.tolist()
    torch._check(first >= 0)
    torch._check(second >= 0)
    return x.sum() * first + second


def run_pack() -> None:
    pack(torch.arange(6), torch.tensor([True, False, True, True, False, False]))


def run_scaled() -> None:
    scaled(torch.randn(3), torch.tensor(2.0))


def run_split() -> None:
    split(torch.randn(5), torch.tensor([2, 3]))
