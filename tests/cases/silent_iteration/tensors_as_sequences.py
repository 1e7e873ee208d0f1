"""Tensors that are iterated, unpacked, stacked from lists and compared by Python's max, min and sum stay in the graph."""
import torch


@torch.compile
def scan_rows(x: torch.Tensor) -> torch.Tensor:
    state = torch.zeros(x.shape[1])
    states = []
    for step, row in enumerate(x):
        state = 0.9 * state + row
        if step % 2 == 0:
            states.append(state)
    first, *rest = states
    return torch.stack([first] + rest)


@torch.compile
def combine(parts: list[torch.Tensor], weights: dict[str, float]) -> torch.Tensor:
    total = sum(parts)
    total = total + sum(w * p.sum() for w, p in zip(weights.values(), parts))
    largest = max(parts[0].sum(), parts[1].sum())
    smallest = min(parts[0].mean(), parts[1].mean())
    a, b = parts[0].unbind(0)
    lo, hi = torch.aminmax(total)
    pairs = [(p * q).sum() for p, q in zip(parts, reversed(parts))]
    table = torch.stack([torch.stack([p.min(), p.max()]) for p in parts])
    listed = torch.tensor([lo, hi])
    x1, y1, x2, y2 = torch.arange(4.0)
    chunks = list(total.split(1)) + list(total.chunk(2))
    mapped = list(map(torch.relu, chunks))
    kept = [m for m in mapped if m.shape[0] > 0]
    flags = all(p.shape == parts[0].shape for p in parts) and any(p.ndim > 1 for p in parts)
    scaled = {name: p * weights[name] for name, p in zip(weights, parts)}
    ordered = sorted(scaled.items(), key=lambda kv: kv[0])
    result = largest - smallest + a.sum() - b.sum() + sum(pairs) + table.sum() + listed.sum() + (x2 - x1) * (y2 - y1)
    return result + torch.cat(kept).sum() + (ordered[0][1].sum() if flags else 0.0) + abs(lo) + hi**2


def run_scan_rows() -> None:
    scan_rows(torch.randn(4, 3))


def run_combine() -> None:
    combine([torch.randn(2, 3), torch.randn(2, 3)], {"a": 1.0, "b": 0.5})
