"""Optimizer arithmetic written by hand over parameter lists and dicts of plain hyperparameters."""
import math

import torch


def adam_update(p: torch.Tensor, grad: torch.Tensor, state: dict, group: dict) -> None:
    beta1, beta2 = group["betas"]
    if not state:
        state["step"] = 0
        state["m"], state["v"] = torch.zeros_like(p), torch.zeros_like(p)
    state["step"] += 1
    if group.get("weight_decay", 0.0) != 0.0:
        p.mul_(1 - group["lr"] * group["weight_decay"])
    state["m"].lerp_(grad, 1 - beta1)
    state["v"].mul_(beta2).addcmul_(grad, grad.conj() if grad.is_complex() else grad, value=1 - beta2)
    bias1, bias2 = 1 - beta1 ** state["step"], 1 - beta2 ** state["step"]
    denominator = (state["v"].sqrt() / math.sqrt(bias2)).add_(group["eps"])
    p.addcdiv_(state["m"], denominator, value=-group["lr"] / bias1)


@torch.compile
def step(params: list[torch.Tensor], grads: list[torch.Tensor | None], states: list[dict], group: dict) -> torch.Tensor:
    with torch.no_grad():
        kept = [(p, g, s) for p, g, s in zip(params, grads, states) if g is not None]
        norm = torch.stack([g.norm() for _, g, _ in kept]).norm()
        if group["max_norm"] is not None:
            scale = (group["max_norm"] / (norm + 1e-6)).clamp(max=1.0)
            torch._foreach_mul_([g for _, g, _ in kept], scale)
        for p, g, s in kept:
            if g.is_sparse:
                raise RuntimeError("sparse gradients are not supported")
            adam_update(p, g, s, group)
    return norm


def run_step() -> None:
    params = [torch.randn(3, 3), torch.randn(2), torch.randn(4)]
    grads = [torch.randn(3, 3), None, torch.randn(4)]
    group = {"lr": 1e-3, "betas": (0.9, 0.99), "eps": 1e-8, "weight_decay": 0.1, "max_norm": 1.0}
    states: list[dict] = [{}, {}, {}]
    step(params, grads, states, group)
    step(params, grads, states, {**group, "max_norm": None})
