"""Runs the three kinds of heads."""
import torch

import lazy_heads


def run_linear() -> None:
    torch.compile(lazy_heads.LazyHead(3))(torch.randn(2, 4))


def run_cosine() -> None:
    torch.compile(lazy_heads.LazyHead(3, kind="cosine"))(torch.randn(2, 4))


def run_identity() -> None:
    torch.compile(lazy_heads.LazyHead(3, "identity"))(torch.randn(2, 4))


def run_prepared() -> None:
    lazy = lazy_heads.LazyHead(3)
    lazy.head = lazy_heads.make_head("cosine", 4, 3)
    torch.compile(lazy, fullgraph=True)(torch.randn(2, 4))
