"""torch.sparse_coo_tensor is a skipped function: GB0007, where to_sparse() is GB0277."""

import torch


@torch.compile(fullgraph=True)
def aggregate(index: torch.Tensor, values: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
    adjacency = torch.sparse_coo_tensor(index, values, (3, 3))  # expect: GB0007
    return torch.sparse.mm(adjacency, features)


def run() -> None:
    aggregate(torch.tensor([[0, 1], [1, 2]]), torch.ones(2), torch.randn(3, 2))
