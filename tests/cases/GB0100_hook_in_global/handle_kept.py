"""The handle of a tensor's hook is stored in a global variable."""

import torch

handle = None
handles = []


@torch.compile
def watched(inputs: torch.Tensor) -> torch.Tensor:
    global handle
    hidden = inputs * 2
    handle = hidden.register_hook(lambda gradient: gradient.clamp(-1, 1))  # expect: GB0100
    return hidden.sum()


@torch.compile(fullgraph=True)
def appended(inputs: torch.Tensor) -> torch.Tensor:
    handles.append(inputs.register_hook(lambda gradient: gradient * 2))
    return inputs.sum()


@torch.compile(fullgraph=True)
def local(inputs: torch.Tensor) -> torch.Tensor:
    hidden = inputs * 2
    kept = hidden.register_hook(lambda gradient: gradient * 2)
    return hidden.sum() if kept is not None else hidden


def run_watched() -> None:
    watched(torch.randn(4, requires_grad=True))


def run_appended() -> None:
    appended(torch.randn(4, requires_grad=True))


def run_local() -> None:
    local(torch.randn(4, requires_grad=True))
