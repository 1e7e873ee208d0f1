"""eval, globals and input-like builtins belong to the interpreter, not to a graph."""

import torch
import torch.nn.functional as F

ACTIVATION = "F.gelu"
SCALES = {"default": 0.5}


@torch.compile
def activate(x):
    return eval(ACTIVATION)(x)  # expect: GB0059


@torch.compile
def scaled(x):
    return x * globals()["SCALES"]["default"]  # expect: GB0059


@torch.compile
def activate_by_name(x, name: str = "gelu"):
    return getattr(F, name)(x) * SCALES["default"]


def run_eval() -> None:
    activate(torch.randn(2))


def run_globals() -> None:
    scaled(torch.randn(2))


def run_getattr() -> None:
    activate_by_name(torch.randn(2))
