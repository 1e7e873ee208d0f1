"""Regions that are none: torch.compile(disable=True), re.compile, and a method called compile of one's own class."""

import re

import torch
from torch import nn

TOKEN = re.compile(r"\w+")


class Program:
    def compile(self, function):
        return function


@torch.compile(disable=True)
def gate(x):
    if x.sum() > 0:
        return x
    return -x


@Program().compile
def count(x):
    return x.sum().item() + len(TOKEN.findall("a b"))


class Head(nn.Module):
    @torch.compiler.disable
    def forward(self, x):
        return x if x.any() else -x


def run() -> None:
    gate(torch.randn(3))
    count(torch.randn(3))
    Head()(torch.randn(3))
