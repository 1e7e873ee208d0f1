"""Compiles the model of this package."""
import torch

from . import TinyConfig, TinyForCausalLM


def build(**overrides) -> torch.nn.Module:
    return torch.compile(TinyForCausalLM(TinyConfig(**overrides)))


def run_without_mask() -> None:
    build()(torch.randint(1, 16, (2, 4)))


def run_with_mask() -> None:
    ids = torch.randint(1, 16, (2, 4))
    model = build(hidden_act="quick_gelu", sliding_window=2)
    model(ids, torch.tensor([[1, 1, 1, 1], [0, 1, 1, 1]]), labels=ids)
    print(sum(model.save().values()))
