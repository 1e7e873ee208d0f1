"""unique, unique_consecutive and bincount return as many entries as the data has values."""

import torch


@torch.compile
def class_weights(labels):
    classes, counts = torch.unique(labels, return_counts=True)  # expect: GB0036
    return classes, counts.float().reciprocal()


@torch.compile
def collapse_repeats(ids):
    return torch.unique_consecutive(ids)  # expect: GB0036


@torch.compile
def confusion_matrix(predictions, labels, num_classes: int):
    flat = labels * num_classes + predictions
    bins = torch.bincount(flat, minlength=num_classes**2)  # expect: GB0036
    return bins.reshape(num_classes, num_classes)


@torch.compile
def histogram(values):
    return torch.histc(values, bins=10, min=0, max=1), values.topk(3).values


def run_unique() -> None:
    class_weights(torch.tensor([0, 1, 1, 2]))


def run_collapse() -> None:
    collapse_repeats(torch.tensor([1, 1, 2, 2, 3]))


def run_bincount() -> None:
    confusion_matrix(torch.tensor([0, 1]), torch.tensor([1, 1]), 3)


def run_histogram() -> None:
    histogram(torch.rand(10))
