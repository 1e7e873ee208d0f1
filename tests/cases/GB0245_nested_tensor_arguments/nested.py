"""`torch.nested.nested_tensor` in the region, of one tensor rather than a list of them."""

import torch


@torch.compile
def of_a_tensor(x):
    return torch.nested.nested_tensor(x, layout=torch.jagged).values()  # expect: GB0245


@torch.compile
def of_a_view(parts):
    return torch.nested.nested_tensor(parts.values(), layout=torch.jagged).values()  # expect: GB0245


@torch.compile(fullgraph=True)
def jagged(x, y):
    return torch.nested.nested_tensor([x, y], layout=torch.jagged).values()


@torch.compile(fullgraph=True)
def rows(x):
    return torch.nested.nested_tensor(x.unbind(), layout=torch.jagged).values()


def run_tensor():
    try:
        of_a_tensor(torch.randn(4, 3))
    except (TypeError, RuntimeError):
        pass


def run_view():
    try:
        of_a_view({"a": torch.randn(2, 3), "b": torch.randn(4, 3)})
    except (TypeError, RuntimeError):
        pass


def run_fine():
    jagged(torch.randn(4, 3), torch.randn(2, 3))
    rows(torch.randn(4, 3))
