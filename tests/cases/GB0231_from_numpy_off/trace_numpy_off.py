"""torch.from_numpy of a table under config.patch(trace_numpy=False)."""

import numpy as np
import torch
import torch._dynamo

TABLE = np.linspace(0.0, 1.0, 3, dtype=np.float32)


@torch.compile(fullgraph=True)
def look_up(weights: torch.Tensor) -> torch.Tensor:
    table = torch.from_numpy(TABLE)  # expect: GB0231
    return weights * table


def run() -> None:
    with torch._dynamo.config.patch(trace_numpy=False):
        look_up(torch.randn(3))
