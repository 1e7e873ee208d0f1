"""Logger methods and a project's own log function on the ignore list: Dynamo drops the calls."""
import logging

import torch
import torch._dynamo
import torch.nn as nn

logger = logging.getLogger(__name__)


def trace_value(name: str, value: torch.Tensor) -> None:
    with open("/dev/null", "a") as sink:
        sink.write(f"{name} {value.item()}\n")


torch._dynamo.config.ignore_logging_functions.update({logger.info, logger.warning, trace_value, print})


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.lin = nn.Linear(3, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logger.info("input of shape %s", x.shape)
        y = self.lin(x)
        if y.shape[-1] < 8:
            logger.warning("a narrow layer")
        trace_value("mean", y)
        print("done")
        return y.relu()


def run_default() -> None:
    torch.compile(Encoder())(torch.randn(2, 3))


def run_fullgraph() -> None:
    torch.compile(Encoder(), fullgraph=True)(torch.randn(2, 3))
