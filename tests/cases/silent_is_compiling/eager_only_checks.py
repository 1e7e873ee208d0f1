"""A decorator and early returns that switch validation off while compiling."""
import functools

import torch


def eager_only(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        if torch.compiler.is_compiling():
            return None
        return fn(*args, **kwargs)

    return wrapper


@eager_only
def check_probabilities(p: torch.Tensor) -> None:
    if (p < 0).any() or not torch.allclose(p.sum(-1), torch.ones(())):
        raise ValueError(f"not probabilities: {p.tolist()}")


@eager_only
def report(step: int, loss: torch.Tensor) -> None:
    print(f"step {step}: {loss.item():.4f}", flush=True)


def entropy(p: torch.Tensor, validate: bool | None = None) -> torch.Tensor:
    if validate is None:
        validate = not torch.compiler.is_compiling()
    if validate and bool((p > 1).any()):
        raise ValueError("a probability is larger than 1")
    return -(p * p.clamp_min(1e-9).log()).sum(-1)


@torch.compile
def step_loss(logits: torch.Tensor, step: int) -> torch.Tensor:
    p = logits.softmax(-1)
    check_probabilities(p)
    loss = entropy(p).mean()
    report(step, loss)
    if torch.compiler.is_compiling():
        return loss
    return loss if loss.item() < 10 else loss.new_tensor(10.0)


def run_step_loss() -> None:
    step_loss(torch.randn(2, 3), 0)
