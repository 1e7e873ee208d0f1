"""A quantizer that validates its input with raise statements on static facts, and asserts with constant messages."""
import torch
from torch import nn


class VectorQuantizer(nn.Module):
    def __init__(self, codes: int, dim: int, beta: float = 0.25):
        super().__init__()
        self.codebook = nn.Embedding(codes, dim)
        self.beta = beta
        assert 0 <= beta <= 1, f"beta {beta} is not within [0, 1]"

    def validate(self, z: torch.Tensor) -> None:
        if not isinstance(z, torch.Tensor):
            raise TypeError(f"expected a tensor, got {type(z).__name__}")
        if z.shape[-1] != self.codebook.embedding_dim:
            raise ValueError(f"last size is {z.shape[-1]}, the codebook has {self.codebook.embedding_dim}")
        if z.device != self.codebook.weight.device:
            raise RuntimeError(f"{z.device} is not {self.codebook.weight.device}")
        if not (z.is_floating_point() or z.is_complex()):
            raise TypeError(str(z.dtype))

    def forward(self, z: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        self.validate(z)
        flat = z.reshape(-1, z.shape[-1])
        distance = torch.cdist(flat, self.codebook.weight)
        assert torch.isfinite(distance).all(), "a distance is not finite"
        index = distance.argmin(dim=1)
        assert (index >= 0).all()
        quantized = self.codebook(index).view_as(z)
        commitment = (quantized.detach() - z).pow(2).mean()
        codebook = (quantized - z.detach()).pow(2).mean()
        loss = codebook + self.beta * commitment
        assert loss.ndim == 0 and loss.shape == (), f"not a scalar: {loss.shape}"
        return z + (quantized - z).detach(), index.view(z.shape[:-1]), loss


def run_default() -> None:
    torch.compile(VectorQuantizer(6, 4))(torch.randn(2, 3, 4))


def run_dynamic() -> None:
    torch.compile(VectorQuantizer(6, 4), dynamic=True)(torch.randn(5, 4))
