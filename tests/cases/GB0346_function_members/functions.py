"""Autograd functions whose forward is no function, or turns a private switch."""

import functools

import torch


def scaled(factor, ctx, x):
    return x * factor


class Doubled(torch.autograd.Function):
    forward = staticmethod(functools.partial(scaled, 2))

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


class Sparing(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx._materialize_non_diff_grads = False
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


class Public(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        return grad * 2


@torch.compile
def doubled(x):
    return Doubled.apply(x)  # expect: GB0346


@torch.compile
def sparing(x):
    return Sparing.apply(x)  # expect: GB0347


@torch.compile(fullgraph=True)
def public(x):
    return Public.apply(x)


def run():
    doubled(torch.randn(4, requires_grad=True))
    sparing(torch.randn(4, requires_grad=True))
    public(torch.randn(4, requires_grad=True))
