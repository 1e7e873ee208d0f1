"""The scan operator with a graph module as its function: the containers around the tensors are wanted."""

import torch


class Step(torch.nn.Module):
    def forward(self, carry, row):
        return carry + row, carry * row


step = torch.fx.symbolic_trace(Step())


@torch.compile
def tensor_to_scan(x, step):
    return torch.ops.higher_order.scan(step, [x[0]], x, ())  # expect: GB0320


@torch.compile
def tensor_to_start(x, step):
    return torch.ops.higher_order.scan(step, x[0], [x], ())  # expect: GB0321


@torch.compile
def nothing_to_start(x, step):
    return torch.ops.higher_order.scan(step, [], [x], ())  # expect: GB0322


@torch.compile
def tensor_besides(x, step):
    return torch.ops.higher_order.scan(step, [x[0]], [x], x)  # expect: GB0323


def run_scanned():
    tensor_to_scan(torch.zeros(3, 3), step)


def run_start():
    tensor_to_start(torch.zeros(3, 3), step)


def run_nothing():
    nothing_to_start(torch.zeros(3, 3), step)


def run_besides():
    tensor_besides(torch.zeros(3, 3), step)
