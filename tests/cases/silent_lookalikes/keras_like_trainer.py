"""A Keras-like model whose compile() sets up training, and a project's own decorator of that name."""
import torch
from torch import nn


def compile(fn=None, **options):  # noqa: A001
    """This project's registry of steps. It has nothing to do with torch.compile."""
    if fn is None:
        return lambda f: compile(f, **options)
    fn.options = options
    return fn


class KerasLike:
    def __init__(self, net: nn.Module):
        self.net, self.history = net, []

    def compile(self, optimizer: str = "sgd", loss: str = "mse", metrics: tuple[str, ...] = ()) -> None:
        self.optimizer = {"sgd": torch.optim.SGD}[optimizer](self.net.parameters(), lr=0.1)
        self.loss, self.metrics = {"mse": nn.MSELoss()}[loss], metrics

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if x.sum() > 1e9:
            print("very large input", x.sum().item())
        return self.net(x)

    def fit(self, x: torch.Tensor, y: torch.Tensor, epochs: int = 1) -> list[float]:
        for _ in range(epochs):
            loss = self.loss(self.forward(x), y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            self.history.append(loss.item())
        return self.history


@compile(fullgraph=True)
def logged_step(x: torch.Tensor) -> float:
    print(x.mean())
    return x.mean().item()


@compile
def branching_step(x: torch.Tensor) -> torch.Tensor:
    return x if x.sum() > 0 else -x


relu = torch.compile(nn.ReLU())


def run_keras_like() -> None:
    model = KerasLike(nn.Linear(2, 1))
    model.compile(optimizer="sgd", loss="mse", metrics=("mae",))
    model.fit(torch.randn(4, 2), torch.randn(4, 1))
    logged_step(relu(torch.ones(2)))
    branching_step(relu(torch.ones(2)))
