"""`torch.autograd.grad` where Dynamo is told to trace it."""

import torch

torch._dynamo.config.trace_autograd_ops = True
layer = torch.nn.Linear(4, 1)


@torch.compile
def by_iterator(x):
    return torch.autograd.grad(layer(x).sum(), layer.parameters())[0]  # expect: GB6663


@torch.compile
def by_view(x):
    named = dict(layer.named_parameters())
    return torch.autograd.grad(layer(x).sum(), named.values())[0]  # expect: GB6663


@torch.compile(fullgraph=True)
def by_tuple(x):
    return torch.autograd.grad(layer(x).sum(), tuple(layer.parameters()))[0]


@torch.compile(fullgraph=True)
def detached(x):
    loss = layer(x).sum()
    gradient = torch.autograd.grad(loss, [layer.weight])[0]
    return loss.detach(), gradient


@torch.compile(fullgraph=True)
def kept(x):
    loss = layer(x).sum()
    gradient = torch.autograd.grad(loss, [layer.weight], create_graph=True)[0]
    return loss, gradient


def run_iterator():
    by_iterator(torch.randn(4))


def run_view():
    by_view(torch.randn(4))


def run_tuple():
    by_tuple(torch.randn(4))


def run_detached():
    detached(torch.randn(4))


def run_kept():
    kept(torch.randn(4))
