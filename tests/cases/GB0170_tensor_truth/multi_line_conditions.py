"""Conditions over several lines: a comparison breaks where it starts, a call or name at the `if` (or where the last
comparison before it starts), `and` kept as a value where it starts, as Python 3.11 numbers the jumps."""

import torch


@torch.compile
def calls(loss, grad):
    if (  # expect: GB0170
        torch.isfinite(loss)
        and torch.isfinite(grad)
    ):
        return loss
    return torch.zeros_like(loss)


@torch.compile
def comparison_last(loss, norm, limit):
    if (  # expect: GB0170
        torch.isfinite(loss)
        and norm < limit  # expect: GB0170
    ):
        return loss
    return torch.zeros_like(loss)


@torch.compile
def comparison_first(loss, norm, limit):
    if (
        norm  # expect: GB0170
        < limit
    ) and (
        loss.isfinite()
    ):
        return loss
    return torch.zeros_like(loss)


@torch.compile
def kept(loss, norm):
    ok = (
        torch.isfinite(loss)  # expect: GB0170
        or torch.isfinite(norm)
    )
    return torch.where(ok, loss, norm)


@torch.compile
def ternary_comparison(scores, threshold):
    return (
        scores * 2
        if scores.max() > threshold  # expect: GB0170
        else scores / 2
    )


@torch.compile
def ternary_call(scores):
    return (
        scores * 2  # expect: GB0170
        if scores.any()
        else scores / 2
    )


@torch.compile
def checked(p):
    assert (
        p.sum() <= 1.0  # expect: GB0170
    ), f"{p.shape}: probabilities sum to more than one"
    return p * 2


@torch.compile
def negated(p):
    if not (  # expect: GB0170
        p
        .isfinite()
        .all()
    ):
        return p
    return p * 2


def run_calls() -> None:
    calls(torch.tensor(1.0), torch.tensor(0.5))


def run_comparison_last() -> None:
    comparison_last(torch.tensor(1.0), torch.tensor(0.5), torch.tensor(1.0))


def run_comparison_first() -> None:
    comparison_first(torch.tensor(1.0), torch.tensor(0.5), torch.tensor(1.0))


def run_kept() -> None:
    kept(torch.tensor(0.0), torch.tensor(0.0))


def run_ternary_comparison() -> None:
    ternary_comparison(torch.rand(3), torch.tensor(0.5))


def run_ternary_call() -> None:
    ternary_call(torch.rand(3))


def run_assert() -> None:
    checked(torch.full((2,), 0.25))


def run_negated() -> None:
    negated(torch.rand(3))
