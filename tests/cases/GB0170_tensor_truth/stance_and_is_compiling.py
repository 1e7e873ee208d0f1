"""Checks that only the eager run makes: behind is_compiling(), is_scripting(), or a version test."""

import torch
import torch.nn.functional as F


def validate(x):
    if not torch.compiler.is_compiling() and torch.isnan(x).any():
        raise ValueError("NaN in the input")
    if torch.jit.is_scripting() and x.sum() > 0:
        return x
    if torch.compiler.is_dynamo_compiling() or (x > 0).all():
        return F.relu(x)
    return x


@torch.compile(fullgraph=True)
def forward(x):
    return validate(x) * 2


def run() -> None:
    forward(torch.randn(3))
