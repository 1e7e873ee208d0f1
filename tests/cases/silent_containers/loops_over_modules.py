"""Loops over ModuleList, ModuleDict, Sequential and ParameterList, with enumerate, zip, slices and names."""
import torch
import torch.nn as nn


class Expert(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.up, self.down = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down(nn.functional.silu(self.up(x)))


class DenseMixture(nn.Module):
    """Every expert runs on every token, weighted by its gate: no indexing by routing decisions."""

    def __init__(self, dim: int, experts: int, k: int):
        super().__init__()
        self.gate = nn.Linear(dim, experts, bias=False)
        self.experts = nn.ModuleList(Expert(dim) for _ in range(experts))
        self.scales = nn.ParameterList(nn.Parameter(torch.ones(dim)) for _ in range(experts))
        self.heads = nn.ModuleDict({"mean": nn.Linear(dim, 1), "logvar": nn.Linear(dim, 1)})
        self.stack = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, dim), nn.Dropout(0.1))
        self.k = k

    def forward(self, x: torch.Tensor, heads: tuple[str, ...] = ("mean",)) -> dict[str, torch.Tensor]:
        weights, chosen = self.gate(x).softmax(-1).topk(self.k, dim=-1)
        gates = torch.zeros(*x.shape[:-1], len(self.experts)).scatter(-1, chosen, weights)
        out = torch.zeros_like(x)
        for i, (expert, scale) in enumerate(zip(self.experts, self.scales)):
            out = out + expert(x) * scale * gates[..., i, None]
            if i == len(self.experts) - 1:
                out = self.stack[0](out)
        for j, layer in enumerate(self.stack[1:]):
            out = layer(out) if j or self.training else layer(out) + out
        if "logvar" in self.heads and len(self.heads) == 2 and self.experts:
            out = out + sum(p.sum() for name, p in self.named_parameters() if name.startswith("gate")) * 0
        for name, child in self.stack.named_children():
            if isinstance(child, nn.Dropout) and child.p > 0 and name == "2":
                out = child(out)
        return {name: head(out) for name, head in self.heads.items() if name in heads}


def run_one_head() -> None:
    torch.compile(DenseMixture(4, 3, 2))(torch.randn(2, 5, 4))


def run_two_heads() -> None:
    torch.compile(DenseMixture(4, 3, 1).eval())(torch.randn(2, 5, 4), ("mean", "logvar"))
