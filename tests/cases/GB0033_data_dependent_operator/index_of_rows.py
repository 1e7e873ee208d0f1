"""Rows that a loop takes out of an index tensor are computed 0-dim tensors; elements of an input list are inputs."""

import torch


@torch.compile
def embed_tokens(table, ids):
    rows = []
    for token in ids:
        rows.append(table[token])  # expect: GB0033
    return torch.stack(rows)


@torch.compile
def embed_list(table, ids):
    return torch.stack([table[token] for token in ids])


@torch.compile
def embed_at_once(table, ids):
    return table[ids] + torch.nn.functional.embedding(ids, table)


def run_rows() -> None:
    embed_tokens(torch.randn(5, 2), torch.tensor([1, 3]))


def run_list() -> None:
    embed_list(torch.randn(5, 2), [torch.tensor(1), torch.tensor(3)])


def run_at_once() -> None:
    embed_at_once(torch.randn(5, 2), torch.tensor([1, 3]))
