"""A plain training script: .item(), print, tqdm, time and logging everywhere, but only the model is compiled."""
import logging
import time

import torch
import torch.nn as nn
from tqdm import tqdm

logger = logging.getLogger(__name__)


class MLP(nn.Module):
    def __init__(self, width: int = 8):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Linear(width, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.body(x)

    def accuracy(self, x: torch.Tensor, y: torch.Tensor) -> float:
        return (self(x).argmax(-1) == y).float().mean().item()

    def summary(self) -> str:
        return "\n".join(f"{n}: {p.mean().item():.3f}" for n, p in self.named_parameters())


def train(model: nn.Module, epochs: int) -> float:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    criterion = nn.CrossEntropyLoss()
    best, start = float("inf"), time.perf_counter()
    for epoch in range(epochs):
        total = 0.0
        for _ in tqdm(range(2), desc=f"epoch {epoch}", disable=True):
            x, y = torch.randn(8, 4), torch.randint(0, 3, (8,))
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if torch.isnan(loss):
                raise RuntimeError("the loss is NaN")
            total += loss.item()
        if total < best:
            best = total
        predictions = model(x).argmax(-1).tolist()
        logger.info("epoch %d: loss %.4f, predictions %s", epoch, total, predictions)
        print(f"epoch {epoch}: {total:.4f} after {time.perf_counter() - start:.1f} s")
        if (model(x) > 1e6).any():
            break
    return best


def run_training() -> None:
    model = MLP()
    train(torch.compile(model), epochs=2)
    print(model.accuracy(torch.randn(4, 4), torch.zeros(4, dtype=torch.long)), model.summary())
