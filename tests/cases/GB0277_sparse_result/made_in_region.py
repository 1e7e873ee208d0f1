"""A tensor made sparse in a helper breaks there, in default mode and under fullgraph=True."""

import torch


def to_adjacency(edges: torch.Tensor) -> torch.Tensor:
    return edges.to_sparse()  # expect: GB0277


@torch.compile
def degree(edges: torch.Tensor) -> torch.Tensor:
    to_adjacency(edges)
    return edges.sum(-1)


@torch.compile(fullgraph=True)
def to_rows(edges: torch.Tensor) -> torch.Tensor:
    rows = edges.to_sparse_csr()  # expect: GB0277
    return rows.crow_indices()


def run_default() -> None:
    degree(torch.eye(3))


def run_fullgraph() -> None:
    to_rows(torch.eye(3))
