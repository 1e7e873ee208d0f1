"""Batches as nested dicts and lists of tensors: walking them is structure, not data."""
from collections import OrderedDict, defaultdict

import torch


def tree_map(fn, tree):
    if isinstance(tree, torch.Tensor):
        return fn(tree)
    if isinstance(tree, dict):
        return {k: tree_map(fn, v) for k, v in tree.items()}
    if isinstance(tree, (list, tuple)):
        return type(tree)(tree_map(fn, v) for v in tree)
    return tree


def tensors_of(tree):
    if isinstance(tree, torch.Tensor):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from tensors_of(value)
    elif isinstance(tree, (list, tuple)):
        for value in tree:
            yield from tensors_of(value)


@torch.compile
def prepare(batch: dict) -> dict:
    batch = tree_map(lambda t: t * 2, batch)
    if "mask" not in batch or not batch.get("aux"):
        batch.setdefault("mask", torch.ones(2))
    label = batch.pop("label", None)
    if label:
        batch["text"] = label.upper()
    groups = defaultdict(list)
    for name, value in batch.items():
        if isinstance(value, torch.Tensor) and name.startswith("x"):
            groups[value.ndim].append(value.sum())
    out = OrderedDict((f"rank{r}", torch.stack(v)) for r, v in sorted(groups.items(), key=lambda kv: kv[0]) if len(v) >= 1)
    out["total"] = sum(t.sum() for t in tensors_of(batch))
    if not batch["empty"]:
        out["empty"] = torch.zeros(len(batch["empty"]) + 1)
    if batch["pair"] and batch["pair"][0] is not None and (first := batch["pair"][0]).ndim == 1:
        out["first"] = first[0] + first[-1]
    return out


def run_prepare() -> None:
    prepare({"x1": torch.ones(2), "x2": torch.ones(2, 2), "pair": (torch.ones(3), [torch.zeros(1)]), "empty": [],
             "label": "cat", "aux": {"n": 1}})
