"""Objects that are called logger but are none of logging's: a recorder of one's own is inlined."""

import torch


class MetricLogger:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def info(self, message: str) -> None:
        self.lines.append(message)

    def warning(self, message: str) -> None:
        self.info("warning: " + message)


logger = MetricLogger()


class Loss:
    def __init__(self, log: MetricLogger) -> None:
        self.logger = log

    def __call__(self, prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        self.logger.info(f"a batch of {len(prediction)}")
        if prediction.dtype != target.dtype:
            self.logger.warning("dtypes differ")
        return (prediction - target).abs().mean()


compute = torch.compile(Loss(logger), fullgraph=True)


def run() -> None:
    compute(torch.randn(3), torch.randn(3))
