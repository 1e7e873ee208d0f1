"""tolist() of floats leaves the graph, whether the flags capture scalars or not."""

import torch


@torch.compile
def detections(scores):
    best = scores.softmax(dim=-1).max(dim=-1).values
    return best, best.tolist()  # expect: GB0109


class Evaluator:
    def __init__(self):
        self.scores = []

    def add(self, probabilities):
        self.scores.extend(probabilities.detach().cpu().tolist())  # expect: GB0109


evaluator = Evaluator()


@torch.compile
def evaluate(weight, x):
    probabilities = torch.sigmoid(x @ weight)
    evaluator.add(probabilities)
    return probabilities


def run_detections() -> None:
    detections(torch.randn(3, 4))


def run_evaluate() -> None:
    evaluate(torch.randn(4), torch.randn(3, 4))
