"""A compiled step that prints sometimes: behind a step counter, in a callback, and in a method of a logger of its own."""
import torch
import torch.nn as nn


class ConsoleLogger:
    def __init__(self, every: int = 1):
        self.every, self.lines = every, 0

    def log(self, **values) -> None:
        self.lines += 1
        text = ", ".join(f"{name}={value}" for name, value in values.items() if isinstance(value, (int, float)))
        print(text)  # expect: GB0059


class Step:
    def __init__(self, model: nn.Module, logger: ConsoleLogger | None = None):
        self.model, self.logger, self.count = model, logger, 0

    def __call__(self, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        self.count += 1
        loss = nn.functional.l1_loss(self.model(x), y)
        if self.logger is not None and self.count % self.logger.every == 0:
            self.logger.log(step=self.count, rows=x.shape[0], loss=loss)
        return loss


def run_quiet() -> None:
    torch.compile(Step(nn.Linear(2, 1)))(torch.randn(3, 2), torch.randn(3, 1))


def run_logged() -> None:
    step = torch.compile(Step(nn.Linear(2, 1), ConsoleLogger()))
    step(torch.randn(3, 2), torch.randn(3, 1))
