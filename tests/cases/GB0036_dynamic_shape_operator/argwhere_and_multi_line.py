"""argwhere and selections over several lines: the break is at the inner operation."""

import torch


@torch.compile
def hard_examples(losses, labels, margin: float = 0.2):
    rows = torch.argwhere(losses > margin)  # expect: GB0036
    return rows.squeeze(-1)


@torch.compile
def balanced(losses, labels):
    return torch.stack(
        [
            losses[labels == 0].mean(),  # expect: GB0036
            losses[  # expect: GB0036
                labels == 1  # the subscript starts on the line before
            ].mean(),
        ]
    )


def run_argwhere() -> None:
    hard_examples(torch.rand(4), torch.tensor([0, 1, 0, 1]))


def run_stack() -> None:
    balanced(torch.rand(4), torch.tensor([0, 1, 0, 1]))
