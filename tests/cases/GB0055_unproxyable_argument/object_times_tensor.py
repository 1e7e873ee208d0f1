"""An operator between an object of one's own and a tensor is handed to the tensor, which cannot take the object."""

import torch


class ScaledIdentity:
    def __init__(self, scale: float):
        self.scale = scale

    def __matmul__(self, vector):
        return self.scale * vector

    def apply(self, vector):
        return self.scale * vector


@torch.compile
def precondition(gradient):
    operator = ScaledIdentity(0.1)
    return operator @ gradient  # expect: GB0055


@torch.compile
def precondition_method(gradient):
    return ScaledIdentity(0.1).apply(gradient)


def run_operator() -> None:
    precondition(torch.randn(3))


def run_method() -> None:
    precondition_method(torch.randn(3))
