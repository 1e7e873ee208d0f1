"""setattr under a name made of a tensor; under one made of a size it is traced."""

import torch


class Log:
    pass


log = Log()


@torch.compile
def by_value(inputs: torch.Tensor, log: Log) -> torch.Tensor:
    peak = inputs.max()
    setattr(log, f"peak_{peak}", inputs)  # expect: GB0254
    return inputs + 1


@torch.compile(fullgraph=True)
def by_size(inputs: torch.Tensor, log: Log) -> torch.Tensor:
    setattr(log, f"rows_{inputs.shape[0]}", 1)
    return inputs + 1


def run_by_size() -> None:
    by_size(torch.randn(3), log)


def run_by_value() -> None:
    by_value(torch.randn(3), log)
