"""A GAN step that trains one side only while the other is ahead, comparing two losses of two modules."""

import torch
import torch.nn.functional as F
from torch import nn


class Discriminator(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(4, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1))


class GAN(nn.Module):
    def __init__(self):
        super().__init__()
        self.generator = nn.Linear(2, 4)
        self.discriminator = Discriminator()

    def losses(self, real, noise):
        fake = self.generator(noise)
        d_real, d_fake = self.discriminator(real), self.discriminator(fake.detach())
        d_loss = F.softplus(-d_real).mean() + F.softplus(d_fake).mean()
        g_loss = F.softplus(-self.discriminator(fake)).mean()
        return d_loss, g_loss

    @torch.compile
    def training_step(self, real, noise):
        d_loss, g_loss = self.losses(real, noise)
        return d_loss + g_loss if d_loss > g_loss else g_loss  # expect: GB0170


def run() -> None:
    GAN().training_step(torch.randn(3, 4), torch.randn(3, 2))
