"""The same flags through an alias of the config module, set by a function that runs at import time."""
import torch
import torch._dynamo.config as dynamo_config
import torch.nn as nn

dynamo_config.capture_scalar_outputs = True
dynamo_config.cache_size_limit = 16


class TemperatureHead(nn.Module):
    def __init__(self, dim: int):
        super().__init__()
        self.lin = nn.Linear(dim, dim)
        self.register_buffer("temperature", torch.tensor(0.7))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        logits = self.lin(x) / self.temperature.item()
        top = logits.max().item()
        return torch.exp(logits - top)


def run_head() -> None:
    torch.compile(TemperatureHead(4))(torch.randn(2, 4))
