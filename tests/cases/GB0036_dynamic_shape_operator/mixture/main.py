"""Runs the compiled mixture with both routers."""
import torch

from mixture import build_model


def run_topk() -> None:
    build_model()(torch.randn(2, 3, 4))


def run_hash() -> None:
    build_model(router="hash", expert="linear", k=1)(torch.randn(2, 3, 4))
