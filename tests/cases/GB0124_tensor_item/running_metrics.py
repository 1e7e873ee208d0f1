"""A metric object that keeps Python numbers reads each of them out of a tensor."""

import torch


class RunningAccuracy:
    def __init__(self):
        self.correct = 0
        self.total = 0
        self.history = []

    def update(self, logits, labels):
        predicted = logits.argmax(dim=-1)
        self.correct += (predicted == labels).sum().item()  # expect: GB0124
        self.total += labels.numel()
        self.history.append(float(logits.float().mean()))  # expect: GB0124


metric = RunningAccuracy()


@torch.compile
def evaluate(weight, x, labels):
    logits = x @ weight
    metric.update(logits, labels)
    return logits


def run() -> None:
    evaluate(torch.randn(4, 3), torch.randn(5, 4), torch.zeros(5, dtype=torch.long))
