"""torch.ops.higher_order.scan(step, init, xs, additional) is called directly, with a graph module as step ..."""

import torch


class Step(torch.nn.Module):
    def forward(self, carry, row):
        return carry + row, carry * row


step = torch.fx.symbolic_trace(Step())


@torch.compile
def tensor_to_scan(x, step):
    return torch.ops.higher_order.scan(step, [x[0]], x, ())  # expect: GB0320


def run_scanned():
    tensor_to_scan(torch.zeros(3, 3), step)
