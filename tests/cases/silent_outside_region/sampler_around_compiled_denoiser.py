"""A diffusion sampler: the denoiser is compiled, the loop over timesteps with its prints and list indexing is not."""
import torch
import torch.nn as nn
from tqdm.auto import trange


class Denoiser(nn.Module):
    def __init__(self, channels: int = 2):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.time = nn.Linear(1, channels)

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        emb = self.time(t[:, None].float())
        return self.conv(x) + emb[:, :, None, None]


class Scheduler:
    def __init__(self, steps: int):
        self.betas = torch.linspace(1e-4, 0.02, steps)
        self.alphas_cumprod = torch.cumprod(1 - self.betas, 0)
        self.timesteps = torch.arange(steps).flip(0)

    def index(self, t: torch.Tensor) -> int:
        return (self.timesteps == t).nonzero().item()

    def step(self, eps: torch.Tensor, t: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        i = self.index(t)
        a = self.alphas_cumprod[t]
        x0 = (x - (1 - a).sqrt() * eps) / a.sqrt()
        if t > 0:
            previous = self.alphas_cumprod[self.timesteps[i + 1]]
            return previous.sqrt() * x0 + (1 - previous).sqrt() * eps
        return x0


@torch.no_grad()
def sample(model: nn.Module, scheduler: Scheduler, shape: tuple[int, ...]) -> torch.Tensor:
    x = torch.randn(shape)
    progress = trange(len(scheduler.timesteps), disable=True)
    for i in progress:
        t = scheduler.timesteps[i]
        eps = model(x, t.expand(shape[0]))
        x = scheduler.step(eps, t, x)
        progress.set_postfix(t=int(t), norm=float(x.norm()))
        if x.abs().max() > 1e3:
            print(f"diverged at {t.item()}")
            break
    return x.clamp(-1, 1)


def run_sample() -> None:
    sample(torch.compile(Denoiser().eval()), Scheduler(4), (1, 2, 4, 4))
