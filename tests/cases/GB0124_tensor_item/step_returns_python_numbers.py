"""A compiled training loss that returns floats for the log, next to the same with detached tensors."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class VAE(nn.Module):
    def __init__(self, dim: int = 6, latent: int = 2):
        super().__init__()
        self.enc, self.dec, self.latent = nn.Linear(dim, 2 * latent), nn.Linear(latent, dim), latent

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        mu, log_var = self.enc(x).split(self.latent, dim=-1)
        z = mu + torch.randn_like(mu) * (0.5 * log_var).exp()
        return self.dec(z), mu, log_var


def kl_divergence(mu: torch.Tensor, log_var: torch.Tensor) -> torch.Tensor:
    return -0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(-1).mean()


@torch.compile
def logged_loss(model: nn.Module, x: torch.Tensor, beta: float) -> tuple[torch.Tensor, dict[str, float]]:
    out, mu, log_var = model(x)
    reconstruction, kl = F.mse_loss(out, x), kl_divergence(mu, log_var)
    logs = {
        "reconstruction": reconstruction.item(),  # expect: GB0124
        "kl": float(kl.detach()),  # expect: GB0124
        "beta": float(beta),
        "batch": int(x.shape[0]),
    }
    if logs["kl"] > 1.0:
        beta = beta / 2
    return reconstruction + beta * kl, logs


@torch.compile
def detached_loss(model: nn.Module, x: torch.Tensor, beta: float) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    out, mu, log_var = model(x)
    reconstruction, kl = F.mse_loss(out, x), kl_divergence(mu, log_var)
    return reconstruction + beta * kl, {"reconstruction": reconstruction.detach(), "kl": kl.detach()}


def run_logged() -> None:
    logged_loss(VAE(), torch.randn(3, 6), 0.5)


def run_detached() -> None:
    _, logs = detached_loss(VAE(), torch.randn(3, 6), 0.5)
    print({name: value.item() for name, value in logs.items()})
