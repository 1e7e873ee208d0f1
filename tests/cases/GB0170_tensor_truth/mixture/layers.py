import torch
from torch import nn

from . import routing


class MixtureOfExperts(nn.Module):
    def __init__(self, dim: int, experts: int):
        super().__init__()
        self.router = nn.Linear(dim, experts)
        self.experts = nn.ModuleList(nn.Linear(dim, dim) for _ in range(experts))

    def forward(self, x):
        scores = self.router(x)
        out = torch.zeros_like(x)
        for index, expert in enumerate(self.experts):
            mask = routing.expert_mask(scores, index)
            if routing.is_used(mask):  # expect: GB0170
                out = out + expert(x) * mask.unsqueeze(-1)
        return out
