"""A read in a loop: Dynamo gives up the frame there, and compiles the functions called from it on their own."""

import torch


def per_sample_loss(logits, label):
    loss = -logits.log_softmax(dim=-1)[label]
    return loss


@torch.compile
def report(batch_logits, label: int):
    values = []
    for logits in batch_logits:
        loss = per_sample_loss(logits, label)
        values.append(loss.item())  # expect: GB0124
    return sum(values) / len(values)


@torch.compile
def report_comprehension(losses):
    return [loss.item() for loss in losses]  # expect: GB0124


def run_loop() -> None:
    report(torch.randn(3, 5), 1)


def run_comprehension() -> None:
    report_comprehension(list(torch.randn(3)))
