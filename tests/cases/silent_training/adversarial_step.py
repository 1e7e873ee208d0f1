"""A GAN's two losses are compiled; the alternation, the optimizers and the logging are not."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Generator(nn.Module):
    def __init__(self, latent: int = 4):
        super().__init__()
        self.latent = latent
        self.net = nn.Sequential(nn.Linear(latent, 8), nn.LeakyReLU(0.2), nn.Linear(8, 6))

    def forward(self, n: int) -> torch.Tensor:
        z = torch.randn(n, self.latent)
        return torch.tanh(self.net(z))


class GANLoss:
    def __init__(self, mode: str = "hinge", smoothing: float = 0.0):
        self.mode, self.smoothing = mode, smoothing

    def discriminator(self, real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
        if self.mode == "hinge":
            return F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        target = torch.full_like(real, 1 - self.smoothing)
        return F.binary_cross_entropy_with_logits(real, target) + F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))

    def generator(self, fake: torch.Tensor) -> torch.Tensor:
        return -fake.mean() if self.mode == "hinge" else F.softplus(-fake).mean()


def main(mode: str, steps: int) -> list[float]:
    g, d, loss = Generator(), nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 1)), GANLoss(mode, 0.1)

    @torch.compile
    def d_step(real: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            fake = g(real.shape[0])
        return loss.discriminator(d(real), d(fake.detach()))

    @torch.compile(fullgraph=True)
    def g_step(n: int) -> torch.Tensor:
        return loss.generator(d(g(n)))

    opt_g, opt_d, history = torch.optim.Adam(g.parameters()), torch.optim.Adam(d.parameters()), []
    for step in range(steps):
        for optimizer, compute in ((opt_d, lambda: d_step(torch.randn(4, 6))), (opt_g, lambda: g_step(4))):
            optimizer.zero_grad()
            value = compute()
            value.backward()
            optimizer.step()
            history.append(value.item())
        if step % 1 == 0:
            print(f"{step}: d {history[-2]:.2f}, g {history[-1]:.2f}")
    return history


def run_hinge() -> None:
    main("hinge", 1)


def run_logistic() -> None:
    main("logistic", 1)
