"""Compiles two networks; the one that leaves the edges alone and knows its node count is clean."""
import torch

import graph_nets.nn as gnn

EDGES = torch.tensor([[0, 1, 2, 2], [1, 2, 2, 0]])


def run_gcn() -> None:
    torch.compile(gnn.GCN(3, 4))(torch.randn(3, 3), EDGES)


def run_gcn_without_cleaning() -> None:
    torch.compile(gnn.GCN(3, 4, clean=False), fullgraph=True)(torch.randn(3, 3), EDGES)


def run_max() -> None:
    torch.compile(gnn.MaxConv(3, 4))(torch.randn(3, 3), EDGES)
